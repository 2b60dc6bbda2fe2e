"""The rights of customers in each jurisdiction: in plain words, and the rules of law behind them."""

from typing import Any

from muhatap.brands.queries import packs_at
from muhatap.charters.rule_packs import Pack, PackRule, read_pack, shipped_packs
from muhatap.portal.published.editions import Edition
from muhatap.portal.published.saying import counted_words, verified_words
from muhatap.promises.wording import span_words

Facts = dict[str, Any]
UNVERIFIED = "unverified"


def rights(edition: Edition) -> Facts:
    """Every jurisdiction with its rights and packs; what nobody could verify is named, never as law."""
    until = edition.standing.until
    active = {row.code: row for row in packs_at(edition.brand, until or edition.at)}
    jurisdictions = []
    for code, said in edition.section("jurisdictions").items():
        packs = []
        for name in said.get("packs") or ():
            row = active.get(name)
            pack = read_pack(row.text, name) if row else shipped_packs().get(name)
            if pack is not None:
                packs.append(_pack(edition, pack, row.activated_at if row else None))
        jurisdictions.append(
            {
                "code": code,
                "name": edition.words(said["name"]),
                "rights": [edition.words(each) for each in said.get("rights") or ()],
                "packs": packs,
            }
        )
    return {"jurisdictions": jurisdictions}


def _pack(edition: Edition, pack: Pack, activated_at: Any) -> Facts:
    on = edition.at.astimezone(edition.zone).date().isoformat()
    standing = [
        rule
        for rule in pack.rules
        if (not rule.valid_from or rule.valid_from <= on) and (not rule.valid_until or on < rule.valid_until)
    ]
    return {
        "code": pack.code,
        "name": edition.words(pack.name.to_plain()),
        "for": edition.words(pack.whom.to_plain()),
        "as_of": pack.as_of,
        "activated_at": activated_at.astimezone(edition.zone) if activated_at else None,
        "rules": [_rule(edition, rule) for rule in standing if rule.verified != UNVERIFIED],
        "unverified": [
            {"id": rule.id, "title": edition.words(rule.title.to_plain())}
            for rule in standing
            if rule.verified == UNVERIFIED
        ],
    }


def _rule(edition: Edition, rule: PackRule) -> Facts:
    return {
        "id": rule.id,
        "title": edition.words(rule.title.to_plain()),
        "law": rule.law,
        "use": rule.use,
        "number": rule.number,
        "number_words": span_words(rule.number) if rule.span else rule.number,
        "exceptionally": rule.exceptionally,
        "calendar": rule.calendar,
        "calendar_words": counted_words(rule.calendar) if rule.span else "",
        "last_day": rule.last_day,
        "valid_from": rule.valid_from,
        "valid_until": rule.valid_until,
        "source": rule.source,
        "verified": rule.verified,
        "verified_words": verified_words(rule.verified),
    }
