"""Reads of the desk: pages of the list, what changed, notices."""

from collections import namedtuple
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.audit.models import Event, Publication
from muhatap.brands.models import Brand
from muhatap.cases.conditions import AllOf, Condition, as_q, implies_open
from muhatap.cases.models import Case
from muhatap.cases.queries import cases_visible_to, cases_within, known_cases_visible_to, reach_of
from muhatap.cases.statuses import Status
from muhatap.channels.models import Mailbox
from muhatap.desk.places import After, Place, View
from muhatap.kernel.kept_reads import KeptRead
from muhatap.notifications.models import Notice
from muhatap.promises.models import Clock
from muhatap.topics.models import Queue
from muhatap.topics.queries import queues_in_force

PAGE = 50
# Beside an open case the list is a neighbourhood; its rows would be the dearest part of that page.
BESIDE = 20
# Counts stop here: a rail says "99+", and no count reads more rows than this.
COUNTED_AT_MOST = 100
# A page by a condition reads no more cases than these, however few of them fit.
LOOKED_AT = 5_000
BY_PROMISE, BY_CHANGE = "next_due_at", "-updated_at"
_RESOLVED_SHOWN_FOR = timedelta(days=30)
_WAITING = (Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY)
_CHANGES_AT_MOST = 200
_NOTICES_AT_MOST = 100

_COLUMNS = (
    "id",
    "number",
    "brand_id",
    "subject",
    "status",
    "kind",
    "priority",
    "channel",
    "owner_id",
    "owner__name",
    "customer__name",
    "customer__email",
    "customer__phone",
    "topic__names",
    "next_due_at",
    "updated_at",
    "customer_wrote_at",
    "staff_wrote_at",
    "tags",
)
_PageRow = namedtuple("_PageRow", _COLUMNS)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a member of staff finds on her desk: her queues, and which of them others escalate to."""

    staff: Staff
    queues: tuple[Queue, ...]
    escalation_ids: frozenset[int]

    def queue(self, queue_id: int | None) -> Queue | None:
        """The queue with this id, if it is one of hers."""
        return next((queue for queue in self.queues if queue.id == queue_id), None)


def desk_of(staff: Staff) -> Desk:
    """The queues that a member of staff sees, by brand and in the charter's order."""
    scope = scope_of(staff)
    queues = tuple(
        queue
        for brand_id in sorted(scope.brand_ids_with(Permission.READ_CASES))
        for queue in queues_in_force(brand_id, scope.charter_numbers[brand_id])
        if brand_id in scope.whole_brand_ids or queue.team_id in scope.team_ids
    )
    return Desk(staff, queues, frozenset(queue.id for queue in queues if queue.is_target))


def narrowed(
    seen: QuerySet[Case],
    view: View,
    *,
    staff_id: int,
    day_end: datetime,
    resolved_since: datetime | None = None,
    escalation_ids: tuple[int, ...] = (),
) -> QuerySet[Case]:
    """The cases of a view, without order, out of those that are `seen`: what her role lets her see."""
    match view:
        case View.MINE:
            return seen.filter(is_open=True, owner_id=staff_id)
        case View.UNASSIGNED:
            return seen.filter(is_open=True, owner__isnull=True)
        case View.DUE_TODAY:
            return seen.filter(is_open=True, next_due_at__lt=day_end)
        case View.ESCALATED:
            return seen.filter(is_open=True, queue_id__in=escalation_ids)
        case View.WAITING:
            return seen.filter(is_open=True, status__in=_WAITING)
        case View.RESOLVED:
            return seen.filter(status=Status.RESOLVED, updated_at__gte=resolved_since)
        case View.ALL:
            return seen
        case _:
            return seen.filter(is_open=True)


