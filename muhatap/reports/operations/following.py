"""Keeping the observations: behind the relay, out of the published events, and all of them anew."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from muhatap.audit import relay
from muhatap.audit.models import Publication, Stream
from muhatap.audit.turns import write_turn
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.reports.folding import HEARD, RETURN_WINDOW, Folded
from muhatap.reports.models import Observed, Progress
from muhatap.reports.observations import DIMENSIONS, Observation
from muhatap.reports.operations.rolling import mark_dirty
from muhatap.reports.surroundings import Ground, fold_cases

FOLLOW, REBUILD = "follow", "rebuild"
_EVENTS = 1000
# Few enough that nobody waits for the lock of SQLite.
_CASES = 50


def follow_events(*, by: Actor, at: datetime, limit: int = _EVENTS) -> int:
    """Take up what was published since the last time; returns how many events were looked at."""
    progress = Progress.objects.filter(name=FOLLOW).first() or _begin(at, by)
    published = relay.published_after(progress.reached, limit=limit)
    heard = [event for event in published if event.kind in HEARD and event.brand_id is not None]
    touched = {event.stream_id for event in heard}
    touched |= _of_the_same_customers({each.stream_id for each in heard if each.kind == "case.opened"})
    write_cases(sorted(touched), at=at)
    last = published[-1].seq if published else _last_seq(progress.reached, limit)
    if last > progress.reached:
        Progress.objects.filter(name=FOLLOW, reached__lt=last).update(reached=last)
    return len(published)


def _begin(at: datetime, by: Actor) -> Progress:
    """What was published before the measures were kept is folded by a rebuild, not event by event."""
    last = Publication.objects.aggregate(last=Max("published_seq"))["last"] or 0
    progress, is_new = Progress.objects.get_or_create(name=FOLLOW, defaults={"reached": last})
    if is_new and last:
        begin_rebuild(by=by, at=at)
    return progress


def look_again(*, by: Actor, at: datetime, limit: int = 200) -> int:
    """Fold the cases again that time alone has changed; returns how many."""
    due = Observed.objects.filter(look_again_at__lte=at).order_by("look_again_at")
    case_ids = list(due.values_list("case_id", flat=True)[:limit])
    write_cases(case_ids, at=at)
    return len(case_ids)


def begin_rebuild(*, by: Actor, at: datetime) -> None:
    """Ask that the observations of all cases are written anew, from the first one on."""
    Progress.objects.update_or_create(
        name=REBUILD, defaults={"reached": 0, "done": 0, "asked_at": at, "ended_at": None}
    )


def rebuild(*, by: Actor, at: datetime) -> Iterator[int]:
    """Go on with the rebuild to its end; yields how many cases each portion wrote."""
    ground = Ground()
    while True:
        work = Progress.objects.get(name=REBUILD)
        case_ids = list(
            Case.objects.filter(id__gt=work.reached).order_by("id").values_list("id", flat=True)[: _CASES * 4]
        )
        if not case_ids:
            Progress.objects.filter(name=REBUILD).update(ended_at=at)
            return
        write_cases(case_ids, at=at, ground=ground)
        Progress.objects.filter(name=REBUILD).update(reached=case_ids[-1], done=work.done + len(case_ids))
        yield len(case_ids)


def go_on_rebuilding(*, by: Actor, at: datetime) -> int:
    """One portion of a rebuild that was asked for and is not over; returns its cases."""
    state = rebuild_state()
    if state is None or state.ended_at is not None:
        return 0
    return next(rebuild(by=by, at=at), 0)


def rebuild_state() -> Progress | None:
    """How far the last rebuild came, None where none was asked for."""
    return Progress.objects.filter(name=REBUILD).first()


def write_cases(case_ids: Sequence[int], *, at: datetime, ground: Ground | None = None) -> None:
    """Fold cases out of their events and write what changed."""
    if not case_ids:
        return
    ground = ground or Ground()
    for start in range(0, len(case_ids), _CASES):
        waiting = list(case_ids[start : start + _CASES])
        while waiting:
            lengths = _lengths(waiting)
            folded = fold_cases(waiting, ground=ground, as_of=at)
            waiting = _write(folded, lengths)


def _write(folded: dict[int, tuple[int, Folded]], lengths: dict[int, int]) -> list[int]:
    """Write the rows of cases; those of which more was told meanwhile come back to be folded again."""
    with write_turn(), transaction.atomic():
        # Whoever writes observations waits here, so that nobody overwrites newer ones with older.
        list(Progress.objects.select_for_update().filter(name=FOLLOW))
        again = [case_id for case_id, length in _lengths(list(folded)).items() if length != lengths[case_id]]
        ready = {case_id: each for case_id, each in folded.items() if case_id not in again}
        new = [
            row_of(seen, brand_id, place, case.look_again_at if place == 0 else None)
            for brand_id, case in ready.values()
            for place, seen in enumerate(case.observations)
        ]
        _replace(list(ready), new)
    return again


def _replace(case_ids: list[int], new: list[Observed]) -> None:
    old = {(row.case_id, row.place): row for row in Observed.objects.filter(case_id__in=case_ids)}
    changed: list[Observed] = []
    for row in new:
        before = old.pop((row.case_id, row.place), None)
        if before is not None and _is_same(before, row):
            continue
        if before is not None:
            row.id = before.id
            changed.append(before)
        changed.append(row)
    gone = list(old.values())
    Observed.objects.filter(id__in=[row.id for row in (*changed, *gone)]).delete()
    Observed.objects.bulk_create({row.id: row for row in changed}.values())
    mark_dirty({(row.brand_id, row.on) for row in (*changed, *gone)})


def _is_same(before: Observed, after: Observed) -> bool:
    names = ("brand_id", "kind", "subject", "at", "on", "values", "look_again_at", *DIMENSIONS)
    return all(getattr(before, name) == getattr(after, name) for name in names)


def row_of(
    seen: Observation, brand_id: int, place: int, look_again_at: datetime | None = None, source: str = ""
) -> Observed:
    """The row of an observation."""
    return Observed(
        brand_id=brand_id,
        kind=seen.kind.value,
        case_id=seen.case_id,
        place=place,
        source=source,
        subject=seen.subject,
        at=seen.at,
        on=seen.on,
        values=dict(seen.values),
        look_again_at=look_again_at,
        **{name: seen.place(name) for name in DIMENSIONS},
    )


def _lengths(case_ids: Sequence[int]) -> dict[int, int]:
    found = dict(Stream.objects.filter(id__in=case_ids).values_list("id", "length"))
    return {case_id: found.get(case_id, 0) for case_id in case_ids}


def _of_the_same_customers(case_ids: Iterable[int]) -> set[int]:
    """The cases whose first contact or return a newly opened one can change."""
    wanted = list(case_ids)
    if not wanted:
        return set()
    rows = Case.objects.filter(id__in=wanted).values_list("customer_id", "received_at")
    near = Q()
    for customer_id, received_at in rows:
        near |= Q(
            customer_id=customer_id,
            updated_at__gte=received_at - RETURN_WINDOW * 2,
            received_at__lte=received_at,
        )
    return set(Case.objects.filter(near).values_list("id", flat=True)) if near else set()


def _last_seq(reached: int, limit: int) -> int:
    """Where only events that are gone were published, the numbers go on."""
    seqs = Publication.objects.filter(published_seq__gt=reached).order_by("published_seq")
    found = list(seqs.values_list("published_seq", flat=True)[:limit])
    return found[-1] if found else reached
