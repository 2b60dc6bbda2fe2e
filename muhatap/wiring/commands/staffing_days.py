"""The verbs of `muhatap staffing` about a day to come: forecast, requirement, what-if."""

import argparse
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from muhatap.calendars.feasts import public_holidays
from muhatap.reports import forecasting
from muhatap.reports.erlang import Goal, NotALoad
from muhatap.reports.forecasting import SLOTS, Forecast, Outlook, Work, clock_of
from muhatap.reports.observations import Kind
from muhatap.wiring.commands.report_choices import read_file
from muhatap.wiring.console import start_django


class Ground(NamedTuple):
    """What a question stands on: what came, which days are holidays, and who is there."""

    history: Mapping[date, Sequence[int]]
    holidays: Set[date]
    scheduled: Sequence[int]


def add_verbs(verbs: Any) -> None:
    """Add the verbs."""
    told = (
        ("forecast", "what is expected in each half hour of a day, with its interval", _forecast),
        ("requirement", "who it takes in each half hour, against who is on the rota", _requirement),
        ("what-if", "the same with more contacts, longer ones or more people, beside what is", _what_if),
    )
    for name, help_text, run in told:
        verb = verbs.add_parser(name, help=help_text)
        verb.add_argument("--day", required=True, help="such as 2026-11-30")
        verb.add_argument(
            "--history", metavar="FILE", help="lines of a history instead of a brand; - is stdin"
        )
        verb.add_argument("--zone", default="Europe/Istanbul", help="the zone of the history's days")
        verb.add_argument("--country", metavar="CODE", help="whose holidays a history has, such as TR")
        verb.add_argument("--brand", metavar="CODE", help="a brand, with its holidays and its rota")
        verb.add_argument("--channel", default="", metavar="CODE", help="this channel; all if not given")
        verb.add_argument("--weeks", type=int, default=forecasting.WEEKS, help="days of a weekday looked at")
        verb.set_defaults(run=run)
        if name != "forecast":
            _add_work(verb)
        if name == "what-if":
            verb.add_argument("--volume", type=float, default=1.0, metavar="FACTOR", help="1.2: a fifth more")
            verb.add_argument(
                "--longer", type=float, default=1.0, metavar="FACTOR", help="0.9: a tenth shorter"
            )
            verb.add_argument(
                "--more", type=int, default=0, metavar="PEOPLE", help="beside those who are there"
            )
        verb.add_argument("--json", action="store_true")


