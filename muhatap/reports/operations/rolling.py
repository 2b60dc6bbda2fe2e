"""Adding observations up by day and month. A day is always written as a whole, so it never drifts."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from muhatap.audit.turns import write_turn
from muhatap.kernel.actors import Actor
from muhatap.reports.catalogue import RULES
from muhatap.reports.figures import add_cells
from muhatap.reports.keeping import mark_dirty
from muhatap.reports.models import DirtyDay, Observed, Rollup
from muhatap.reports.periods import month_after
from muhatap.reports.queries import observation_of
from muhatap.reports.rollups import DETAILS, PAIRS, Tally, pack, unpack

DAY, MONTH = "day", "month"


def mark_all_dirty(*, by: Actor, at: datetime) -> int:
    """Note every day that has observations or sums; returns how many."""
    days = set(Observed.objects.values_list("brand_id", "on").distinct())
    days |= set(Rollup.objects.filter(grain=DAY).values_list("brand_id", "begins_on").distinct())
    with transaction.atomic():
        mark_dirty(days)
    return len(days)


def roll_days(*, by: Actor, at: datetime, limit: int = 20) -> int:
    """Write the sums of days that were marked, the newest first; returns how many."""
    marked = list(DirtyDay.objects.order_by("-on", "brand_id")[:limit])
    for dirty in marked:
        _roll_day(dirty)
    return len(marked)


def roll_months(*, by: Actor, at: datetime, limit: int = 1) -> int:
    """Join the days of months that lie still into one row for each pair; returns how many months."""
    written = 0
    for brand_id, month in _months_to_join():
        if written >= limit:
            break
        _roll_month(brand_id, month)
        written += 1
    return written


def _roll_day(dirty: DirtyDay) -> None:
    tally = Tally()
    for row in Observed.objects.filter(brand_id=dirty.brand_id, on=dirty.on).iterator(chunk_size=2000):
        tally.add(observation_of(row))
    rows = [
        Rollup(
            brand_id=dirty.brand_id,
            grain=DAY,
            begins_on=dirty.on,
            pair=":".join(pair),
            rules=RULES,
            cells=pack(cells),
        )
        for pair, cells in tally.by_pair().items()
        if cells
    ]
    month = dirty.on.replace(day=1)
    with write_turn(), transaction.atomic():
        # Marked again since: what was read is old, and the next run has the last word.
        if not DirtyDay.objects.filter(id=dirty.id, mark=dirty.mark).delete()[0]:
            return
        mine = Rollup.objects.filter(brand_id=dirty.brand_id)
        mine.filter(grain=DAY, begins_on=dirty.on).delete()
        mine.filter(grain=MONTH, begins_on=month).delete()
        Rollup.objects.bulk_create(rows)


def _months_to_join() -> Iterator[tuple[int, date]]:
    days = Rollup.objects.filter(grain=DAY, pair=":".join(PAIRS[0]))
    found = {(brand_id, on.replace(day=1)) for brand_id, on in days.values_list("brand_id", "begins_on")}
    joined = set(
        Rollup.objects.filter(grain=MONTH, pair=":".join(PAIRS[0]), rules=RULES).values_list(
            "brand_id", "begins_on"
        )
    )
    restless = {
        (brand_id, on.replace(day=1)) for brand_id, on in DirtyDay.objects.values_list("brand_id", "on")
    }
    yield from sorted(found - joined - restless, key=lambda each: each[1])


def _roll_month(brand_id: int, month: date) -> None:
    until = month_after(month)
    rows = []
    days = Rollup.objects.filter(brand_id=brand_id, grain=DAY, begins_on__gte=month, begins_on__lt=until)
    seen: set[int] = set()
    for pair in (*PAIRS, DETAILS):
        joined: dict[tuple[str, ...], dict] = {}
        for row_id, cells in days.filter(pair=":".join(pair)).values_list("id", "cells"):
            seen.add(row_id)
            add_cells(joined, unpack(bytes(cells)))
        rows.append(
            Rollup(
                brand_id=brand_id,
                grain=MONTH,
                begins_on=month,
                pair=":".join(pair),
                rules=RULES,
                cells=pack(joined),  # type: ignore[arg-type]
            )
        )
    with write_turn(), transaction.atomic():
        # A day written meanwhile has new rows: then the month waits for the next run.
        if set(days.values_list("id", flat=True)) != seen:
            return
        Rollup.objects.filter(brand_id=brand_id, grain=MONTH, begins_on=month).delete()
        Rollup.objects.bulk_create(rows)
