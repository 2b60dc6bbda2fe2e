"""Due times with a year of holidays, clocks after a calendar change, and a sweep among a million clocks."""

import random
import time
from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta

from bench.driver import Driver
from bench.figures import Figure, middle, share
from bench.one import Bench

_MILLION = 1_000_000
_DUE = 200
_LOOKS = 25
_MOVED = 1_000
_SINGLE_DUES = 100_000


def measure(bench: Bench) -> list[Figure]:
    """Everything about clocks that can be said in numbers."""
    return [measure_dues(), *measure_recomputing(bench), measure_sweep(bench), measure_replay(bench)]


def measure_dues() -> Figure:
    """Eight open hours from random moments of a year with its holidays, beside two look-ups in flat lists."""
    from muhatap.calendars.feasts import with_public_holidays
    from muhatap.calendars.hours import Schedule, Span, due_at

    office = (*(((540, 1080),),) * 5, (), ())
    schedule = with_public_holidays(Schedule("Europe/Istanbul", office), "TR", [2026, 2027])
    choose, first = random.Random(1), datetime(2026, 1, 1, tzinfo=UTC)
    starts = [first + timedelta(seconds=choose.randrange(365 * 86_400)) for _ in range(_SINGLE_DUES)]
    span = Span(8, "bh")
    for start in starts[:2000]:
        due_at(schedule, start, span)
    began = time.perf_counter()
    for start in starts:
        due_at(schedule, start, span)
    rate = len(starts) / (time.perf_counter() - began)
    note = f"pure, one process; the limit looks twice in flat lists, as any calendar must; {len(starts)} dues"
    return Figure("due times with a year of holidays", rate, "/s", _flat_rate(schedule, starts), note=note)


def measure_recomputing(bench: Bench) -> list[Figure]:
    """Running clocks reckoned anew and moved after a charter's calendar or law was corrected; rolled back."""
    from django.db import transaction

    from muhatap.brands.models import Brand
    from muhatap.kernel.actors import Actor
    from muhatap.promises import operations as promises

    brand = Brand.objects.get(id=bench.brand_id)
    at, by = datetime.now(UTC), Actor.system("bench")
    with transaction.atomic():
        _correct(brand, at, keep=0)
        began = time.perf_counter()
        trial = promises.recompute_clocks(brand=brand, is_trial=True, by=by, at=at)
        reckoned = trial.clocks / (time.perf_counter() - began)
        transaction.set_rollback(True)
    brand.refresh_from_db()
    with transaction.atomic():
        _correct(brand, at, keep=_MOVED)
        began = time.perf_counter()
        done = promises.recompute_clocks(brand=brand, by=by, at=at)
        moved = done.earlier / (time.perf_counter() - began)
        transaction.set_rollback(True)
    limit = _reading_rate(bench, trial.clocks)
    return [
        Figure(
            "clocks recomputed after a calendar change", reckoned, "/s", limit,
            note=f"{trial.clocks} running clocks, read and reckoned; the limit reads the same columns",
        ),
        Figure(
            "clocks moved by it, with event and list", moved, "/s", note=f"{done.earlier} moved one by one"
        ),
    ]  # fmt: skip


def measure_sweep(bench: Bench) -> Figure:
    """Find 200 due clocks among a million running ones and lock them; the million is rolled back."""
    from django.db import connection, transaction

    from muhatap.promises.models import Clock
    from muhatap.promises.queries import due_clock_ids

    at = datetime.now(UTC)
    times = []
    with transaction.atomic():
        Clock.objects.filter(stopped_at__isnull=True).update(next_step_at=None)
        _fill(connection, at)
        for _ in range(_LOOKS):
            began = time.perf_counter()
            found = due_clock_ids(at, _DUE)
            claimed = list(Clock.objects.select_for_update(of=("self",)).filter(id__in=found))
            times.append((time.perf_counter() - began) * 1000)
        transaction.set_rollback(True)
    note = f"{len(claimed)} of {_MILLION} running clocks are due"
    return Figure(
        "sweep: find and claim", middle(times), "ms", p95=share(times, 95), aim="p50 ≤ 20 ms", note=note
    )