def page_of(
    desk: Desk, place: Place, day_end: datetime, at: datetime, size: int = PAGE
) -> tuple[list[Any], After | None]:
    """One page of a place as rows of columns, and where the next page begins, if there is one."""
    after = place.after or After(at, 0)
    order = order_of(place.view, AllOf())
    read = _page_read(place.view, bool(place.queue), bool(place.channel), bool(place.after), size)
    asked = day_end, at - _RESOLVED_SHOWN_FOR, tuple(desk.escalation_ids)
    found = read(*reach_of(desk.staff), *asked, place.queue or 0, place.channel, after.at, after.id)
    return _paged(found, order, size)


def asked_page_of(
    desk: Desk, place: Place, condition: Condition, day_end: datetime, at: datetime, size: int = PAGE
) -> tuple[list[Any], After | None, int]:
    """One page of the cases of a place that fit a condition, and where the next page begins.

    Where few cases fit, no more than `LOOKED_AT` are looked at for a page: then the last number says how many
    were, else it is 0.
    """
    order = order_of(place.view, condition)
    looked_at = LOOKED_AT * 10**place.far
    end = _end_of_look(desk, order, place.after, looked_at)
    cases = narrowed(
        cases_visible_to(desk.staff),
        place.view,
        staff_id=desk.staff.pk,
        day_end=day_end,
        resolved_since=at - _RESOLVED_SHOWN_FOR,
        escalation_ids=tuple(desk.escalation_ids),
    ).filter(as_q(condition, desk.staff, at))
    if order == BY_PROMISE:
        cases = cases.filter(is_open=True)
    if end is not None:
        cases = cases.filter(until(order, end))
    rows, more = _paged(_ordered(cases, order, place, place.after)[: size + 1], order, size)
    return (rows, more, 0) if more or end is None else (rows, end, looked_at)


def _end_of_look(desk: Desk, order: str, after: After | None, count: int) -> After | None:
    """The last of so many cases of her brands in this order; None where there are not so many."""
    key = order.lstrip("-")
    ends = []
    for brand_id in scope_of(desk.staff).brand_ids_with(Permission.READ_CASES):
        cases = Case.objects.filter(brand_id=brand_id)
        cases = cases.filter(is_open=True) if order == BY_PROMISE else cases
        cases = cases if after is None else _after(cases, order, after)
        found = cases.order_by(order, "id").values_list(key, "id")[count - 1 : count]
        ends += [After(*row) for row in found]
    sign = -1 if order == BY_CHANGE else 1
    return min(ends, key=lambda end: (sign * end.at.timestamp(), end.id), default=None)


def until(order: str, end: After) -> Q:
    """Those that stand no later in this order than the last one of a look."""
    # The first part alone is what an index can be read by.
    if order == BY_CHANGE:
        return Q(updated_at__gte=end.at) & (Q(updated_at__gt=end.at) | Q(id__lte=end.id))
    return Q(next_due_at__lte=end.at) & (Q(next_due_at__lt=end.at) | Q(id__lte=end.id))


def order_of(view: View, condition: Condition) -> str:
    """By which column a list is sorted: the next promise, or the last change where cases are over too."""
    if view is View.RESOLVED or (view is View.ALL and not implies_open(condition)):
        return BY_CHANGE
    return BY_PROMISE


def _paged(found: Iterable[Any], order: str, size: int) -> tuple[list[Any], After | None]:
    rows = [_PageRow._make(row) for row in found]
    more = rows[size - 1] if len(rows) > size else None
    return rows[:size], After(getattr(more, order.lstrip("-")), more.id) if more else None


@cache
def _page_read(view: View, in_queue: bool, in_channel: bool, goes_on: bool, size: int) -> KeptRead:
    def build(*place: Any) -> QuerySet[Case]:
        day_end, since, escalation_ids, queue_id, channel, after_at, after_id = place[4:]
        cases = narrowed(
            cases_within(*place[:4]),
            view,
            staff_id=place[3],
            day_end=day_end,
            resolved_since=since,
            escalation_ids=escalation_ids,
        )
        here = Place(view, queue_id if in_queue else None, channel if in_channel else "")
        after = After(after_at, after_id) if goes_on else None
        return _ordered(cases, order_of(view, AllOf()), here, after)[: size + 1]

    return KeptRead(build)


