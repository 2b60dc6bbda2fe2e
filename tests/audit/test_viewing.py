"""Who looked: one line for each person, object and hour, and a page that opens where none can be written."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from muhatap.audit import viewing
from muhatap.audit.models import Viewing
from muhatap.audit.viewing import Door, note_viewing, note_viewings, viewings_among, viewings_of
from muhatap.kernel.actors import Actor
from tests.world import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_known():
    viewing._known.clear()


def look(staff: int = 7, stream: int = 5, at=NOON) -> None:
    note_viewing(stream_id=stream, brand_id=1, door=Door("page", "agent"), by=Actor.staff(staff), at=at)


def test_it_is_noted_once_in_an_hour_by_each_for_each():
    for minutes in (0, 1, 30, 59):
        look(at=NOON + timedelta(minutes=minutes))
    look(staff=8)
    look(stream=6)
    look(at=NOON + timedelta(hours=1))
    assert [(row.actor_id, row.at) for row in viewings_of(5)] == [
        (7, NOON),
        (8, NOON),
        (7, NOON + timedelta(hours=1)),
    ]


def test_within_the_hour_it_costs_no_statement(django_assert_num_queries):
    look()
    with django_assert_num_queries(0):
        look(at=NOON + timedelta(minutes=5))


def test_two_processes_note_it_once():
    look()
    viewing._known.clear()
    look()
    assert Viewing.objects.count() == 1


def test_a_page_opens_although_nothing_can_be_written_and_the_next_one_tries_again(monkeypatch):
    def fail(*_arguments, **_options):
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(Viewing.objects, "bulk_create", fail)
        look()
    look()
    assert Viewing.objects.count() == 1


def test_what_is_remembered_has_an_end(monkeypatch):
    monkeypatch.setattr(viewing, "_MOST_KNOWN", 3)
    for staff in range(1, 9):
        look(staff=staff)
    assert len(viewing._known) == 3
    assert Viewing.objects.count() == 8


def test_another_door_is_another_line():
    look()
    note_viewing(stream_id=5, brand_id=1, door=Door("dossier"), by=Actor.staff(7), at=NOON)
    assert [row.door for row in viewings_of(5)] == ["page", "dossier"]


def test_the_rows_of_an_export_are_noted_in_one_statement(django_assert_num_queries):
    # One statement between the two of a savepoint.
    with django_assert_num_queries(3):
        note_viewings(stream_ids=range(1, 200), brand_id=1, door=Door("export"), by=Actor.staff(7), at=NOON)
    assert len(viewings_among(stream_ids=[4, 7, 999])) == 2