def measure_replay(bench: Bench) -> Figure:
    """Every case reckoned under its charter and under one in which each promise lasts another time."""
    from dataclasses import replace

    from muhatap.brands.models import Brand
    from muhatap.charters.planning import Asked, replay_charter, running_charter

    brand = Brand.objects.get(id=bench.brand_id)
    running = running_charter(brand)[1]
    calendars = tuple(replace(each, half_days_count=not each.half_days_count) for each in running.calendars)
    promises = tuple(
        replace(each, limit=f"{index + 100}h", law="") for index, each in enumerate(running.promises)
    )
    other = replace(running, calendars=calendars, promises=promises)
    began = time.perf_counter()
    replay = replay_charter(brand, running, other, datetime.now(UTC), Asked(days=3650))
    took = time.perf_counter() - began
    note = f"{replay.cases} cases, {replay.clocks} clocks, {replay.moved} due times move; {took:.1f} s"
    aim = "100,000 cases in 60 s: 1,667/s"
    return Figure(
        "plan: cases replayed against another charter", replay.cases / took, "/s", aim=aim, note=note
    )


def _correct(brand: object, at: datetime, keep: int) -> None:
    """A next charter version in which a law gives every promise of one clock a day less."""
    from muhatap.promises.models import Clock, Promise

    running = Clock.objects.filter(brand=brand, stopped_at__isnull=True)
    if keep:
        kept = list(running.order_by("id").values_list("id", flat=True)[:keep])
        running.exclude(id__in=kept).update(stopped_at=at, was_kept=True)
    brand.charter_number += 1
    for old in Promise.objects.filter(brand=brand, retired_at__isnull=True):
        Promise.objects.filter(id=old.id).update(law="bench", last_day="stay", retired_at=at)
        new = Promise(
            brand=brand, code=old.code, clock=old.clock, names=old.names, limit="1d",
            schedule=old.schedule, conditions=old.conditions, ladder=old.ladder, law="bench",
            last_day="stay", charter_version=brand.charter_number, position=old.position,
        )  # fmt: skip
        new.save(force_insert=True)
    _forget_rules()


def _forget_rules() -> None:
    from muhatap.promises import rules

    rules._rules.cache_clear()
    rules.rule_with_id.cache_clear()


def _fill(connection: object, at: datetime) -> None:
    """A million running clocks, made by the database out of one that is there."""
    from muhatap.promises.models import Clock

    columns = [field.column for field in Clock._meta.concrete_fields]
    some = Clock.objects.order_by("id").values_list("id", flat=True).first()
    due, coming = at - timedelta(minutes=1), at + timedelta(days=1)
    if connection.vendor == "sqlite":
        numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {_MILLION}) "
        source, moments = "n", [moment.strftime("%Y-%m-%d %H:%M:%S.%f") for moment in (due, coming)]
    else:
        numbers, source, moments = "", f"generate_series(1, {_MILLION}) AS n(i)", [due, coming]
    chosen = {
        "id": "n.i",
        "name": "'b' || n.i",
        "next_step_at": f"CASE WHEN n.i <= {_DUE} THEN %s ELSE %s END",
        "stopped_at": "NULL",
        "was_kept": "NULL",
        "paused_at": "NULL",
    }
    if connection.vendor == "postgresql":
        chosen["next_step_at"] = f"CASE WHEN n.i <= {_DUE} THEN %s::timestamptz ELSE %s::timestamptz END"
    picked = ", ".join(chosen.get(column, f'c."{column}"') for column in columns)
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO promises_clock ({named}) {numbers}SELECT {picked} FROM {source}, promises_clock c "
            f"WHERE c.id = {some}",
            moments,
        )
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE promises_clock")


def _flat_rate(schedule: object, starts: list[datetime]) -> float:
    opens, closes, worked, day = [], [], [0], date(2026, 1, 1)
    while day.year < 2028:
        for opening, closing in schedule.openings.on(day):
            opens.append(opening)
            closes.append(closing)
            worked.append(worked[-1] + closing - opening)
        day += timedelta(days=1)
    epoch, micro, amount = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1), 8 * 3600 * 1_000_000
    began = time.perf_counter()
    for start in starts:
        at = (start - epoch) // micro
        place = bisect_right(opens, at) - 1
        spent = 0 if place < 0 else worked[place] + min(at, closes[place]) - opens[place]
        index = bisect_left(worked, spent + amount, lo=1) - 1
        epoch + timedelta(microseconds=opens[index] + spent + amount - worked[index])
    return len(starts) / (time.perf_counter() - began)


def _reading_rate(bench: Bench, count: int) -> float:
    driver = Driver(bench.database)
    began, seen = time.perf_counter(), 0
    columns = "id, promise_id, started_at, pauses, limit_at"
    for _row in driver.raw.execute(f"SELECT {columns} FROM promises_clock WHERE stopped_at IS NULL"):
        seen += 1
    driver.close()
    return max(seen, 1) / (time.perf_counter() - began) if count else 0.0
