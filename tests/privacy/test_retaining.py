"""What ends by itself: by the class of the charter, under no hold, with a line of what went."""

import json
from datetime import timedelta

import pytest

from muhatap.audit.models import Event
from muhatap.audit.verifying import verify_streams
from muhatap.cases.models import Message
from muhatap.channels.call_models import CallAttempt, Callback, CallDetails
from muhatap.channels.models import Delivery
from muhatap.customers.models import Customer
from muhatap.evidence import operations as evidence
from muhatap.privacy import operations as privacy
from muhatap.privacy.models import ErasedCase, RetentionRun
from muhatap.privacy.queries.ending import cases_ending
from tests.privacy.conftest import KEEPER, by, close
from tests.world import NOON, load, make_case

pytestmark = pytest.mark.django_db

CLASSES = {
    "cases": {"covers": ["cases", "messages"], "keep": "1y", "after": "closed"},
    "calls": {"covers": ["calls"], "keep": "90d", "after": "received"},
}


@pytest.fixture(autouse=True)
def classes(monkeypatch):
    def said(_brand, name, *_number):
        return CLASSES if name == "retention" else None

    monkeypatch.setattr("muhatap.privacy.queries.planning.section_of", said)


def ended(case, at=NOON):
    closed = close(case, at)
    Delivery.objects.filter(case=case).update(state="sent", sent_at=at, next_try_at=None, given_up_at=None)
    return closed


def test_a_case_ends_on_its_day_and_not_before(world, django_capture_on_commit_callbacks):
    case = ended(make_case(world, text="Eski sözler"))
    day_before = NOON + timedelta(days=364)
    assert privacy.run_retention(brand=world.brand, by=KEEPER, at=day_before) == {}
    assert [each.case.id for each in cases_ending(world.brand, day_before.date() + timedelta(30))] == [
        case.id
    ]
    with django_capture_on_commit_callbacks(execute=True):
        assert privacy.run_retention(brand=world.brand, by=KEEPER, at=NOON + timedelta(days=365)) == {
            "cases": 1
        }
    tombstone = ErasedCase.objects.get()
    assert (tombstone.case_id, tombstone.because, tombstone.retention) == (case.id, "retention", "cases")
    assert Message.objects.filter(case=case).exclude(text="").count() == 0
    assert load(case.id).subject == case.number
    # Nothing else of her is left, so her name goes too.
    assert Customer.objects.get(id=case.customer_id).name == ""
    assert json.loads(Event.objects.get(kind="privacy.retention_ran").content)["ended"] == {"cases": 1}
    assert RetentionRun.objects.get().ended == {"cases": 1}
    assert verify_streams().findings == []
    assert privacy.run_retention(brand=world.brand, by=KEEPER, at=NOON + timedelta(days=366)) == {}


def test_an_open_case_a_held_one_and_one_on_its_way_stay(world):
    make_case(world)
    held = make_case(world, customer=1)
    evidence.place_hold(case=held, reason="Dava", until_on=None, by=by(world), at=NOON)
    ended(held)
    waiting = close(make_case(world, customer=2, acknowledged=True))
    Delivery.objects.filter(case=waiting).update(state="queued", sent_at=None, given_up_at=None)
    assert Delivery.objects.filter(case=waiting).exists()
    far = NOON + timedelta(days=4000)
    # What waits longer than two weeks is not waited for.
    Message.objects.filter(case=waiting).update(at=far - timedelta(days=3))
    assert cases_ending(world.brand, far.date()) == []
    assert privacy.run_retention(brand=world.brand, by=KEEPER, at=far) == {}


def test_a_person_with_another_case_keeps_her_name(world):
    ended(make_case(world))
    make_case(world, subject="Yeni")
    privacy.run_retention(brand=world.brand, by=KEEPER, at=NOON + timedelta(days=400))
    assert ErasedCase.objects.count() == 1
    assert Customer.objects.filter(name="Elif Karaca").exists()


def test_words_of_calls_end_before_their_case(world):
    case = make_case(world)
    callback = Callback.objects.create(
        brand=case.brand, case=case, phone="+905321112233", asked_at=NOON, begins_at=NOON, ends_at=NOON,
        ended_at=NOON, ended_as="answered",
    )  # fmt: skip
    attempt = CallAttempt.objects.create(callback=callback, began_at=NOON, outcome="answered", note="Dedi")
    CallDetails.objects.create(attempt=attempt, notice_given=True, turns=[{"text": "söz"}])
    assert privacy.run_retention(brand=world.brand, by=KEEPER, at=NOON + timedelta(days=89)) == {}
    done = privacy.run_retention(brand=world.brand, by=KEEPER, at=NOON + timedelta(days=91))
    assert done == {"calls": 2}
    attempt.refresh_from_db()
    assert attempt.note == ""
    assert attempt.details.turns == []
    assert privacy.run_retention(brand=world.brand, by=KEEPER, at=NOON + timedelta(days=92)) == {}
