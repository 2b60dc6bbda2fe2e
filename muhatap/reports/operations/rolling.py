"""Adding observations up by day, month, quarter and year. A day is always written as a whole."""

from datetime import date, datetime, timedelta

from django.db import transaction

from muhatap.audit.turns import Portions
from muhatap.kernel.actors import Actor
from muhatap.kernel.ids import time_of
from muhatap.reports.figures import add_cells
from muhatap.reports.grains import DAY, GRAINS, MONTH, QUARTER, YEAR, begin_of, end_of
from muhatap.reports.keeping import mark_dirty
from muhatap.reports.models import DirtyDay, Observed, Rollup
from muhatap.reports.queries import observation_of
from muhatap.reports.rollups import DETAILS, KEPT_UNDER, PAIRS, Tally, pack, unpack

CALM = timedelta(hours=1)


def mark_all_dirty(*, by: Actor, at: datetime) -> int:
    """Note every day that has observations or sums; returns how many."""
    days = set(Observed.objects.values_list("brand_id", "on").distinct())
    days |= set(Rollup.objects.filter(grain=DAY).values_list("brand_id", "begins_on").distinct())
    with transaction.atomic():
        mark_dirty(days)
    return len(days)


def roll_days(*, by: Actor, at: datetime, limit: int = 20) -> int:
    """Write the sums of days that were marked, the newest first; returns how many.

    When there are none, days whose sums were kept under the rules of another version are marked.
    """
    if not DirtyDay.objects.exists():
        _mark_outdated(limit)
    marked = list(DirtyDay.objects.order_by("-on", "brand_id")[:limit])
    portions = Portions(1)
    for dirty in marked:
        _roll_day(dirty, portions)
    return len(marked)


def roll_spans(*, by: Actor, at: datetime, limit: int = 1, calm: timedelta = CALM) -> int:
    """Join days to months, months to quarters and those to years; returns how many spans were written.

    Months whose days lie still are joined at once, coarser spans when their parts are as old as `calm`:
    a year that is written anew with each late reply would cost more than it saves.
    """
    written = 0
    for grain in (MONTH, QUARTER, YEAR):
        for brand_id, begins_on in _spans_to_join(grain, at - calm):
            if written >= limit:
                return written
            _join(grain, brand_id, begins_on)
            written += 1
    return written


def _mark_outdated(limit: int) -> None:
    days = Rollup.objects.filter(grain=DAY, pair=":".join(PAIRS[0])).exclude(rules=KEPT_UNDER)
    with transaction.atomic():
        mark_dirty(days.order_by("-begins_on").values_list("brand_id", "begins_on")[:limit])


def _roll_day(dirty: DirtyDay, portions: Portions) -> None:
    tally = Tally()
    for row in Observed.objects.filter(brand_id=dirty.brand_id, on=dirty.on).iterator(chunk_size=2000):
        tally.add(observation_of(row))
    rows = [
        Rollup(
            brand_id=dirty.brand_id,
            grain=DAY,
            begins_on=dirty.on,
            pair=":".join(pair),
            rules=KEPT_UNDER,
            cells=pack(cells),
        )
        for pair, cells in tally.by_pair().items()
        if cells
    ]
    with portions.turn():
        # Marked again since: what was read is old, and the next run has the last word.
        if not DirtyDay.objects.filter(id=dirty.id, mark=dirty.mark).delete()[0]:
            return
        mine = Rollup.objects.filter(brand_id=dirty.brand_id)
        for grain in GRAINS:
            mine.filter(grain=grain, begins_on=begin_of(grain, dirty.on)).delete()
        Rollup.objects.bulk_create(rows)


def _spans_to_join(grain: str, before: datetime) -> list[tuple[int, date]]:
    """The spans of a grain that are not there and whose parts all are, the oldest first."""
    finer = GRAINS[GRAINS.index(grain) - 1]
    rows = Rollup.objects.filter(pair=":".join(PAIRS[0]))
    days = set(rows.filter(grain=DAY).values_list("brand_id", "begins_on"))
    parts = {
        (brand_id, begins_on): row_id
        for brand_id, begins_on, row_id in rows.filter(grain=finer, rules=KEPT_UNDER).values_list(
            "brand_id", "begins_on", "id"
        )
    }
    restless = set(DirtyDay.objects.values_list("brand_id", "on"))
    restless |= {(brand, on) for brand, on in days if (brand, begin_of(finer, on)) not in parts}
    if grain != MONTH:
        restless |= {place for place, row_id in parts.items() if time_of(row_id) > before}
    joined = set(rows.filter(grain=grain, rules=KEPT_UNDER).values_list("brand_id", "begins_on"))
    wanted = {(brand, begin_of(grain, on)) for brand, on in parts} - joined
    wanted -= {(brand, begin_of(grain, on)) for brand, on in restless}
    return sorted(wanted, key=lambda each: each[1])


def _join(grain: str, brand_id: int, begins_on: date) -> None:
    """Join the parts of a span into one row for each pair."""
    finer, until, rows = GRAINS[GRAINS.index(grain) - 1], end_of(grain, begins_on), []
    mine = Rollup.objects.filter(brand_id=brand_id)
    parts = mine.filter(grain=finer, begins_on__gte=begins_on, begins_on__lt=until)
    seen: set[int] = set()
    for pair in (*PAIRS, DETAILS):
        joined: dict[tuple[str, ...], dict] = {}
        for row_id, cells in parts.filter(pair=":".join(pair)).values_list("id", "cells"):
            seen.add(row_id)
            add_cells(joined, unpack(bytes(cells)))
        rows.append(
            Rollup(
                brand_id=brand_id,
                grain=grain,
                begins_on=begins_on,
                pair=":".join(pair),
                rules=KEPT_UNDER,
                cells=pack(joined),  # type: ignore[arg-type]
            )
        )
    with Portions(1).turn():
        # A part written meanwhile has new rows: then the span waits for the next run.
        if set(parts.values_list("id", flat=True)) != seen:
            return
        mine.filter(grain=grain, begins_on=begins_on).delete()
        Rollup.objects.bulk_create(rows)
