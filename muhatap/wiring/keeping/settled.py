"""Which cases of closed years may go into the archive, and what keeps the others where they are."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import batched
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from muhatap.audit.models import Event, ListenerRun, Stream
from muhatap.brands.models import Brand
from muhatap.cases.models import Case, Joining, WorkItem, WorkState
from muhatap.cases.statuses import Status
from muhatap.channels.models import Callback, Chat, Delivery, DeliveryState, Doubt
from muhatap.complaints.models import Complaint, InformationRequest
from muhatap.evidence.models import DocumentRequest, LegalHold
from muhatap.letters.models import HeldReply, PreparedLetter
from muhatap.money.models import Remedy, RemedyState
from muhatap.problems.models import ProblemCase
from muhatap.problems.states import State
from muhatap.promises.models import Clock

_AT_ONCE = 500


def years_of(brand: Brand, before: int) -> list[int]:
    """The years before this one in which the brand closed cases that are not in the archive."""
    first = _closed(brand).order_by("closed_at").values_list("closed_at", flat=True).first()
    if first is None:
        return []
    return list(range(first.astimezone(ZoneInfo(brand.zone)).year, before))


def closed_in(brand: Brand, year: int, at_once: int) -> Iterator[list[int]]:
    """The cases that a brand closed in a year and that lie in no archive, by id, so many at a time."""
    begin, end = _bounds(brand, year)
    rows = _closed(brand).filter(closed_at__gte=begin, closed_at__lt=end).order_by("id")
    after = 0
    while found := list(rows.filter(id__gt=after).values_list("id", flat=True)[:at_once]):
        yield found
        after = found[-1]


def count_closed_in(brand: Brand, year: int) -> int:
    """How many these are."""
    begin, end = _bounds(brand, year)
    return _closed(brand).filter(closed_at__gte=begin, closed_at__lt=end).count()


def kept_back(brand: Brand, year: int, case_ids: Iterable[int]) -> dict[int, str]:
    """By case, the first reason for which it stays in the live tables."""
    _, end = _bounds(brand, year)
    found: dict[int, str] = {}
    for portion in batched(case_ids, _AT_ONCE):
        for reason, ids in _reasons(list(portion), end):
            for case_id in ids:
                found.setdefault(case_id, reason)
    return found


def _reasons(ids: list[int], end: datetime) -> Iterator[tuple[str, Iterable[int]]]:
    yield (
        "written on after the year",
        Stream.objects.filter(id__in=ids, changed_at__gte=end).values_list("id", flat=True),
    )
    yield from (
        ("on hold", _of(LegalHold, ids, released_at__isnull=True)),
        ("a clock is running", _of(Clock, ids, stopped_at__isnull=True)),
        ("the complaint is open", _of(Complaint, ids, is_open=True)),
        ("information is awaited", _of(InformationRequest, ids, answered_at__isnull=True)),
        ("documents are awaited", _of(DocumentRequest, ids, ended_at__isnull=True)),
        ("a department has work", _of(WorkItem, ids, state=WorkState.WAITING)),
        ("a remedy is open", _of(Remedy, ids, state__in=(RemedyState.OPEN, RemedyState.APPROVED))),
        ("a letter waits to leave", _of(Delivery, ids, state__in=_WAITING)),
        ("a letter is prepared", _of(PreparedLetter, ids, ended_at__isnull=True)),
        ("a reply is held", _of(HeldReply, ids)),
        ("a call is promised", _of(Callback, ids, ended_at__isnull=True)),
        ("a chat is open", _of(Chat, ids, ended_at__isnull=True)),
        ("it is not settled whose it is", _of(Doubt, ids, settled_at__isnull=True)),
    )  # fmt: skip
    tied = ProblemCase.objects.filter(case_id__in=ids, untied_at__isnull=True)
    yield "a problem is open", tied.exclude(problem__state__in=_ENDED).values_list("case_id", flat=True)
    joined = Joining.objects.filter(parted_at__isnull=True)
    yield "joined", joined.filter(case_id__in=ids).values_list("case_id", flat=True)
    yield "joined", joined.filter(into_id__in=ids).values_list("into_id", flat=True)
    runs = ListenerRun.objects.filter(event_id=OuterRef("id"), done_at__isnull=True)
    unheard = Event.objects.filter(Exists(runs), stream_id__in=ids)
    yield "something that follows from it failed or waits", unheard.values_list("stream_id", flat=True)


_ENDED = (State.CLOSED,)
_WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)


def _of(model: type, ids: list[int], **conditions: object) -> QuerySet:
    return model.objects.filter(case_id__in=ids, **conditions).values_list("case_id", flat=True)


def _closed(brand: Brand) -> QuerySet[Case]:
    whole = Stream.objects.filter(id=OuterRef("id"), archived_length__isnull=True)
    return Case.objects.filter(
        Exists(whole), brand_id=brand.id, status=Status.CLOSED, closed_at__isnull=False
    )


def _bounds(brand: Brand, year: int) -> tuple[datetime, datetime]:
    zone = ZoneInfo(brand.zone)
    begin, end = (datetime(each, 1, 1, tzinfo=zone).astimezone(UTC) for each in (year, year + 1))
    return begin, end