def _ordered(cases: QuerySet[Case], order: str, place: Place, after: After | None) -> QuerySet[Case]:
    if place.queue is not None:
        cases = cases.filter(queue_id=place.queue)
    if place.channel:
        cases = cases.filter(channel=place.channel)
    if after is not None:
        cases = _after(cases, order, after)
    return cases.order_by(order, "id").values_list(*_COLUMNS)


def _after(cases: QuerySet[Case], order: str, after: After) -> QuerySet[Case]:
    if order == BY_CHANGE:
        return cases.filter(updated_at__lte=after.at).filter(Q(updated_at__lt=after.at) | Q(id__gt=after.id))
    return cases.filter(next_due_at__gte=after.at).filter(Q(next_due_at__gt=after.at) | Q(id__gt=after.id))


def next_clocks(case_ids: list[int]) -> dict[int, Clock]:
    """For each case the running clock whose limit comes next; a paused one only where no other runs."""
    size = next((size for size in (BESIDE, PAGE) if len(case_ids) <= size), len(case_ids))
    # As many places as a page has rows, so that pages of any length share one statement.
    padded = (*case_ids, *(0 for _ in range(size - len(case_ids))))
    return {clock.case_id: clock for clock in _NEXT_CLOCKS(padded)}


def _first_of_each(case_ids: tuple[int, ...]) -> QuerySet[Clock]:
    paused_last = Choice(When(paused_at__isnull=False, then=1), default=0)
    place = Window(RowNumber(), partition_by="case_id", order_by=[paused_last, "limit_at", "id"])
    rows = Clock.objects.filter(case_id__in=case_ids, stopped_at__isnull=True)
    return rows.annotate(place=place).filter(place=1)


_NEXT_CLOCKS = KeptRead(_first_of_each)


def notices_of(staff: Staff) -> list[Notice]:
    """Her notices, newest first."""
    rows = Notice.objects.filter(staff_id=staff.pk, folded_into__isnull=True)
    return list(rows.order_by("-at", "-id")[:_NOTICES_AT_MOST])


def changes_since(staff: Staff, since: int) -> tuple[int, list[dict[str, Any]]]:
    """The last number, and what changed after `since` on cases that the reader may see, oldest first."""
    seqs = dict(
        Publication.objects.filter(published_seq__gt=since)
        .order_by("published_seq")
        .values_list("event_id", "published_seq")[:_CHANGES_AT_MOST]
    )
    events = Event.objects.filter(id__in=seqs).values_list("id", "kind", "stream_id")
    told = {event_id: (kind, case_id) for event_id, kind, case_id in events}
    numbers = dict(known_cases_visible_to(staff, {c for _, c in told.values()}).values_list("id", "number"))
    changes = [
        {"seq": seq, "kind": told[event_id][0], "case": numbers[told[event_id][1]]}
        for event_id, seq in seqs.items()
        if event_id in told and told[event_id][1] in numbers
    ]
    return max(seqs.values(), default=since), changes


def mailboxes_visible_to(staff: Staff) -> QuerySet[Mailbox]:
    """The mailboxes whose letters a member of staff may sign anew, by brand."""
    brand_ids = scope_of(staff).brand_ids_with(Permission.CONFIGURE)
    rows = Mailbox.objects.filter(brand_id__in=brand_ids).select_related("brand")
    return rows.order_by("brand__name", "address", "id")


def brands_with(staff: Staff, permission: Permission) -> list[Brand]:
    """The brands in which a member of staff has the permission, by name."""
    return list(Brand.objects.filter(id__in=scope_of(staff).brand_ids_with(permission)).order_by("name"))
