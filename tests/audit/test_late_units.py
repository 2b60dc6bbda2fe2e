"""A unit of work that thinks first and writes last: it only adds rows, or it is done again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from muhatap.audit.recording import WroteEarly, unit_of_work
from muhatap.customers.models import Customer
from tests.world import NOON, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brand():
    return make_world().brand


def somebody(brand):
    return Customer(brand_id=brand.id, name="Elif", language="tr", created_at=NOON)


def test_others_write_while_it_thinks_and_its_rows_come_together(brand):
    with unit_of_work(late=True) as unit:
        unit.add(somebody(brand), somebody(brand))
        assert not connection.in_atomic_block
        assert not Customer.objects.filter(name="Elif").exists()
    assert Customer.objects.filter(name="Elif").count() == 2


def test_whatever_writes_early_ends_it_and_nothing_is_kept(brand):
    def write_early():
        with unit_of_work(late=True) as unit:
            unit.add(somebody(brand))
            unit.flush()

    with pytest.raises(WroteEarly):
        write_early()
    with pytest.raises(WroteEarly), unit_of_work(late=True):
        Customer.objects.filter(name="Elif").update(name="Ece")
    assert not Customer.objects.filter(name="Elif").exists()


def test_a_part_that_failed_is_never_written_by_halves(brand):
    def catch_and_go_on():
        with unit_of_work(late=True) as unit:
            unit.add(somebody(brand))
            with pytest.raises(ZeroDivisionError), unit_of_work():
                raise ZeroDivisionError

    with pytest.raises(transaction.TransactionManagementError):
        catch_and_go_on()
    assert not Customer.objects.filter(name="Elif").exists()


def test_after_a_failure_the_next_unit_is_an_ordinary_one(brand):
    with pytest.raises(WroteEarly), unit_of_work(late=True):
        Customer.objects.create(brand=brand, name="Elif", language="tr", created_at=NOON)
    with unit_of_work():
        assert connection.in_atomic_block
        Customer.objects.create(brand=brand, name="Elif", language="tr", created_at=NOON)
    assert Customer.objects.filter(name="Elif").count() == 1


def test_it_holds_no_lock_while_it_thinks(brand):
    def rename():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA busy_timeout = 0")
            cursor.execute("UPDATE brands_brand SET name = name")
        connection.close()

    with unit_of_work(late=True) as unit, ThreadPoolExecutor(1) as elsewhere:
        unit.add(somebody(brand))
        elsewhere.submit(rename).result()
    assert Customer.objects.filter(name="Elif").exists()
