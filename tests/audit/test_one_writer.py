"""Whoever writes to SQLite takes a turn, by whatever door; whoever reads takes none."""

import pytest
from django.db import DatabaseError, connection, transaction

from muhatap.audit import turns
from muhatap.audit.models import Lease
from tests.world import NOON

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def taken(monkeypatch, database_vendor):
    """How deep in turns the thread is, at every beginning; empty on a database with many writers."""
    depths = []
    begin = turns.begin_turn

    def noted():
        begin()
        depths.append(turns._mine.depth)

    if database_vendor == "sqlite":
        monkeypatch.setattr("muhatap.audit.one_writer.base.begin_turn", noted)
    yield depths
    assert turns._mine.depth == 0


def _expected(*depths: int) -> list[int]:
    return list(depths) if connection.vendor == "sqlite" else []


def test_a_statement_by_itself_and_a_transaction_take_one_turn_each(taken):
    Lease.objects.create(name="a", holder="x", until=NOON)
    assert taken == _expected(1)
    with transaction.atomic():
        Lease.objects.update(holder="y")
        with transaction.atomic():
            Lease.objects.update(holder="z")
    assert taken == _expected(1, 1)
    assert Lease.objects.get().holder == "z"
    assert taken == _expected(1, 1)


def test_a_turn_ends_with_a_transaction_that_is_undone_or_refused(taken):
    with pytest.raises(RuntimeError), transaction.atomic():
        raise RuntimeError
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO nowhere VALUES (1)")
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("INSERT INTO nowhere VALUES (1)")
    assert taken == _expected(1, 1, 1)


def test_a_turn_ends_with_its_connection(taken):
    transaction.set_autocommit(False)
    Lease.objects.create(name="a", holder="x", until=NOON)
    connection.close()
    assert turns._mine.depth == 0
