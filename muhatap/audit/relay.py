"""The relay: after its commit every event gets a public number, and each listener hears of it once."""

import json
import logging
import time
import traceback
from collections import deque
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from muhatap.audit.models import ErasableContent, Event, Lease, ListenerRun, Publication
from muhatap.audit.recording import Listener, finds_nothing, kinds_of_facts, reaction_to, unit_of_work
from muhatap.audit.turns import LONGEST_HOLD, without_patience, write_turn
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.kernel.facts import Fact, restored, upcast
from muhatap.kernel.limits import within
from muhatap.kernel.tracing import say, spanned

_log = logging.getLogger("muhatap.relay")
_RETRY = (1, 5, 30, 300, 3600, 6 * 3600)
_PUBLISHING = "publishing"
# A listener that has not ended by then is broken off and tried again like one that failed.
_LONGEST_SECONDS = 60.0
_ENDED_PROCESS = "ProcessEnded: the process ended while this ran"
_TRIED = ["error", "given_up_at", "next_try_at", "attempts"]
_COLUMNS = ("id", "kind", "stream_id", "brand_id")
# A listener that waited so long goes in turn with the people at the pages.
_LONG_DUE = timedelta(seconds=10)
# After so long the next events are numbered first: open pages wait for those.
_LONGEST_ROUND = 0.5


@dataclass(frozen=True, slots=True)
class Published:
    """An event that has just become public."""

    seq: int
    event_id: int
    kind: str
    stream_id: int
    brand_id: int | None


def publish(*, at: datetime, limit: int = 500) -> list[Published]:
    """Number the committed events that have no number yet and queue their listeners."""
    ids = _without_number(limit)
    if not ids:
        return []
    # An event never changes, so it is read before the lock that others wait for.
    events = {row[0]: row[1:] for row in Event.objects.filter(id__in=ids).values_list(*_COLUMNS)}
    listeners = {kind: _listeners(kind) for kind in {kind for kind, _, _ in events.values()}}
    with write_turn(), transaction.atomic():
        # One publisher at a time, so that a reader who has seen number n has seen all below it.
        Lease.objects.get_or_create(name=_PUBLISHING, defaults={"holder": "", "until": at})
        Lease.objects.select_for_update().get(name=_PUBLISHING)
        still = set(_without_number(limit))
        seq = Publication.objects.aggregate(last=Max("published_seq"))["last"] or 0
        numbers = list(enumerate((event_id for event_id in ids if event_id in still), seq + 1))
        _number(numbers)
        published = [Published(seq, each, *events[each]) for seq, each in numbers if each in events]
        ListenerRun.objects.bulk_create(
            ListenerRun(event_id=event.event_id, listener=name, next_try_at=at)
            for event in published
            for name in listeners[event.kind]
        )
    for event_id in (each for _, each in numbers if each not in events):
        # Somebody removed it: the numbers go on, and the verification says what is missing.
        _log.error("event %s is gone", event_id)
    return published


def _without_number(limit: int) -> list[int]:
    waiting = Publication.objects.filter(published_seq__isnull=True).order_by("event_id")
    return list(waiting.values_list("event_id", flat=True)[:limit])


def _number(numbers: Sequence[tuple[int, int]]) -> None:
    table = Publication._meta.db_table
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET published_seq = %s WHERE event_id = %s", numbers)  # noqa: S608


def published_after(seq: int, *, limit: int) -> list[Published]:
    """What became public after a number, oldest first; what is gone from the log is left out."""
    rows = Publication.objects.filter(published_seq__gt=seq).order_by("published_seq")
    seqs = dict(rows.values_list("event_id", "published_seq")[:limit])
    events = Event.objects.filter(id__in=seqs).values_list("id", "kind", "stream_id", "brand_id")
    found = [Published(seqs[event_id], event_id, *rest) for event_id, *rest in events]
    return sorted(found, key=lambda each: each.seq)


def run_listeners(*, at: datetime, limit: int = 200) -> int:
    """Run the listeners that are due, oldest first, for about half a second; returns how many were tried.

    On SQLite those that were never tried share a transaction for as long as others can wait, each on a
    savepoint of its own: to commit and to wait for the next turn takes longer than most of them.
    """
    due = _waiting(at).order_by("next_try_at", "id").values_list("id", "next_try_at", "attempts")[:limit]
    waiting = deque(due)
    nothing = _with_nothing_to_do([each[0] for each in waiting if _is_fresh(*each[1:], at)], at)
    until = time.monotonic() + _LONGEST_ROUND
    tried = len(nothing)
    while waiting and time.monotonic() < until:
        run_id, due_at, attempts = waiting[0]
        if run_id in nothing:
            waiting.popleft()
        elif _is_fresh(due_at, attempts, at) and connection.vendor == "sqlite":
            tried += _run_fresh(waiting, nothing, at)
        else:
            waiting.popleft()
            tried += _run_alone(run_id, due_at, attempts, at)
    return tried


def _is_fresh(due_at: datetime, attempts: int, at: datetime) -> bool:
    return not attempts and at - due_at <= _LONG_DUE