def _add_work(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--aht", type=float, required=True, metavar="SECONDS", help="handling time")
    verb.add_argument("--concurrency", type=float, default=1, help="chats that an agent holds at once")
    verb.add_argument("--goal", default="80/20", metavar="PERCENT/SECONDS")
    verb.add_argument("--max-occupancy", type=float, default=1.0, metavar="SHARE")
    verb.add_argument("--shrinkage", type=float, default=0.0, metavar="SHARE")
    verb.add_argument("--team", default="", metavar="CODE", help="the rota of this team")
    verb.add_argument(
        "--shift",
        action="append",
        default=[],
        metavar="FROM-TO=PEOPLE",
        help="09:00-18:00=6 instead of a rota",
    )


def _forecast(options: argparse.Namespace) -> dict[str, Any]:
    found, _ = _found(options)
    return {
        **_said(found),
        "slots": [
            {"at": clock_of(each.slot), **_rounded(mean=each.mean, low=each.low, high=each.high)}
            for each in found.slots
            if each.high
        ],
    }


def _requirement(options: argparse.Namespace) -> dict[str, Any]:
    found, ground = _found(options)
    return {**_said(found), **_told(forecasting.outlook(found.slots, _work(options), ground.scheduled))}


def _what_if(options: argparse.Namespace) -> dict[str, Any]:
    found, ground = _found(options)
    work = _work(options)
    if options.volume < 0 or options.longer < 0 or options.more < 0:
        raise NotALoad("--volume, --longer and --more are from 0")
    tried = replace(work, volume=options.volume, longer=options.longer, more_people=options.more)
    return {
        **_said(found),
        "as_it_is": _told(forecasting.outlook(found.slots, work, ground.scheduled)),
        "what_if": _told(forecasting.outlook(found.slots, tried, ground.scheduled)),
    }


def goal_of(options: argparse.Namespace) -> Goal:
    """The goal that the options say."""
    percent, slash, seconds = options.goal.partition("/")
    if not slash:
        raise NotALoad("--goal is PERCENT/SECONDS, such as 80/20")
    return Goal(
        share=float(percent) / 100,
        within=float(seconds),
        occupancy=options.max_occupancy,
        shrinkage=options.shrinkage,
    )


def _work(options: argparse.Namespace) -> Work:
    return Work(handling=options.aht, goal=goal_of(options), at_once=options.concurrency)


def _found(options: argparse.Namespace) -> tuple[Forecast, Ground]:
    try:
        day = date.fromisoformat(options.day)
    except ValueError as wrong:
        raise NotALoad("--day is a day such as 2026-11-30") from wrong
    if options.weeks < 1:
        raise NotALoad("--weeks is from 1")
    ground = _of_history(options, day) if options.history else _of_brand(options, day)
    if getattr(options, "shift", None):
        ground = ground._replace(scheduled=_shifts(options.shift))
    told = forecasting.forecast(ground.history, day, holidays=ground.holidays, weeks=options.weeks)
    return told, ground


def _of_history(options: argparse.Namespace, day: date) -> Ground:
    try:
        zone = ZoneInfo(options.zone)
    except (ZoneInfoNotFoundError, ValueError) as wrong:
        raise NotALoad(f"no such zone: {options.zone}") from wrong
    seen = [
        each
        for each in read_file(options.history, zone, datetime.max.replace(tzinfo=UTC))
        if each.kind in {Kind.CASE, Kind.CONTACT}
        and not each.excluded
        and each.on < day
        and options.channel in {"", each.place("channel")}
    ]
    kind = Kind.CONTACT if any(each.kind is Kind.CONTACT for each in seen) else Kind.CASE
    moments = [(each.on, each.at.astimezone(zone)) for each in seen if each.kind is kind]
    since = min((on for on, _ in moments), default=day)
    until = max((on for on, _ in moments), default=day) + timedelta(days=1)
    slots = [(on, at.hour * 2 + at.minute // 30) for on, at in moments]
    holidays: Set[date] = frozenset()
    if options.country:
        holidays, _ = public_holidays(options.country, range(since.year, day.year + 1))
    return Ground(forecasting.counted(slots, since, until), holidays, [0] * SLOTS)


def _of_brand(options: argparse.Namespace, day: date) -> Ground:
    start_django()
    from muhatap.brands.queries import all_brands
    from muhatap.reports import arrivals

    brands = [each for each in all_brands() if options.brand in (None, each.code)]
    if len(brands) != 1:
        raise NotALoad("--brand says which brand, or --history which file")
    (brand,) = brands
    today = datetime.now(ZoneInfo(brand.zone)).date()
    _, history = arrivals.arrivals_of(brand, min(day, today), channel=options.channel)
    scheduled = arrivals.scheduled_on(brand, day, team=getattr(options, "team", ""))
    return Ground(history, arrivals.holidays_of(brand), scheduled)


def _shifts(said: Sequence[str]) -> list[int]:
    """People in each half hour, as `--shift` says; one that ends before it begins goes over midnight."""
    people = [0] * SLOTS
    for each in said:
        hours, _, count = each.partition("=")
        begins, _, ends = hours.partition("-")
        try:
            first, last, heads = _slot(begins), _slot(ends), int(count)
        except ValueError as wrong:
            raise NotALoad(f"--shift {each}: such as 09:00-18:00=6") from wrong
        if heads < 0:
            raise NotALoad(f"--shift {each}: people are from 0")
        for slot in range(first, last if last > first else last + SLOTS):
            people[slot % SLOTS] += heads
    return people


def _slot(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    slot = int(hour) * 2 + int(minute) // 30
    if not 0 <= slot <= SLOTS or int(minute) not in {0, 30}:
        raise ValueError(clock)
    return slot


def _said(found: Forecast) -> dict[str, Any]:
    return {
        "day": str(found.day),
        "holiday": found.is_holiday,
        "days_behind": found.basis,
        "insufficient": found.is_guess,
        "expected": round(found.total, 2),
    }


def _told(found: Outlook) -> dict[str, Any]:
    level = found.service_level
    return {
        "peak": found.peak,
        "heads": found.heads,
        "hours": found.hours,
        "hours_scheduled": found.hours_scheduled,
        "short_half_hours": found.short,
        "service_level": None if level is None else round(level, 6),
        "slots": [
            {
                "at": clock_of(each.expected.slot),
                **_rounded(mean=each.expected.mean, high=each.expected.high),
                "agents": each.agents,
                "agents_high": each.agents_high,
                "scheduled": each.scheduled,
                "missing": each.missing,
            }
            for each in found.needs
            if each.agents_high or each.scheduled
        ],
    }


def _rounded(**values: float) -> dict[str, float]:
    return {name: round(value, 2) for name, value in values.items()}
