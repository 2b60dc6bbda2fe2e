"""Clocks that were changed past the desk do not agree with their events."""

from datetime import timedelta

import pytest

from muhatap.audit.findings import Fault
from muhatap.audit.verifying import verify_stream
from muhatap.cases import operations as cases
from muhatap.cases.statuses import Status
from muhatap.kernel.actors import Actor
from muhatap.promises import operations as promises
from muhatap.promises.folding import after
from muhatap.promises.models import Clock
from muhatap.promises.proof import ClocksAgree
from tests.audit.stories import event_of, make_long_case
from tests.audit.tampering import execute, tampered
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


def findings(case):
    return verify_stream(case.id, (ClocksAgree(),)).findings


def test_clocks_that_ran_paused_broke_and_stopped_agree(world):
    case = make_case(world)
    for hours, status in ((1, Status.OPEN), (2, Status.WAITING_CUSTOMER), (50, Status.OPEN)):
        cases.change_status(case=case, status=status, by=BY, at=NOON + timedelta(hours=hours))
    while promises.sweep(by=BY, at=NOON + timedelta(days=30)).clocks:
        pass
    assert Clock.objects.filter(case=case).exclude(pauses=[]).exists()
    assert findings(case) == []
    assert findings(make_long_case(world, customer=1)) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("limit_at", "2027-01-01 00:00:00"),
        ("started_at", "2026-11-01 00:00:00"),
        ("stopped_at", "2026-11-01 00:00:00"),
        ("name", "resolve"),
    ],
)
def test_a_changed_clock_is_named_at_the_event_that_tells_of_it(world, column, value):
    case = make_long_case(world)
    stopped = event_of(case, "clock.stopped")
    clock = Clock.objects.get(name="ack", case=case)
    execute(f"UPDATE promises_clock SET {column} = %s WHERE id = %s", value, clock.id)
    (found,) = findings(case)
    assert (found.fault, found.detail) == (Fault.TABLE, f"the clock ack differs from its events: {column}")
    assert found.seq >= stopped.seq or found.event_id


def test_a_broken_promise_cannot_be_made_a_kept_one(world):
    case = make_case(world)
    at = NOON + timedelta(days=9)
    new = cases.NewMessage(author="staff", channel="email", text="Geç kaldık.")
    cases.post_message(case=case, new=new, by=Actor.staff(world.staff["deniz"].id), at=at)
    clock = Clock.objects.get(case=case, name="first_reply")
    assert clock.was_kept is False
    Clock.objects.filter(id=clock.id).update(was_kept=True)
    (found,) = findings(case)
    assert found.detail == "the clock first_reply differs from its events: was_kept"


def test_removed_and_invented_clocks_are_named(world):
    case, other = make_case(world), make_case(world, customer=1)
    with tampered():
        Clock.objects.filter(case=case, name="ack").update(case=other, name="invented")
        assert [found.detail for found in findings(case)] == ["the clock is gone"]
        assert [found.detail for found in findings(other)] == ["the clock invented was never started"]


def test_an_event_of_a_clock_that_never_started_cannot_be_folded():
    with pytest.raises(LookupError):
        after({}, 1, "clock.stopped", NOON, {"clock": "5", "was_kept": True})
