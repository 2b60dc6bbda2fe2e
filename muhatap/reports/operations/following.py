"""Keeping the observations: behind the relay, out of the published events, and all of them anew."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Max, Q

from muhatap.audit import relay
from muhatap.audit.models import Publication
from muhatap.audit.turns import Portions
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.reports.folding import HEARD, RETURN_WINDOW
from muhatap.reports.keeping import CASES_AT_ONCE, FOLLOW, REBUILD, write_cases
from muhatap.reports.models import Observed, Progress
from muhatap.reports.queries import is_rebuilding
from muhatap.reports.surroundings import Ground

_EVENTS = 1000


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
    ground, portions = Ground(), Portions(CASES_AT_ONCE)
    while True:
        work = Progress.objects.get(name=REBUILD)
        case_ids = list(
            Case.objects.filter(id__gt=work.reached)
            .order_by("id")
            .values_list("id", flat=True)[: CASES_AT_ONCE * 4]
        )
        # Asked for anew meanwhile, it goes on from the first case.
        same = Progress.objects.filter(name=REBUILD, asked_at=work.asked_at)
        if work.ended_at is not None:
            return
        if not case_ids:
            same.update(ended_at=at)
            return
        write_cases(case_ids, at=at, ground=ground, portions=portions)
        same.update(reached=case_ids[-1], done=work.done + len(case_ids))
        yield len(case_ids)


def go_on_rebuilding(*, by: Actor, at: datetime) -> int:
    """One portion of a rebuild that was asked for and is not over; returns its cases."""
    if not is_rebuilding():
        return 0
    return next(rebuild(by=by, at=at), 0)


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
