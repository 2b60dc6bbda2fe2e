"""No promise is longer than the law of a rule pack that binds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from muhatap.calendars.feasts import with_public_holidays
from muhatap.calendars.hours import CannotReckon, Schedule, ScheduleError, due_at, legal_due
from muhatap.calendars.spans import Span
from muhatap.charters.checks.reckoning import days_of, readable
from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.checks.standing import keep_days
from muhatap.charters.errors import Path
from muhatap.charters.mapping import from_plain
from muhatap.charters.places import Calendar
from muhatap.charters.rule_packs import Pack, PackRule
from muhatap.charters.schedules import schedule_of

# Days walked to find one on which business days take longer than the law's.
_WALKED_DAYS = 366
_NOON = time(12)
_KEEP = "retention"


@dataclass(frozen=True)
class Law:
    """The packs that could bind, by code, the day on which they are asked, and which bind without a name."""

    packs: dict[str, Pack]
    on: date
    active: tuple[str, ...] = ()


def check_law(sheet: Sheet, law: Law) -> None:
    """Note packs that nobody knows, promises longer than the law, limits that nobody runs, early erasure."""
    bound = list(_bound(sheet, law))
    for path, promise in sheet.entries("promises"):
        for pack, rule in bound:
            topics = _topics_of(sheet, promise, rule) if _holds_under(pack, promise) else ()
            if topics and promise["clock"] in rule.clocks:
                _compare(sheet, (*path, "limit"), promise, _Limit(pack, rule, topics, law.on))
        _check_named(sheet, path, promise, bound)
    for pack, rule in bound:
        _check_run(sheet, pack, rule)
        _check_for_all(sheet, pack, rule)
    _check_kept(sheet, law)


@dataclass(frozen=True)
class _Limit:
    pack: Pack
    rule: PackRule
    topics: tuple[str, ...]
    on: date

    @property
    def words(self) -> dict[str, str]:
        return {
            "number": self.rule.number,
            "rule": self.rule.id,
            "law": self.rule.law,
            "topics": ", ".join(self.topics),
        }


def _bound(sheet: Sheet, law: Law) -> Iterator[tuple[Pack, PackRule]]:
    """The rules of named and active packs that hold as limits; an unknown name is noted."""
    named = list(law.active)
    for path, entry in sheet.entries("jurisdictions"):
        for index, code in enumerate(entry.get("packs", [])):
            sheet.must_exist((*path, "packs", index), code, "rule pack", law.packs)
            named.append(code)
    for pack in (law.packs[code] for code in dict.fromkeys(named) if code in law.packs):
        for rule in pack.rules:
            if rule.binds_on(law.on):
                yield pack, rule


def _topics_of(sheet: Sheet, promise: dict[str, Any], rule: PackRule) -> tuple[str, ...]:
    """The topics about which the promise holds and the rule binds."""
    return tuple(
        topic["code"]
        for topic in sheet.values["topics"]
        if _is_bound(topic, rule)
        and _is_about(topic, promise)
        and not any(_displaces(topic, promise, other) for _, other in sheet.entries("promises"))
    )


def _holds_under(pack: Pack, promise: dict[str, Any]) -> bool:
    """Whether the promise is made to customers of the pack's country; the Union's law is everybody's."""
    countries = promise.get("when", {}).get("jurisdiction", [pack.jurisdiction])
    return pack.jurisdiction == "EU" or pack.jurisdiction in countries


def _is_bound(topic: dict[str, Any], rule: PackRule) -> bool:
    kind = topic.get("kind", "request")
    return (not rule.kinds or kind in rule.kinds) and (not rule.topics or topic["code"] in rule.topics)


def _is_about(topic: dict[str, Any], promise: dict[str, Any]) -> bool:
    when = promise.get("when", {})
    said = {"topic": topic["code"], "group": topic["group"], "kind": topic.get("kind", "request")}
    return all(value in when.get(key, [value]) for key, value in said.items())


