"""Recording: all of a unit of work or nothing, in order, in one chain."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction

from muhatap.audit.models import ErasableContent, Event, Publication, Stream
from muhatap.audit.recording import record, unit_of_work
from muhatap.audit.verifying import verify_streams
from muhatap.customers.models import Customer
from muhatap.kernel.actors import Actor
from tests.audit.happenings import STREAM, Happened, Refused
from tests.world import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trial_reactions")]
BY = Actor.system("trial")


def happen(number: int = 1, **more) -> int:
    return record(Happened(number=number, **more), by=BY, at=NOON)


def kinds() -> list[str]:
    return list(Event.objects.order_by("stream_id", "seq").values_list("kind", flat=True))


def test_a_fact_and_what_follows_stand_in_order():
    event_id = happen(words="gizli")
    assert kinds() == ["trial.happened", "trial.followed"]
    event = Event.objects.get(seq=1)
    assert event.id == event_id
    assert "gizli" not in event.content + event.digests
    assert ErasableContent.objects.get(event_id=event_id)
    assert Publication.objects.filter(published_seq=None).count() == 2
    assert verify_streams().is_intact


def test_several_facts_of_a_unit_are_one_chain():
    with unit_of_work():
        for number in range(5):
            happen(number)
            happen(number, place=STREAM - 1)
        assert kinds() == []
    # What follows each of the ten stands here too.
    assert Stream.objects.get(id=STREAM).length == 5 + 10
    assert Stream.objects.get(id=STREAM - 1).length == 5
    assert verify_streams().is_intact


def test_what_is_undone_leaves_no_events():
    @unit_of_work()
    def fail():
        happen()
        raise Refused

    with pytest.raises(Refused):
        fail()
    assert kinds() == []
    assert not Stream.objects.exists()
    happen()
    assert kinds() == ["trial.happened", "trial.followed"]


def test_a_listener_together_can_undo_the_fact(trial_reactions, world):
    trial_reactions.moods["together"] = Refused()

    @unit_of_work()
    def write():
        Customer.objects.create(brand=world.brand, name="Elif", created_at=NOON)
        happen()

    with pytest.raises(Refused):
        write()
    assert kinds() == []
    assert not Customer.objects.filter(name="Elif").exists()


def test_an_error_that_is_swallowed_inside_still_undoes_all():
    @unit_of_work()
    def fail():
        happen(2)
        raise Refused

    @unit_of_work()
    def swallow():
        happen(1)
        with suppress(Refused):
            fail()

    with pytest.raises(transaction.TransactionManagementError):
        swallow()
    assert kinds() == []


def test_a_unit_inside_a_foreign_transaction_goes_with_it():
    @transaction.atomic
    def fail():
        happen()
        assert len(kinds()) == 2
        raise Refused

    with pytest.raises(Refused):
        fail()
    assert kinds() == []


def test_rows_that_wait_are_found_and_flushed(world):
    with unit_of_work() as unit:
        customer = Customer(brand=world.brand, name="Elif", created_at=NOON)
        unit.add(customer)
        assert unit.pending(Customer, customer.id) is customer
        unit.flush()
        assert Customer.objects.filter(id=customer.id).exists()
        assert unit.pending(Customer, customer.id) is None


def test_time_may_stand_still_or_go_back():
    happen(1)
    record(Happened(number=2), by=BY, at=NOON - timedelta(days=3))
    assert verify_streams().is_intact


def test_any_text_can_be_recorded():
    happen(words="a\ud800b\x00c\u202e\n\U0001f600")
    assert verify_streams().is_intact
