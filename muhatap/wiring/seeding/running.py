"""Running a seeding: worker processes tell the stories, and the rows go into the database."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, connections, transaction
from tqdm import tqdm

from muhatap.audit.models import Publication
from muhatap.cases.counters import reserve_counters, used_counters
from muhatap.cases.models import Case
from muhatap.wiring.seeding.ground import Ground, lay_ground
from muhatap.wiring.seeding.indexes import indexes_aside, restore_indexes
from muhatap.wiring.seeding.loading import PostgresLoader, SqliteLoader
from muhatap.wiring.seeding.stories import IDS_OF_A_CASE, Plan, Storyteller
from muhatap.wiring.seeding.tables import Chunk, tables

_LOW_BITS = 1 << 21


class Refused(Exception):
    """The database holds cases already, or has no room for another run."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a seeding made."""

    cases: int
    open_cases: int
    events: int
    seconds: float


def seed(
    *,
    cases: int,
    open_cases: int | None = None,
    seed: int = 1,
    append: bool = False,
    processes: int | None = None,
    show_progress: bool = False,
) -> Seeded:
    """Make cases of two years in bulk, chains and search index included; Refused where cases are already."""
    began = time.monotonic()
    restore_indexes()
    is_empty = not Case.objects.exists()
    if not is_empty and not append:
        raise Refused("There are cases already. Seed an empty data folder, or say --append.")
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    ground = lay_ground(at=now)
    wanted = max(1, cases * 3 // 100) if open_cases is None else min(open_cases, cases)
    plan = Plan(
        cases=cases,
        open_cases=wanted,
        seed=seed,
        now=now,
        run=0 if is_empty else _next_run(),
        used=tuple(used_counters().items()),
    )
    _reserve_numbers(plan)
    aside = indexes_aside([table.name for table in tables()]) if is_empty else nullcontext()
    with aside, tqdm(total=cases, unit=" cases", disable=not show_progress) as bar:
        try:
            made = _load(ground, plan, is_empty, processes or max(1, os.cpu_count() or 1), bar)
        finally:
            events = _publish()
    _learn_statistics()
    return Seeded(cases, made, events, time.monotonic() - began)


def _load(ground: Ground, plan: Plan, is_empty: bool, processes: int, bar: tqdm) -> int:
    if connection.vendor == "sqlite":
        loader = SqliteLoader(is_fulltext_aside=is_empty)
        work, write = _tell, loader.write
    else:
        loader, work, write = None, _tell_and_copy, None
    made = 0
    try:
        with _chunks(ground, plan, processes, work) as chunks:
            for chunk in chunks:
                if write is not None:
                    write(chunk)
                made += chunk.open_cases
                bar.update(chunk.cases)
    finally:
        if loader is not None:
            loader.close()
    return made


@contextmanager
def _chunks(
    ground: Ground, plan: Plan, processes: int, work: Callable[[int], Chunk]
) -> Iterator[Iterable[Chunk]]:
    """What the workers made, in order; one process works by itself, since forking is not always possible."""
    if processes == 1:
        _Worker.storyteller = Storyteller(ground, plan)
        try:
            yield map(work, range(plan.chunks))
        finally:
            if _Worker.loader is not None:
                _Worker.loader.close()
                _Worker.loader = None
        return
    context = multiprocessing.get_context("fork")
    if connection.vendor != "sqlite":
        connections.close_all()
    with context.Pool(processes, initializer=_begin, initargs=(ground, plan)) as pool:
        yield pool.imap(work, range(plan.chunks))


class _Worker:
    """What one worker process keeps between chunks."""

    storyteller: Storyteller
    loader: PostgresLoader | None = None


def _begin(ground: Ground, plan: Plan) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.storyteller = Storyteller(ground, plan)


def _tell(place: int) -> Chunk:
    return _Worker.storyteller.chunk(place)


def _tell_and_copy(place: int) -> Chunk:
    chunk = _Worker.storyteller.chunk(place)
    if _Worker.loader is None:
        _Worker.loader = PostgresLoader()
    _Worker.loader.write(chunk)
    return Chunk(chunk.cases, chunk.open_cases, {})


def _next_run() -> int:
    # Every run writes its own share of the low bits, so that two runs cannot make the same id.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX((id % {_LOW_BITS}) / {IDS_OF_A_CASE}) FROM cases_case")  # noqa: S608
        run = int(cursor.fetchone()[0] or 0) + 1
    if (run + 1) * IDS_OF_A_CASE > _LOW_BITS:
        raise Refused("No room for another run; seed an empty data folder.")
    return run


def _reserve_numbers(plan: Plan) -> None:
    with transaction.atomic():
        for year, used in plan.counters().items():
            reserve_counters(year, used)


def _publish() -> int:
    """Number the events that are not yet public, in the order of their time; returns how many."""
    last = Publication.objects.exclude(published_seq=None).order_by("-published_seq").first()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_publication (event_id, published_seq) "
            "SELECT id, %s + row_number() OVER (ORDER BY id) FROM audit_event e "
            "WHERE NOT EXISTS (SELECT 1 FROM audit_publication p WHERE p.event_id = e.id)",
            [last.published_seq if last else 0],
        )
        return int(cursor.rowcount)


def _learn_statistics() -> None:
    # SQLite plans better without: a desk of one brand makes the brand look like a fine thing to search by.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
