"""Counts of the rail, which never run away: each reads no more rows than it may say, all in one statement."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from muhatap.audit.models import Publication
from muhatap.cases.queries import cases_within, reach_of
from muhatap.desk import queries
from muhatap.desk.doubts import doubts_within
from muhatap.desk.places import View
from muhatap.desk.queries import Desk
from muhatap.kernel.kept_reads import KeptStatement
from muhatap.notifications.models import Notice

NOTICES = "notices"
DOUBTS = "doubts"
COUNTED = (View.MINE, View.UNASSIGNED, View.DUE_TODAY, View.OPEN)
_TALLIED_AT_MOST = 1000


def rail_counts(desk: Desk, day_end: datetime) -> tuple[dict[Any, int], int]:
    """How many cases each counted view and queue has, at most `COUNTED_AT_MOST`, and the last change told.

    Beside them stand the unread notices and the doubtful mails that wait.
    """
    queue_ids = tuple(queue.id for queue in desk.queues)
    asked = _rail(queries.COUNTED_AT_MOST)
    last, *found = asked(*reach_of(desk.staff), queue_ids, day_end)[0]
    names = [*(view.value for view in COUNTED), NOTICES, DOUBTS, *queue_ids]
    return dict(zip(names, found, strict=True)), last or 0


def unread_count(staff_id: int) -> tuple[int, int]:
    """How many notices she has not read, at most `COUNTED_AT_MOST`, and the last change told."""
    last, found = _unread(queries.COUNTED_AT_MOST)(staff_id)[0]
    return found, last or 0


def tallies_of(desk: Desk) -> dict[tuple[str, str], int] | None:
    """How many open cases each channel and status has, or None where there are too many to count."""
    rows = _TALLIES(*reach_of(desk.staff))
    found = {(channel, status): count for channel, status, count in rows}
    return found if sum(found.values()) <= _TALLIED_AT_MOST else None


@cache
def _rail(at_most: int) -> KeptStatement:
    def write(*place: Any) -> tuple[str, list[Any]]:
        staff_id, queue_ids, day_end = place[3:6]
        seen = _by_due_time(cases_within(*place[:4]), place[0])
        wanted = [_of_view(seen, view, staff_id, day_end) for view in COUNTED]
        wanted += [_unread_of(staff_id), doubts_within(*place[:4]).order_by()]
        wanted += [seen.filter(is_open=True, queue_id=queue_id) for queue_id in queue_ids]
        return _together(wanted, at_most)

    return KeptStatement(write)


@cache
def _unread(at_most: int) -> KeptStatement:
    return KeptStatement(lambda staff_id: _together([_unread_of(staff_id)], at_most))


def _of_view(seen: QuerySet, view: View, staff_id: int, day_end: datetime) -> QuerySet:
    return queries.narrowed(seen, view, staff_id=staff_id, day_end=day_end)


def _unread_of(staff_id: int) -> QuerySet[Notice]:
    return Notice.objects.filter(staff_id=staff_id, read_at__isnull=True).order_by()


def _by_due_time(cases: QuerySet, brand_ids: Sequence[int]) -> QuerySet:
    """By an index of open cases: PostgreSQL would begin at the old, closed end of the table."""
    is_led = connection.vendor == "postgresql" and len(brand_ids) == 1
    return cases.order_by("next_due_at", "id") if is_led else cases.order_by()


def _together(wanted: Iterable[QuerySet], at_most: int) -> tuple[str, list[Any]]:
    parts, arguments = [f"SELECT max(published_seq) FROM {Publication._meta.db_table}"], []  # noqa: S608
    for rows in wanted:
        sql, values = written(rows.values("pk")[:at_most])
        parts.append(f"SELECT count(*) FROM ({sql}) AS counted" if sql else "SELECT 0")  # noqa: S608
        arguments += values
    return f"SELECT ({'), ('.join(parts)})", arguments


def _tallying(*place: Any) -> tuple[str, list[Any]]:
    rows = _by_due_time(cases_within(*place).filter(is_open=True), place[0])
    sql, values = written(rows.values("channel", "status")[: _TALLIED_AT_MOST + 1])
    if not sql:
        return "SELECT '', '', 0 WHERE 1 = 0", []
    counted = "SELECT channel, status, count(*) FROM"
    return f"{counted} ({sql}) AS open GROUP BY channel, status", values


def written(rows: QuerySet) -> tuple[str, list[Any]]:
    """The SQL of a query set and its values; none where it can find nothing."""
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return "", []
    return sql, list(values)


_TALLIES = KeptStatement(_tallying)
