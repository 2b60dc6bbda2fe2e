"""What the public page says of a brand: one document for thirty days up to a day, as known at its midnight.

The same events give the same document for ever, since nothing that came after that midnight is read.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import batched
from math import inf
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from muhatap.audit.merkle import Tree
from muhatap.audit.models import Event
from muhatap.audit.receipts import receipt_code
from muhatap.brands.models import Brand
from muhatap.brands.queries import charter_versions, section_of
from muhatap.reports import queries
from muhatap.reports.catalogue import MEASURES, RULES
from muhatap.reports.figures import Figure, figure_of, grouped
from muhatap.reports.measures import PUBLIC_SMALL, Measure
from muhatap.reports.models import Observed
from muhatap.reports.observations import Kind, Observation
from muhatap.reports.suppressing import hidden_among
from muhatap.reports.surroundings import Ground, fold_cases

FORMAT = "muhatap-performance-1"
REPORT_FORMAT = "muhatap-performance-report-1"
DAYS = 30
PUBLISHED = (
    *("sla_attainment", "promise_kept", "frt_median", "frt_p90", "resolution_median", "resolution_p90"),
    *("resolution_rate", "case_reopen_rate", "cases_received", "complaints_received", "uphold_rate"),
    *("overturn_rate", "appeal_reversal", "csat", "csat_mean", "nps", "ces", "survey_response"),
)
BROKEN_DOWN = ("cases_received", "sla_attainment", "frt_median", "resolution_median", "csat")
DIMENSIONS = ("channel", "topic")
_JUDGED = frozenset({"kept", "missed", "late"})
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Disclosed:
    """The document of a day, and the hashes of its cases' receipts in the order of their tree."""

    document: dict[str, Any]
    leaves: tuple[bytes, ...] = ()


def midnight_after(day: date, zone: str) -> datetime:
    """The moment at which a day is over in this zone."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)


def rule_of(brand: Brand, at: datetime) -> Mapping[str, Any]:
    """The section `publication` of the charter that was in force at a moment, of the first one before it."""
    numbers = [number for number, applied_at in charter_versions(brand) if applied_at <= at]
    first = [number for number, _ in charter_versions(brand)[:1]]
    number = (numbers or first or [0])[-1]
    return section_of(brand, "publication", number) or {}


def publishes(brand: Brand) -> bool:
    """Whether the charter in force lets the public see how its promises are kept."""
    rule = section_of(brand, "publication") or {}
    return rule.get("performance", "quarterly") != "none" and bool(brand.charter_number)


def disclosed_day(brand: Brand, day: date) -> Disclosed:
    """What is public of the thirty days up to `day`, and the tree of the cases that came on it."""
    period = queries.Period(day - timedelta(days=DAYS - 1), day + timedelta(days=1))
    as_of = midnight_after(day, brand.zone)
    seen = list(queries.observations(period, brand=brand, as_of=as_of))
    smallest = smallest_of(brand, as_of)
    leaves = _leaves([each for each in seen if each.on == day])
    document = {
        "format": FORMAT,
        "brand": brand.code,
        "day": day.isoformat(),
        "since": period.since.isoformat(),
        "as_of": as_of.isoformat(),
        "zone": brand.zone,
        "rules": RULES,
        "smallest_count": smallest,
        "cases_of_the_day": _tree_told(leaves, smallest),
        **figures_told(seen, smallest),
        "backlog": _backlog(brand, period, as_of, smallest),
    }
    return Disclosed(document, leaves)


def disclosed_period(brand: Brand, since: date, until: date) -> dict[str, Any]:
    """The figures of the cases that came in a period, as known at its last midnight."""
    as_of = midnight_after(until - timedelta(days=1), brand.zone)
    seen = list(queries.observations(queries.Period(since, until), brand=brand, as_of=as_of))
    smallest = smallest_of(brand, as_of)
    return {
        "format": REPORT_FORMAT,
        "brand": brand.code,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "as_of": as_of.isoformat(),
        "zone": brand.zone,
        "rules": RULES,
        "smallest_count": smallest,
        **figures_told(seen, smallest),
    }


def smallest_of(brand: Brand, at: datetime) -> int:
    """Below how many a figure is hidden: as the charter says, never below what the measures say."""
    return max(PUBLIC_SMALL, int(rule_of(brand, at).get("smallest_count", PUBLIC_SMALL)))


def figures_told(seen: Sequence[Observation], smallest: int) -> dict[str, Any]:
    """The figures of these observations as a whole, by channel and topic, by promise, and why ones broke."""
    whole = grouped(seen, ()).get((), {})
    return {
        "figures": [
            _told(figure, figure.size < smallest)
            for figure in (figure_of(MEASURES[kpi], (), whole) for kpi in PUBLISHED)
        ],
        **{f"by_{name}": _by(name, seen, smallest) for name in DIMENSIONS},
        "promises": _promises(seen, smallest),
        "causes": _causes(seen, smallest),
    }


def leaf_of(number: str, code: str) -> bytes:
    """The hash of a case's receipt; nobody makes it without number and receipt code."""
    return hashlib.sha256(f"{FORMAT}\n{number}\n{code}\n".encode()).digest()


def tree_of(leaves: Sequence[bytes], watched: int = -1) -> Tree:
    """The tree (RFC 9162) over these hashes."""
    tree = Tree(watched)
    for leaf in leaves:
        tree.add(leaf)
    return tree


