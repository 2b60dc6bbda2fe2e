"""Counters are never given twice, whether the case before stays or is undone."""

import threading

import pytest
from django.db import connection, transaction

from muhatap.cases.counters import _ahead, next_counter, reserve_counters, used_counters

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = 2031


@pytest.fixture(autouse=True)
def nothing_taken_ahead():
    """What an earlier test took ahead belongs to a database that is empty again."""
    _ahead.clear()
    yield
    _ahead.clear()


def test_counters_ascend_and_are_told():
    first = next_counter(YEAR)
    assert next_counter(YEAR) == first + 1
    assert used_counters()[YEAR] >= first + 1


def test_a_process_that_stops_leaves_a_gap_and_nothing_twice():
    first = next_counter(YEAR)
    _ahead.clear()
    assert next_counter(YEAR) > first


def test_a_bulk_load_leaves_its_counters_behind():
    used = next_counter(YEAR) + 50
    reserve_counters(YEAR, used)
    assert next_counter(YEAR) == used + 1


def count_and_fail(year):
    with transaction.atomic():
        next_counter(year)
        raise RuntimeError


def test_an_undone_case_lets_the_next_one_count_on():
    before = next_counter(YEAR)
    with pytest.raises(RuntimeError):
        count_and_fail(YEAR)
    assert next_counter(YEAR) > before


def test_a_year_that_begins_in_a_transaction_that_is_undone_begins_again():
    with pytest.raises(RuntimeError):
        count_and_fail(2032)
    assert next_counter(2032) >= 1


def test_two_at_once_get_two_counters():
    given, ready = [], threading.Barrier(2)

    def count():
        try:
            ready.wait(10)
            given.extend(next_counter(2033) for _ in range(20))
        finally:
            connection.close()

    threads = [threading.Thread(target=count) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(given) == len(set(given)) == 40