def _displaces(topic: dict[str, Any], promise: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether every case about the topic gets the other promise, because it says more about it."""
    when, theirs = promise.get("when", {}), other.get("when", {})
    if other["clock"] != promise["clock"] or not set(theirs) <= {"topic", "group", "kind"}:
        return False
    return _is_about(topic, other) and len(theirs) > len(when)


def _compare(sheet: Sheet, path: Path, promise: dict[str, Any], limit: _Limit) -> None:
    ours, theirs = readable(promise["limit"]), limit.rule.span
    if ours is None or theirs is None:
        return
    ours_days, their_days = days_of(ours), days_of(theirs)
    if ours.unit == theirs.unit:
        is_longer = ours.amount > theirs.amount
    elif ours_days is not None and their_days is not None:
        is_longer = ours_days > their_days
    else:
        found = _longer_then(sheet, promise, limit, (ours, theirs))
        if found is not None:
            start, own, legal = (f"{each:%Y-%m-%d}" for each in found)
            words = {**limit.words, "limit": str(ours), "start": start, "ours": own, "theirs": legal}
            sheet.note(path, "longer_than_law_then", **words)
        return
    if is_longer:
        sheet.note(path, "longer_than_law", limit=str(ours), **limit.words)


def _longer_then(
    sheet: Sheet, promise: dict[str, Any], limit: _Limit, spans: tuple[Span, Span]
) -> tuple[datetime, datetime, datetime] | None:
    """Return start, our end and the law's end of the first day of a year on which ours is later."""
    years = range(limit.on.year - 1, limit.on.year + 4)
    zone = sheet.values["brand"]["zone"]
    try:
        own = _own_calendar(sheet, promise, zone, years)
        legal = _legal_calendar(limit.pack.jurisdiction, zone, years)
        for day in range(_WALKED_DAYS):
            start = datetime.combine(limit.on + timedelta(days=day), _NOON, UTC)
            end, latest = due_at(own, start, spans[0]), legal_due(legal, start, spans[1], limit.rule.last_day)
            if end > latest:
                return start, end, latest
    except (CannotReckon, ScheduleError):
        # Calendars with faults are noted by their own check.
        return None
    return None


def _own_calendar(sheet: Sheet, promise: dict[str, Any], zone: str, years: Sequence[int]) -> Schedule:
    calendars, channels = sheet.values["calendars"], sheet.values["channels"]
    named = promise.get("when", {}).get("channel", list(channels))
    code = promise.get("calendar") or next(iter(channels[each]["calendar"] for each in named), "")
    if code not in calendars:
        raise ScheduleError("calendar", "unknown", code)
    return schedule_of(from_plain(Calendar, {"code": code, **calendars[code]}), zone, years)


def _legal_calendar(country: str, zone: str, years: Sequence[int]) -> Schedule:
    plain = Schedule(tz=zone)
    # The Union has no holidays of its own; each member's are for its own courts to say.
    return plain if country == "EU" else with_public_holidays(plain, country, years)


def _check_named(
    sheet: Sheet, path: Path, promise: dict[str, Any], bound: list[tuple[Pack, PackRule]]
) -> None:
    """A promise that names a rule names one of its packs' rules, with a clock that this rule is about."""
    if "law" not in promise or "jurisdictions" not in sheet.values:
        return
    rules = {rule.id: rule for _, rule in bound}
    sheet.must_exist((*path, "law"), promise["law"], "rule", rules)
    rule = rules.get(promise["law"])
    if rule is not None and promise["clock"] not in rule.clocks:
        words = {"rule": rule.id, "clock": promise["clock"], "choices": ", ".join(rule.clocks)}
        sheet.note((*path, "clock"), "law_other_clock", **words)


def _check_run(sheet: Sheet, pack: Pack, rule: PackRule) -> None:
    if not rule.runs or not any(_is_bound(topic, rule) for topic in sheet.values["topics"]):
        return
    running = [
        promise
        for _, promise in sheet.entries("promises")
        if promise.get("law") == rule.id and promise["clock"] == rule.runs and _holds_under(pack, promise)
    ]
    if not running:
        words = {"pack": pack.code, "number": rule.number, "rule": rule.id, "clock": rule.runs}
        sheet.note_key(("promises",), "law_not_run", **words)


def _check_for_all(sheet: Sheet, pack: Pack, rule: PackRule) -> None:
    """What the law gives everybody is not promised to packages only."""
    for clock in rule.clocks:
        said = [each for each in sheet.entries("promises") if each[1]["clock"] == clock]
        for path, promise in said:
            topics = [
                topic["code"]
                for topic in sheet.values["topics"]
                if _is_bound(topic, rule) and _is_about(topic, promise)
            ]
            everybody = [
                code
                for code in topics
                for _, other in said
                if "plan" not in other.get("when", {})
                and _holds_under(pack, other)
                and _is_about(_topic(sheet, code), other)
            ]
            left = [code for code in topics if code not in everybody]
            if "plan" in promise.get("when", {}) and left:
                words = {"clock": clock, "rule": rule.id, "topics": ", ".join(left)}
                sheet.note_key((*path, "when", "plan"), "plan_only", **words)


def _topic(sheet: Sheet, code: str) -> dict[str, Any]:
    return next(each for each in sheet.values["topics"] if each["code"] == code)


def _check_kept(sheet: Sheet, law: Law) -> None:
    """Cases are kept at least as long as a retention rule asks for."""
    for _, entry in sheet.entries("jurisdictions"):
        for pack in (law.packs[code] for code in entry.get("packs", []) if code in law.packs):
            for rule in pack.rules:
                if rule.use == _KEEP and rule.number and rule.verified != "unverified":
                    _check_kept_by(sheet, rule)


def _check_kept_by(sheet: Sheet, rule: PackRule) -> None:
    for path, entry in sheet.entries("retention"):
        if "cases" in entry.get("covers", []) and keep_days(entry["keep"]) < keep_days(rule.number):
            words = {"keep": entry["keep"], "number": rule.number, "rule": rule.id, "law": rule.law}
            sheet.note((*path, "keep"), "retention_too_short", **words)
