"""A kept read finds what its query set finds, whatever the values, and asks one statement for it."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from muhatap.cases.models import Case, Message
from muhatap.kernel.kept_reads import KeptRead, KeptStatement
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db


def newest(brand_ids, status, since):
    rows = Case.objects.filter(brand_id__in=brand_ids, status=status, received_at__gte=since)
    return rows.select_related("brand", "owner", "topic").order_by("-received_at", "id")[:3]


def test_it_finds_what_the_query_set_finds(world):
    for hour in range(5):
        make_case(world, at=NOON + timedelta(hours=hour), customer=hour % 2)
    read = KeptRead(newest)
    for brand_ids in ((world.brand.id,), (world.other_brand.id,), (world.brand.id, world.other_brand.id)):
        for status in ("new", "open", "closed"):
            for hour in (0, 2, 4, 9):
                asked = brand_ids, status, NOON + timedelta(hours=hour)
                assert read(*asked) == list(newest(*asked))


def test_objects_come_with_their_related_ones_and_no_more_statements(world):
    case = make_case(world, at=NOON)
    read = KeptRead(newest)
    read((world.brand.id,), case.status, NOON)
    with CaptureQueriesContext(connection) as taken:
        found = read.first((world.brand.id,), case.status, NOON)
        assert found.brand.name == world.brand.name
        assert found.topic == case.topic
        assert found.owner is None
        assert found.received_at == case.received_at
        assert found.fields == case.fields
    assert len(taken) == 1


def test_columns_left_out_are_read_when_they_are_asked_for(world):
    case = make_case(world, at=NOON)
    read = KeptRead(lambda case_id: Message.objects.filter(case_id=case_id).only("at"))
    assert {each.id: each.text for each in read(case.id)} == dict(case.messages.values_list("id", "text"))


def test_rows_of_values_are_tuples(world):
    case = make_case(world, at=NOON)
    read = KeptRead(lambda number: Case.objects.filter(number=number).values_list("id", "received_at"))
    assert read(case.number) == [(case.id, case.received_at)]
    assert read("00-00000-00000") == []
    assert read.first("00-00000-00000") is None


def test_no_ids_find_nothing_without_a_statement(world):
    read = KeptRead(newest)
    with CaptureQueriesContext(connection) as taken:
        assert read((), "new", NOON) == []
    assert len(taken) == 0


def test_a_value_that_stands_twice_is_put_in_twice(world):
    case = make_case(world, at=NOON)
    read = KeptRead(lambda number: Case.objects.filter(number=number) | Case.objects.filter(subject=number))
    assert read(case.number) == [case]
    assert read(case.subject) == [case]


def test_each_thread_writes_its_own_statement():
    built = []

    def rows(case_id):
        built.append(case_id)
        return Case.objects.none()

    read = KeptRead(rows)
    for _ in range(2):
        thread = Thread(target=read, args=(1,))
        thread.start()
        thread.join()
    read(1)
    read(2)
    assert len(built) == 3


def plans():
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%cases_message%%'")
        return cursor.fetchone()[0]


def often(world, read):
    made = [make_case(world, at=NOON + timedelta(hours=hour)) for hour in range(2)]
    for turn in range(20):
        case = made[turn % 2]
        assert read(case.id) == list(case.messages.values_list("id", "text"))


def test_postgresql_plans_once_what_is_asked_often(world, monkeypatch):
    read = KeptRead(lambda case_id: Message.objects.filter(case_id=case_id).values_list("id", "text"))
    before = plans()
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    often(world, read)
    assert plans() == before, "a pooler gives every transaction another connection"
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", False)
    often(world, read)
    assert plans() == before + (connection.vendor == "postgresql")


@pytest.mark.django_db(transaction=True)
def test_a_column_that_an_upgrade_adds_beside_us_fails_no_read():
    def told(statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    told("CREATE TABLE plans_of_a_test (word varchar(5))")
    try:
        told("INSERT INTO plans_of_a_test VALUES ('bir')")
        read = KeptStatement(lambda word: ("SELECT * FROM plans_of_a_test WHERE word <> %s", [word]))
        for turn in range(20):
            if turn == 10:
                told("ALTER TABLE plans_of_a_test ADD COLUMN more varchar(5)")
            assert read("yok") == ([("bir",)] if turn < 10 else [("bir", None)])
    finally:
        told("DROP TABLE plans_of_a_test")
