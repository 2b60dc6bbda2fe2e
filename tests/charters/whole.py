"""The small charter with every other section, for breaking those in one place at a time."""

from pathlib import Path

from tests.charters.small import SMALL

_SECTIONS = (Path(__file__).parent / "sections.yaml").read_text("utf-8")

WHOLE = (
    SMALL.replace(
        "    queue: general\n    fields:\n",
        "    queue: general\n"
        "    sensitivity: financial\n"
        "    guide: sign_in\n"
        "    completeness: {fields: [transaction], evidence: [receipt], fast_lane: P2}\n"
        "    payment: {direction: deposit, method: method, at: paid_at}\n"
        "    recommend:\n"
        "      - {channel: email, when: open, why: {tr: Hızlı, en: Fast}}\n"
        "      - {channel: web_form}\n"
        "    evidence: [{code: receipt, label: {tr: Dekont, en: Receipt}, required: true}]\n"
        "    fields:\n"
        "      - code: method\n"
        "        label: {tr: Yöntem, en: Method}\n"
        "        kind: choice\n"
        "        choices: [{code: card, label: {tr: Kart, en: Card}}]\n"
        "      - {code: paid_at, label: {tr: Zaman, en: Time}, kind: past_datetime}\n",
    ).replace(
        "  social: {name: {tr: Sosyal, en: Social}, calendar: office, best_effort: true}\n",
        "  social:\n    name: {tr: Sosyal, en: Social}\n    calendar: office\n    best_effort: true\n"
        "    identity_level: 0\n    languages: [tr]\n    capabilities: {public: true, attachments: false}\n",
    )
    + _SECTIONS
)


def broken_whole(old: str, new: str) -> str:
    """Return the whole charter with one passage replaced; the passage must stand in it once."""
    assert WHOLE.count(old) == 1, (old, WHOLE.count(old))
    return WHOLE.replace(old, new)
