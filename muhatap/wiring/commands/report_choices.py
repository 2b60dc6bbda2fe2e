"""What a question to `muhatap report` says: days, brand, parts, and where the rows come from."""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from muhatap.reports.catalogue import MEASURES
from muhatap.reports.figures import SPANS, Figure, add_cells, figure_of, figures_of, grouped
from muhatap.reports.history import BadLine, read_history
from muhatap.reports.measures import Measure
from muhatap.reports.observations import DIMENSIONS, Observation

OWN = "own_"
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_BY = (*DIMENSIONS, *SPANS, "brand")


class WrongQuestion(ValueError):
    """Options that cannot be answered."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for; without days, of a history everything."""

    since: date
    until: date
    by: tuple[str, ...]
    where: dict[str, str]
    brand: str | None
    as_of: datetime | None
    history: str | None
    zone: ZoneInfo


def add_choices(parser: argparse.ArgumentParser) -> None:
    """The options that all questions share."""
    parser.add_argument("--from", dest="since", metavar="DAY", help="first day of receipt")
    parser.add_argument("--to", dest="last", metavar="DAY", help="last day of receipt")
    parser.add_argument("--period", metavar="YYYY-MM", help="a month, instead of --from and --to")
    parser.add_argument("--brand", metavar="CODE", help="this brand; all if not given")
    parser.add_argument("--by", default="", metavar="A,B", help=f"by at most two of: {', '.join(_BY)}")
    parser.add_argument(
        "--where", action="append", default=[], metavar="NAME=VALUE", help="only these, such as channel=email"
    )
    parser.add_argument("--as-of", metavar="MOMENT", help="as it was known then, out of the events")
    parser.add_argument("--history", metavar="FILE", help="compute from this history, not from the desk")
    parser.add_argument("--zone", default="Europe/Istanbul", help="the zone of a history's days")


def question_of(options: argparse.Namespace) -> Question:
    """The question that the options ask; WrongQuestion."""
    try:
        zone = ZoneInfo(options.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise WrongQuestion(f"no such zone: {options.zone}") from wrong
    since, until = _days(options)
    by = tuple(name for name in options.by.split(",") if name)
    if unknown := sorted({*by} - {*_BY}):
        raise WrongQuestion(f"--by {','.join(unknown)}: one or two of {', '.join(_BY)}")
    if len(by) > 2 or len(set(by)) != len(by):
        raise WrongQuestion("--by takes one or two dimensions")
    return Question(
        since, until, by, _where(options.where), options.brand, _as_of(options), options.history, zone
    )


def answered(question: Question, measures: Sequence[Measure]) -> list[Figure]:
    """The figures that answer it."""
    if question.history is None:
        from muhatap.reports import queries

        return queries.figures(
            [measure.id for measure in measures],
            queries.Period(question.since, question.until),
            brands=brands_of(question),
            by=question.by,
            where=question.where,
            as_of=question.as_of,
        )
    groups = add_cells({}, grouped(rows_of(question), question.by, question.brand or "").items())
    if not question.by:
        return [figure_of(measure, (), groups.get((), {})) for measure in measures]
    return figures_of(measures, groups)


def rows_of(question: Question) -> Iterator[Observation]:
    """The observations behind the answer; WrongQuestion where a history cannot be read."""
    if question.history is None:
        from muhatap.reports import queries

        for brand in brands_of(question):
            yield from queries.observations(
                queries.Period(question.since, question.until),
                brand=brand,
                where=question.where,
                as_of=question.as_of,
            )
        return
    for seen in read_file(question.history, question.zone, question.as_of):
        if question.since <= seen.on < question.until and all(
            seen.place(name) == value for name, value in question.where.items()
        ):
            yield seen


def read_file(name: str, zone: ZoneInfo, as_of: datetime | None) -> Iterator[Observation]:
    """The observations of a history file, `-` for standard input; WrongQuestion."""
    try:
        if name == "-":
            yield from _read(sys.stdin, zone, as_of)
            return
        with open(name, encoding="utf-8") as lines:
            yield from _read(lines, zone, as_of)
    except (OSError, UnicodeDecodeError) as wrong:
        raise WrongQuestion(f"{name}: {wrong}") from wrong
    except BadLine as wrong:
        raise WrongQuestion(f"{name}: {wrong}") from wrong


def _read(lines: Iterable[str], zone: ZoneInfo, as_of: datetime | None) -> Iterator[Observation]:
    yield from read_history(lines, zone=zone, as_of=as_of or datetime.now(UTC))


def brands_of(question: Question) -> list[Any]:
    """The brands that it asks about; WrongQuestion without any."""
    from muhatap.brands.queries import all_brands

    brands = [each for each in all_brands() if question.brand in (None, each.code)]
    if not brands:
        raise WrongQuestion(f"no such brand: {question.brand or 'none yet'}")
    return brands


def measures_of(ids: Sequence[str]) -> list[Measure]:
    """The measures with these ids, all without any; WrongQuestion."""
    known = MEASURES | (_own() if any(each.startswith(OWN) for each in ids) else {})
    if unknown := [each for each in ids if each not in known]:
        raise WrongQuestion(f"no such measure: {', '.join(unknown)} (muhatap report list)")
    return [known[each] for each in ids] if ids else list(MEASURES.values())


def _own() -> dict[str, Measure]:
    """The measures of the brands' own survey questions, which the database alone knows."""
    from muhatap.brands.queries import all_brands
    from muhatap.reports.own import own_measures

    return own_measures(all_brands())


def _days(options: argparse.Namespace) -> tuple[date, date]:
    if options.period:
        if options.since or options.last or not _MONTH.fullmatch(options.period):
            raise WrongQuestion("--period is a month such as 2026-10, without --from and --to")
        since = date.fromisoformat(f"{options.period}-01")
        return since, (since + timedelta(days=32)).replace(day=1)
    today = datetime.now(UTC).date()
    first = date(1, 1, 2) if options.history else today.replace(month=1, day=1)
    try:
        since = date.fromisoformat(options.since) if options.since else first
        last = (
            date.fromisoformat(options.last)
            if options.last
            else date(9999, 12, 30)
            if options.history
            else today
        )
    except ValueError as wrong:
        raise WrongQuestion("--from and --to are days such as 2026-01-31") from wrong
    if last < since or last == date.max:
        raise WrongQuestion("--to lies before --from")
    return since, last + timedelta(days=1)


def _where(said: Sequence[str]) -> dict[str, str]:
    where = {}
    for each in said:
        name, equals, value = each.partition("=")
        if not equals or name not in DIMENSIONS:
            raise WrongQuestion(f"--where {each}: NAME=VALUE, NAME one of {', '.join(DIMENSIONS)}")
        where[name] = value
    return where


def _as_of(options: argparse.Namespace) -> datetime | None:
    if not options.as_of:
        return None
    try:
        at = datetime.fromisoformat(options.as_of)
    except ValueError as wrong:
        raise WrongQuestion("--as-of is a moment such as 2026-11-01T00:00:00+03:00") from wrong
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(options.zone))
