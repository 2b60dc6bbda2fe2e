"""Counting the cases of a year: a row on SQLite, a sequence on PostgreSQL.

A row stays locked until its transaction is on the disk, so that cases would open one after the other;
a sequence lets them open side by side, and leaves a gap where one is undone. Numbers show no order anyway.
"""

from django.db import connection, transaction

from muhatap.cases.models import NumberCounter

_LOCK = 0x6D75_6861
_made: set[tuple[str, int]] = set()


def next_counter(year: int) -> int:
    """The next counter of a year, from 1; the same is never given twice."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _make_sequence(year)
            cursor.execute("SELECT nextval(%s)", [_name(year)])
        else:
            cursor.execute(
                "INSERT INTO cases_numbercounter (year, used) VALUES (%s, 1) "
                "ON CONFLICT (year) DO UPDATE SET used = cases_numbercounter.used + 1 RETURNING used",
                [year],
            )
        return int(cursor.fetchone()[0])


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
    """Leave the counters up to this one to a bulk load."""
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
            cursor.execute(f"CREATE SEQUENCE {_name(year)} START WITH {known.used + 1 if known else 1}")
        # Only then: a sequence that is undone with its transaction is made again.
        transaction.on_commit(lambda: _made.add(key))


def _name(year: int) -> str:
    return f"cases_number_{year:d}"
