"""What a sent form says: plain values again, with whatever was typed that does not fit kept as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol

from muhatap.charters.editing.controls import Control, Form

_PART = re.compile(r"\s*([0-9:+]{4,7})\s*[-–—]\s*([0-9:+]{4,7})\s*\Z")
_WHOLE = re.compile(r"-?[0-9]{1,15}\Z")
_MOST_ROWS = 400


class Sent(Protocol):
    """What a form sends: one or several texts by name."""

    def get(self, name: str, default: str = "") -> str | None:
        """The last text of this name."""

    def getlist(self, name: str) -> list[str]:
        """All texts of this name."""


def answered(control: Control, sent: Sent) -> Any:
    """Return the value that the form says for a control; None where it leaves the place empty."""
    value = _READERS[control.form](control, sent)
    if value is None and (control.value in ([], {}) or (not control.name and control.form is Form.ROWS)):
        # An empty list says something, such as that a clock has no steps.
        return [] if control.form is Form.ROWS else control.value
    return None if value == control.node.get("default") and not control.is_required else value


def _fixed(control: Control, sent: Sent) -> Any:
    return control.value


def _line(control: Control, sent: Sent) -> Any:
    said = _text(sent, control.name)
    if _WHOLE.match(said) and any(isinstance(each, int) for each in control.node.get("enum", ())):
        return int(said)
    return said or None


def _whole(control: Control, sent: Sent) -> Any:
    said = _text(sent, control.name)
    return int(said) if _WHOLE.match(said) else said or None


def _flag(control: Control, sent: Sent) -> Any:
    return bool(sent.getlist(control.name))


def _span(control: Control, sent: Sent) -> Any:
    amount = _text(sent, f"{control.name}.amount")
    return f"{amount}{_text(sent, f'{control.name}.unit')}" if amount else None


def _hours(control: Control, sent: Sent) -> Any:
    said = _text(sent, control.name)
    parts = [_PART.match(each) for each in re.split(r"[,;\n]", said)]
    if not said:
        return None
    return [[part[1], part[2]] for part in parts if part] if all(parts) else said


def _lines(control: Control, sent: Sent) -> Any:
    return [each.strip() for each in _text(sent, control.name).splitlines() if each.strip()] or None


def _checks(control: Control, sent: Sent) -> Any:
    said = sent.getlist(control.name)
    order = [code for code, _ in control.choices]
    # In the order in which they stood, new ones after them, so that saving unchanged changes nothing.
    stood = [code for code in control.chosen if code in said]
    return stood + [code for code in order if code in said and code not in stood] or None


def _group(control: Control, sent: Sent) -> Any:
    said = {part.key: answered(part, sent) for part in control.parts}
    # Keys stand as they stood before, so that saving unchanged changes nothing.
    before = control.value if isinstance(control.value, dict) else {}
    order = [*(key for key in before if key in said), *(key for key in said if key not in before)]
    kept = {key: said[key] for key in order if said[key] is not None}
    is_kept = control.is_required and control.form is Form.SECTION
    return kept if kept or is_kept or not control.name else None


def _rows(control: Control, sent: Sent) -> Any:
    rows = []
    for index, part in enumerate(_as_sent(control, sent)):
        value = answered(part, sent)
        if value is not None and not sent.getlist(f"{part.name}.gone"):
            place = _text(sent, f"{part.name}.place")
            rows.append((int(place) if _WHOLE.match(place) else index + 1, value))
    rows.sort(key=lambda row: row[0])
    return [value for _, value in rows] or None


def _pairs(control: Control, sent: Sent) -> Any:
    pairs = {}
    for part in _as_sent(control, sent):
        key, value = _text(sent, f"{part.name}.key"), answered(part, sent)
        if (key or value is not None) and not sent.getlist(f"{part.name}.gone"):
            empty: Any = [] if part.form is Form.HOURS else {}
            pairs[key] = empty if value is None else value
    return pairs or None


def _as_sent(control: Control, sent: Sent) -> list[Control]:
    """The rows that the form showed, which may be more than stand in the draft now."""
    count = _text(sent, f"{control.name}.count")
    shown = min(int(count), _MOST_ROWS) if _WHOLE.match(count) else len(control.parts)
    return list(control.parts[: max(shown, 0)])


def _text(sent: Sent, name: str) -> str:
    return (sent.get(name, "") or "").replace("\r\n", "\n").strip()


_READERS: dict[Form, Callable[[Control, Sent], Any]] = {
    Form.FIXED: _fixed,
    Form.ENTRIES: _fixed,
    Form.LINE: _line,
    Form.CHOICE: _line,
    Form.DAY: _line,
    Form.WHOLE: _whole,
    Form.FLAG: _flag,
    Form.SPAN: _span,
    Form.HOURS: _hours,
    Form.LINES: _lines,
    Form.CHECKS: _checks,
    Form.TEXT: _group,
    Form.SECTION: _group,
    Form.ROWS: _rows,
    Form.PAIRS: _pairs,
}