def _told(figure: Figure, is_hidden: bool) -> dict[str, Any]:
    measure: Measure = figure.measure
    told: dict[str, Any] = {"kpi": measure.id, "version": measure.version}
    if is_hidden:
        return told | {"hidden": True}
    return told | {
        "value": None if figure.value is None else str(figure.value),
        "n": figure.size,
        "numerator": figure.part,
        "denominator": figure.whole,
    }


def _by(name: str, seen: Sequence[Observation], smallest: int) -> list[dict[str, Any]]:
    groups = grouped(seen, (name,))
    rows = {key[0]: {} for key in groups}
    for kpi in BROKEN_DOWN:
        figures = {key[0]: figure_of(MEASURES[kpi], key, cell) for key, cell in groups.items()}
        hidden = hidden_among({code: each.size for code, each in figures.items()}, smallest)
        for code, figure in figures.items():
            rows[code][kpi] = _told(figure, code in hidden or figure.size < smallest)
    return [
        {name: code, "figures": list(row.values())}
        for code, row in sorted(rows.items())
        if any("hidden" not in each for each in row.values())
    ]


def _promises(seen: Sequence[Observation], smallest: int) -> list[dict[str, Any]]:
    """How often each promise was kept, and the seconds in which half of them were done, pauses included."""
    judged: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    took: defaultdict[str, list[float]] = defaultdict(list)
    for _clock, code, result, seconds, _cause in _each_promise(seen):
        if code and result in _JUDGED:
            judged[code] += 1
            kept[code] += result == "kept"
            # What is still open takes longer than whatever is done.
            took[code] += [inf] if result == "late" else [] if seconds is None else [seconds]
    hidden = hidden_among(judged, smallest)
    return [
        {"promise": code, "hidden": True}
        if code in hidden
        else {
            "promise": code,
            "kept": kept[code],
            "due": count,
            "median_seconds": _middle(took[code], smallest),
        }
        for code, count in sorted(judged.items())
    ]


def _middle(seconds: Sequence[float], smallest: int) -> int | None:
    """The time within which half of them were done; None where fewer are done yet, or too few are known."""
    if len(seconds) < smallest:
        return None
    middle = sorted(seconds)[(len(seconds) - 1) // 2]
    return None if middle == inf else int(middle)


def _causes(seen: Sequence[Observation], smallest: int) -> list[dict[str, Any]]:
    """Why promises were broken, by clock; what is rare is told by the clock alone, or not at all."""
    broken: Counter[tuple[str, str]] = Counter()
    for clock, _code, result, _seconds, cause in _each_promise(seen):
        if result in {"missed", "late"}:
            broken[clock, cause] += 1
    clocks: Counter[str] = Counter()
    for (clock, _), count in broken.items():
        clocks[clock] += count
    told = []
    for clock, count in sorted(clocks.items(), key=lambda item: (-item[1], item[0])):
        if count < smallest:
            continue
        parts = {cause: each for (of, cause), each in broken.items() if of == clock}
        hidden = hidden_among(parts, smallest)
        causes = sorted((-each, cause) for cause, each in parts.items() if cause not in hidden)
        told.append(
            {"clock": clock, "broken": count, "causes": [{"cause": c, "broken": -n} for n, c in causes]}
        )
    return told


def _each_promise(seen: Sequence[Observation]) -> list[Sequence[Any]]:
    return [
        promise
        for each in seen
        if each.kind in {Kind.CASE, Kind.PROMISE} and not each.excluded
        for promise in each.values.get("promises", ())
    ]


def _backlog(brand: Brand, period: queries.Period, as_of: datetime, smallest: int) -> dict[str, Any]:
    """How many cases were open at that midnight, and their age: median and ninth decile, in hours."""
    ages = sorted((as_of - at) // timedelta(hours=1) for at in _open_since(brand, period.until, as_of))
    if len(ages) < smallest:
        return {"hidden": True}
    nearest = -(-9 * len(ages) // 10) - 1
    return {"open": len(ages), "median_hours": ages[len(ages) // 2], "p90_hours": ages[nearest]}


def _open_since(brand: Brand, until: date, as_of: datetime) -> list[datetime]:
    ended_at = int(as_of.timestamp())
    rows = Observed.objects.filter(
        Q(values__ended__isnull=True) | Q(values__ended__gt=ended_at),
        brand=brand,
        kind=Kind.CASE.value,
        on__lt=until,
        case_id__isnull=False,
    )
    ground, found = Ground(), []
    for portion in batched(rows.order_by("case_id").values_list("case_id", flat=True), _BATCH):
        for _, folded in fold_cases(portion, ground=ground, as_of=as_of).values():
            found += [
                each.at
                for each in folded.observations
                if each.kind is Kind.CASE and not each.excluded and "ended" not in each.values
            ]
    return found


def _leaves(seen: Sequence[Observation]) -> tuple[bytes, ...]:
    counted = {
        each.case_id: each.subject
        for each in seen
        if each.kind is Kind.CASE and each.case_id is not None and not each.excluded
    }
    found = []
    for portion in batched(sorted(counted), _BATCH):
        first = Event.objects.filter(stream_id__in=portion, seq=1)
        found += [
            leaf_of(counted[case_id], receipt_code(first_hash))
            for case_id, first_hash in first.values_list("stream_id", "hash")
        ]
    return tuple(sorted(found))


def _tree_told(leaves: Sequence[bytes], smallest: int) -> dict[str, Any]:
    told: dict[str, Any] = {"root": tree_of(leaves).root().hex()}
    return told | ({"receipts": len(leaves)} if len(leaves) >= smallest else {"hidden": True})