def _with_nothing_to_do(run_ids: list[int], at: datetime) -> set[int]:
    """Ask the listeners that look first, and note together which of these runs are over with that."""
    runs = list(ListenerRun.objects.filter(id__in=run_ids, attempts=0, done_at__isnull=True))
    events = Event.objects.in_bulk({run.event_id for run in runs})
    nothing = set()
    for run in runs:
        event = events.get(run.event_id)
        listener = event and _listeners(event.kind).get(run.listener)
        if not getattr(listener, "looks_first", False):
            continue
        with within(_LONGEST_SECONDS):
            if finds_nothing(listener, fact_of(event), by=actor_of(event), at=at, event_id=event.id):
                nothing.add(run.id)
    if nothing:
        ListenerRun.objects.filter(id__in=nothing, done_at__isnull=True).update(done_at=at)
    return nothing


def _run_fresh(waiting: deque[tuple[int, datetime, int]], but: set[int], at: datetime) -> int:
    tried = 0
    with write_turn(), transaction.atomic():
        until = time.monotonic() + LONGEST_HOLD
        while waiting and _is_fresh(*waiting[0][1:], at) and time.monotonic() < until:
            run_id = waiting.popleft()[0]
            if run_id not in but:
                tried += _run_once(run_id, 0, at, is_noted=False)
    return tried


def _run_alone(run_id: int, due_at: datetime, attempts: int, at: datetime) -> int:
    is_long_due = at - due_at > _LONG_DUE
    # What ends its process can say nothing afterwards, and would be the first again after every restart.
    is_noted = bool(attempts) or is_long_due
    if is_noted and not _note_try(run_id, attempts, at):
        return 0
    with without_patience() if is_long_due else nullcontext():
        return _run_once(run_id, attempts + is_noted, at, is_noted=is_noted)


def _waiting(at: datetime) -> QuerySet[ListenerRun]:
    # Never tried: due whatever its time says, which a clock that was ahead may have written.
    is_due = Q(next_try_at__lte=at) | Q(attempts=0)
    return ListenerRun.objects.filter(is_due, done_at__isnull=True, given_up_at__isnull=True)


def _note_try(run_id: int, attempts: int, at: datetime) -> bool:
    """Count a try before it is made, as one that ended its process; False when it is not to be made."""
    with transaction.atomic():
        run = _taken(run_id, attempts)
        if run is None:
            return False
        run.error = run.error or _ENDED_PROCESS
        is_over = run.attempts > len(_RETRY)
        if is_over:
            run.given_up_at = at
        else:
            run.next_try_at = at + timedelta(seconds=_RETRY[min(attempts, len(_RETRY) - 1)])
            run.attempts += 1
        run.save(update_fields=_TRIED)
        return not is_over


def _taken(run_id: int, attempts: int) -> ListenerRun | None:
    skip = connection.features.has_select_for_update_skip_locked
    runs = ListenerRun.objects.select_for_update(skip_locked=skip)
    return runs.filter(id=run_id, attempts=attempts, done_at__isnull=True, given_up_at__isnull=True).first()


@spanned("listener")
def _run_once(run_id: int, attempts: int, at: datetime, *, is_noted: bool) -> int:
    try:
        with within(_LONGEST_SECONDS), unit_of_work():
            run = _taken(run_id, attempts)
            if run is None:
                return 0
            event = Event.objects.get(id=run.event_id)
            listener = _listeners(event.kind).get(run.listener)
            if listener is not None:
                say(listener=run.listener, fact=event.kind)
                listener(fact_of(event), by=actor_of(event), at=at, event_id=event.id)
            run.done_at = at
            run.save(update_fields=["done_at"])
    except Exception:
        _log.exception("listener failed", extra={"run": run_id})
        _try_later(run_id, at, traceback.format_exc(limit=-4), is_noted=is_noted)
    return 1


def _try_later(run_id: int, at: datetime, error: str, *, is_noted: bool) -> None:
    with transaction.atomic():
        run = ListenerRun.objects.select_for_update().get(id=run_id)
        if run.done_at is not None:
            return
        run.error = error[-4000:]
        if not is_noted:
            run.next_try_at = at + timedelta(seconds=_RETRY[min(run.attempts, len(_RETRY) - 1)])
            run.attempts += 1
        if run.attempts > len(_RETRY):
            run.given_up_at = at
        run.save(update_fields=_TRIED)


def listeners_given_up(brand_ids: list[int] | None = None, limit: int = 100) -> list[ListenerRun]:
    """The newest listeners that failed every time and wait for a person; of all brands, or of these."""
    runs = ListenerRun.objects.filter(given_up_at__isnull=False)
    if brand_ids is not None:
        runs = runs.filter(Exists(Event.objects.filter(id=OuterRef("event_id"), brand_id__in=brand_ids)))
    return list(runs.order_by("-given_up_at", "-id")[:limit])


def fact_of(event: Event) -> Fact:
    """The fact that an event recorded, with what has not been erased of it."""
    values = json.loads(event.content)
    if event.digests:
        row = ErasableContent.objects.filter(event_id=event.id).first()
        values |= {name: part["value"] for name, part in json.loads(row.fields).items()} if row else {}
    kind = kinds_of_facts()[event.kind]
    return restored(kind, upcast(kind, event.schema, values))


def actor_of(event: Event) -> Actor:
    """Who did what an event recorded."""
    return Actor(ActorKind(event.actor_kind), event.actor_id, event.actor_label)


def _listeners(kind: str) -> dict[str, Listener]:
    fact = kinds_of_facts().get(kind)
    if fact is None:
        return {}
    return {f"{each.__module__}.{each.__qualname__}": each for each in reaction_to(fact).afterwards}
