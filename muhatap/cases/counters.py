"""Counting the cases of a year: a row on SQLite, a sequence on PostgreSQL.

A row stays locked until its transaction is on the disk, so that cases would open one after the other.
A sequence lets them open side by side; on SQLite a process that is not in a transaction takes some counters
ahead. Either leaves gaps, and numbers show no order anyway.
"""

import os
import threading

from django.db import connection, transaction

from muhatap.audit.turns import write_turn
from muhatap.cases.models import NumberCounter

_LOCK = 0x6D75_6861
_AT_ONCE = 16
_COUNT_ON = (
    "INSERT INTO cases_numbercounter (year, used) VALUES (%(year)s, %(count)s) "
    "ON CONFLICT (year) DO UPDATE SET used = cases_numbercounter.used + %(count)s RETURNING used"
)
_made: set[tuple[str, int]] = set()
_ahead: dict[tuple[int, str, int], list[int]] = {}
_lock = threading.Lock()


def next_counter(year: int) -> int:
    """The next counter of a year, from 1; the same is never given twice."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            _make_sequence(year)
            cursor.execute("SELECT nextval(%s)", [_name(year)])
            return int(cursor.fetchone()[0])
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT_ON, {"year": year, "count": 1})
            return int(cursor.fetchone()[0])
    return _taken_ahead(year)


def _taken_ahead(year: int) -> int:
    key = (os.getpid(), str(connection.settings_dict["NAME"]), year)
    with _lock:
        ahead = _ahead.setdefault(key, [])
        if not ahead:
            # Past Django, which would undo it with the case; committed at once, nobody else gets these.
            connection.ensure_connection()
            with write_turn():
                counted = connection.connection.execute(
                    _COUNT_ON.replace("%(year)s", ":year").replace("%(count)s", ":count"),
                    {"year": year, "count": _AT_ONCE},
                ).fetchall()
            last = int(counted[0][0])
            ahead += range(last, last - _AT_ONCE, -1)
        return ahead.pop()


def used_counters() -> dict[int, int]:
    """For each year the last counter that was given."""
    used = dict(NumberCounter.objects.values_list("year", "used"))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT right(sequencename, 4)::int, COALESCE(last_value, start_value - 1) FROM pg_sequences "
                "WHERE schemaname = current_schema() AND sequencename LIKE 'cases\\_number\\_20__'"
            )
            used |= dict(cursor.fetchall())
    return used


def reserve_counters(year: int, used: int) -> None:
    """Leave the counters up to this one to a bulk load; what was taken ahead here is given up."""
    with _lock:
        _ahead.clear()
    NumberCounter.objects.update_or_create(year=year, defaults={"used": used})
    if connection.vendor == "postgresql" and used:
        _make_sequence(year)
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(%s, %s)", [_name(year), used])


def _make_sequence(year: int) -> None:
    key = (str(connection.settings_dict["NAME"]), year)
    if key in _made:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK + year])
        cursor.execute("SELECT to_regclass(%s)", [_name(year)])
        if cursor.fetchone()[0] is None:
            known = NumberCounter.objects.filter(year=year).first()
            # A connection that was asked before may answer from memory that there is none.
            cursor.execute(
                f"CREATE SEQUENCE IF NOT EXISTS {_name(year)} START WITH {known.used + 1 if known else 1}"
            )
        # Only then: a sequence that is undone with its transaction is made again.
        transaction.on_commit(lambda: _made.add(key))


def _name(year: int) -> str:
    return f"cases_number_{year:d}"
