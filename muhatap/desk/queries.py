"""Reads of the desk: pages of the list, counts that never run away, what changed, notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case as Choice
from django.db.models import Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.audit.models import Event, Publication
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.cases.queries import cases_visible_to
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
_TALLIED_AT_MOST = 1000
# Stands for each queue in turn in a count that is written once for all of them.
ANY_QUEUE = -1
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
)


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
    desk: Desk, place: Place, day_end: datetime, at: datetime, seen: QuerySet[Case] | None = None
) -> QuerySet[Case]:
    """The cases of a place, without order, out of those that are `seen`: what her role lets her see."""
    cases = cases_visible_to(desk.staff) if seen is None else seen
    match place.view:
        case View.MINE:
            cases = cases.filter(is_open=True, owner_id=desk.staff.pk)
        case View.UNASSIGNED:
            cases = cases.filter(is_open=True, owner__isnull=True)
        case View.DUE_TODAY:
            cases = cases.filter(is_open=True, next_due_at__lt=day_end)
        case View.ESCALATED:
            cases = cases.filter(is_open=True, queue_id__in=desk.escalation_ids)
        case View.WAITING:
            cases = cases.filter(is_open=True, status__in=_WAITING)
        case View.RESOLVED:
            cases = cases.filter(status=Status.RESOLVED, updated_at__gte=at - _RESOLVED_SHOWN_FOR)
        case _:
            cases = cases.filter(is_open=True)
    if place.queue:
        cases = cases.filter(queue_id=place.queue)
    if place.channel:
        cases = cases.filter(channel=place.channel)
    return cases


def page_of(
    desk: Desk, place: Place, day_end: datetime, at: datetime, size: int = PAGE
) -> tuple[list[Any], After | None]:
    """One page of a place as rows of columns, and where the next page begins, if there is one."""
    cases, after = narrowed(desk, place, day_end, at), place.after
    if place.view is View.RESOLVED:
        if after:
            cases = cases.filter(updated_at__lte=after.at).filter(
                Q(updated_at__lt=after.at) | Q(id__gt=after.id)
            )
        cases, key = cases.order_by("-updated_at", "id"), "updated_at"
    else:
        if after:
            cases = cases.filter(next_due_at__gte=after.at).filter(
                Q(next_due_at__gt=after.at) | Q(id__gt=after.id)
            )
        cases, key = cases.order_by("next_due_at", "id"), "next_due_at"
    rows = list(cases.values_list(*_COLUMNS, named=True)[: size + 1])
    more = rows[size - 1] if len(rows) > size else None
    return rows[:size], After(getattr(more, key), more.id) if more else None


def counters_of(
    wanted: Mapping[str, QuerySet], queues: QuerySet | None = None, queue_ids: Sequence[int] = ()
) -> tuple[dict[str, int], int]:
    """How many rows each query finds, at most `COUNTED_AT_MOST`, and the number of the last change told.

    `queues` is counted once for each of `queue_ids` in place of `ANY_QUEUE`, under the id as its name.
    All in one round trip; no count reads more rows than it may say.
    """
    names: list[str] = []
    parts, arguments = [f"SELECT max(published_seq) FROM {Publication._meta.db_table}"], []  # noqa: S608
    for name, rows in wanted.items():
        _count(rows, [name], names, parts, arguments)
    if queues is not None:
        _count(queues, queue_ids, names, parts, arguments)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({'), ('.join(parts)})", arguments)
        last, *found = cursor.fetchone()
    return dict.fromkeys(wanted, 0) | dict(zip(names, found, strict=True)), last or 0


def _count(
    rows: QuerySet, keys: Sequence[Any], names: list[Any], parts: list[str], arguments: list[Any]
) -> None:
    try:
        sql, values = rows.order_by().values("pk")[:COUNTED_AT_MOST].query.sql_with_params()
    except EmptyResultSet:
        return
    for key in keys:
        names.append(key)
        parts.append(f"SELECT count(*) FROM ({sql}) AS counted")  # noqa: S608
        arguments += [key if value == ANY_QUEUE else value for value in values]


def tallies_of(seen: QuerySet[Case]) -> dict[tuple[str, str], int] | None:
    """How many open cases each channel and status has, or None where there are too many to count."""
    rows = seen.filter(is_open=True).order_by().values("channel", "status")[: _TALLIED_AT_MOST + 1]
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT channel, status, count(*) FROM ({sql}) AS open GROUP BY channel, status",  # noqa: S608
            values,
        )
        found = {(channel, status): count for channel, status, count in cursor.fetchall()}
    return found if sum(found.values()) <= _TALLIED_AT_MOST else None


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


def unread_notices(staff: Staff) -> QuerySet[Notice]:
    """The notices that a member of staff has not read."""
    return Notice.objects.filter(staff_id=staff.pk, read_at__isnull=True)


def notices_of(staff: Staff) -> list[Notice]:
    """Her notices, newest first."""
    return list(Notice.objects.filter(staff_id=staff.pk).order_by("-at", "-id")[:_NOTICES_AT_MOST])


def changes_since(staff: Staff, since: int) -> tuple[int, list[dict[str, Any]]]:
    """The last number, and what changed after `since` on cases that the reader may see, oldest first."""
    seqs = dict(
        Publication.objects.filter(published_seq__gt=since)
        .order_by("published_seq")
        .values_list("event_id", "published_seq")[:_CHANGES_AT_MOST]
    )
    events = Event.objects.filter(id__in=seqs).values_list("id", "kind", "stream_id")
    told = {event_id: (kind, case_id) for event_id, kind, case_id in events}
    numbers = dict(
        cases_visible_to(staff).filter(id__in={c for _, c in told.values()}).values_list("id", "number")
    )
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
