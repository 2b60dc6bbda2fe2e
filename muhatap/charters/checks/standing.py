"""Identity levels, languages, retention, jurisdictions and packages."""

from __future__ import annotations

from muhatap.charters.checks.reckoning import days_of, readable, span_at
from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.errors import Path
from muhatap.charters.schema.standing import LEVELS, SENSITIVE_ACTIONS

_ALWAYS = ("inform", "complain")
_KEEP_DAYS = {"d": 1, "mo": 30.4, "y": 365}


def check_standing(sheet: Sheet) -> None:
    """Note what is wrong with levels, languages, retention, outside bodies and accessibility."""
    _check_levels(sheet)
    _check_spoken(sheet)
    _check_retention(sheet)
    topics = [topic["code"] for topic in sheet.values["topics"]]
    official = sheet.values["brand"].get("official", {})
    path: Path = ("brand", "official", "impostor_topic")
    sheet.must_exist(path, official.get("impostor_topic", ""), "topic", topics)
    for path, channel in sheet.entries("channels"):
        capabilities = channel.get("capabilities", {})
        span_at(sheet, (*path, "capabilities", "reply_window"), capabilities.get("reply_window", ""))
        level = channel.get("identity_level", 1)
        if capabilities.get("public") and level > 0:
            here = (*path, "identity_level")
            sheet.note(here, "public_channel_level", channel=path[1], level=level)
    if "jurisdictions" in sheet.values:
        for path, body in sheet.entries("outside_bodies"):
            here = (*path, "jurisdiction")
            sheet.must_exist(
                here, body.get("jurisdiction", ""), "jurisdiction", sheet.values["jurisdictions"]
            )
    centre = sheet.values.get("help_centre", {}).get("calendar", "")
    sheet.must_exist(("help_centre", "calendar"), centre, "calendar", sheet.values["calendars"])
    ways = sheet.values.get("accessibility", {}).get("ways", [])
    sheet.must_differ(
        [(("accessibility", "ways", index, "code"), way["code"]) for index, way in enumerate(ways)], "way"
    )


def check_plans(sheet: Sheet) -> None:
    """Note packages that would cost others their right, or that promise less than nothing paid."""
    for path, plan in sheet.entries("plans"):
        if plan.get("raises_to") in ("P1", "P2"):
            sheet.note((*path, "raises_to"), "plan_raises_too_far", priority=plan["raises_to"])
    promises = list(sheet.entries("promises"))
    for path, promise in promises:
        when = promise.get("when", {})
        if "plan" not in when:
            continue
        mine = readable(promise["limit"])
        rest = {key: value for key, value in when.items() if key != "plan"}
        for _, other in promises:
            theirs = readable(other["limit"])
            if other["clock"] != promise["clock"] or other.get("when", {}) != rest or not mine or not theirs:
                continue
            ours_days, their_days = days_of(mine), days_of(theirs)
            longer = mine.amount > theirs.amount if mine.unit == theirs.unit else False
            if longer or (ours_days is not None and their_days is not None and ours_days > their_days):
                words = {"limit": mine, "other": theirs, "promise": other["id"]}
                sheet.note((*path, "limit"), "plan_slower", **words)


def keep_days(written: str) -> float:
    """Return how many days a retention such as 90d, 24mo or 10y lasts, months and years on average."""
    unit = written.lstrip("0123456789")
    return int(written.removesuffix(unit)) * _KEEP_DAYS[unit]


def _check_levels(sheet: Sheet) -> None:
    levels = sheet.values.get("identity_levels")
    if levels is None:
        return
    lower: set[str] = set()
    for level in LEVELS:
        path, allows = ("identity_levels", level, "allows"), set(levels[level]["allows"])
        for action in _ALWAYS:
            if action not in allows:
                sheet.note(path, "level_must_allow", level=level, action=action)
        for action in sorted(lower - allows - set(_ALWAYS)):
            sheet.note(path, "level_loses", level=level, action=action)
        for action in SENSITIVE_ACTIONS if level != LEVELS[-1] else ():
            if action in allows:
                sheet.note(path, "level_too_low", level=level, action=action)
        lower |= allows


def _check_spoken(sheet: Sheet) -> None:
    spoken = sheet.values["brand"]["languages"]
    for section in ("channels", "teams"):
        for path, entry in sheet.entries(section):
            for index, language in enumerate(entry.get("languages", [])):
                if language not in spoken:
                    words = {"language": language, "languages": ", ".join(spoken)}
                    sheet.note((*path, "languages", index), "language_not_spoken", **words)


def _check_retention(sheet: Sheet) -> None:
    first: dict[str, Path] = {}
    for path, entry in sheet.entries("retention"):
        for index, what in enumerate(entry.get("covers", [])):
            known = first.setdefault(what, path)
            if known != path:
                words = {"what": what, "other": known[1], "first": sheet.loaded.key_place(known)[0]}
                sheet.note((*path, "covers", index), "covered_twice", **words)
