"""The cases of the last days with their clocks, read in batches for a replay; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.charters.replaying import PastCase, PastClock
from muhatap.charters.routing import Stood
from muhatap.promises.lifecycle import COURSES, Happening
from muhatap.promises.models import Clock, Promise

BATCH = 1000
_CASE = (
    "id",
    "number",
    "topic__code",
    "queue__code",
    "kind",
    "channel",
    "priority",
    "customer__preferences",
    "resolved_at",
    "closed_at",
)
_CLOCK = (
    "case_id",
    "name",
    "promise_id",
    "started_at",
    "pauses",
    "paused_at",
    "stopped_at",
    "was_kept",
    "limit_at",
)


@dataclass(frozen=True, slots=True)
class Window:
    """Which cases are replayed: those received since a moment, and how many they are."""

    since: datetime
    cases: int


def window_of(brand: Brand, since: datetime, most: int | None = None) -> Window:
    """The cases since a moment, or only the newest of them where they are more than `most`."""
    cases = Case.objects.filter(brand=brand, received_at__gte=since)
    if most is not None:
        newest = cases.order_by("-received_at").values_list("received_at", flat=True)[most - 1 : most]
        since = next(iter(newest), since)
    return Window(since, Case.objects.filter(brand=brand, received_at__gte=since).count())


def past_cases(brand: Brand, since: datetime) -> Iterator[list[PastCase]]:
    """Batches of the cases received since a moment, each with all its clocks."""
    complex_ids = frozenset(
        row_id
        for row_id, conditions in Promise.objects.filter(brand=brand).values_list("id", "conditions")
        if "complex" in conditions.get("complexity", ())
    )
    after = 0
    while True:
        rows = list(
            Case.objects.filter(brand=brand, received_at__gte=since, id__gt=after)
            .order_by("id")
            .values_list(*_CASE)[:BATCH]
        )
        if not rows:
            return
        after = rows[-1][0]
        clocks: dict[int, list[tuple[Any, ...]]] = {row[0]: [] for row in rows}
        for clock in Clock.objects.filter(case_id__in=list(clocks)).order_by("id").values_list(*_CLOCK):
            clocks[clock[0]].append(clock)
        yield [_case(row, clocks[row[0]], complex_ids) for row in rows]


def _case(row: tuple[Any, ...], clocks: list[tuple[Any, ...]], complex_ids: frozenset[int]) -> PastCase:
    _id, number, topic, queue, kind, channel, priority, preferences, resolved_at, closed_at = row
    stood = Stood(
        topic=topic or "",
        queue=queue or "",
        kind=kind,
        channel=channel,
        priority=priority,
        plan=preferences.get("plan", "") if preferences else "",
        country=preferences.get("country", "") if preferences else "",
        complexity="complex" if any(clock[2] in complex_ids for clock in clocks) else "standard",
    )
    ended = {resolved_at, closed_at} - {None}
    return PastCase(number, stood, [_clock(clock, ended) for clock in clocks])


def _clock(row: tuple[Any, ...], ended: set[datetime]) -> PastClock:
    _id, name, _promise, started_at, pauses, paused_at, stopped_at, was_kept, limit_at = row
    done = was_kept is not False
    if was_kept is False and stopped_at > limit_at:
        # Late, and perhaps never: a case that ended also ends the clocks of what was not done by then.
        done = Happening.RESOLVED in COURSES[name].stops or stopped_at not in ended
    return PastClock(name, started_at, pauses, paused_at, stopped_at, done)
