"""Deliveries that were changed past the desk do not agree with their events."""

import pytest

from muhatap.audit.findings import Fault
from muhatap.audit.recording import record
from muhatap.audit.verifying import verify_stream
from muhatap.channels.events import DeliveryGivenUp, MessageDelivered
from muhatap.channels.models import Delivery
from muhatap.channels.proof import DeliveriesAgree
from muhatap.kernel.actors import Actor
from tests.audit.stories import event_of, first_message
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
BY = Actor.system("mail")
DIGEST = "ab" * 32


@pytest.fixture
def delivered(world):
    """A case with one message that went out and one delivery that was given up."""
    case = make_case(world)
    message = first_message(case)
    for recipient, digest in (("a@posta.example", DIGEST), ("b@posta.example", "")):
        delivery = Delivery.objects.create(
            brand=case.brand, case=case, message=message, channel="email", recipient=recipient,
            rendered_sha256=digest, state="sent" if digest else "bounced",
            sent_at=NOON if digest else None, given_up_at=None if digest else NOON,
        )  # fmt: skip
        told = {"brand": case.brand_id, "case": case.id, "message": message.id, "delivery": delivery.id}
        if digest:
            fact = MessageDelivered(**told, channel="email", author="staff", rendered=digest)
        else:
            fact = DeliveryGivenUp(**told, channel="email", reason="bounced")
        record(fact, by=BY, at=NOON)
    return case


def findings(case):
    return verify_stream(case.id, (DeliveriesAgree(),)).findings


def test_what_went_out_agrees(delivered):
    assert findings(delivered) == []


def test_other_bytes_are_named(delivered):
    Delivery.objects.filter(rendered_sha256=DIGEST).update(rendered_sha256="cd" * 32)
    (found,) = findings(delivered)
    event = event_of(delivered, "message.delivered")
    assert (found.fault, found.seq, found.event_id) == (Fault.TABLE, event.seq, event.id)


def test_a_delivery_that_is_gone_is_named(delivered):
    Delivery.objects.filter(rendered_sha256="", case=delivered, recipient="b@posta.example").delete()
    (found,) = findings(delivered)
    assert found.seq == event_of(delivered, "message.delivery_given_up").seq


def test_a_delivery_of_another_message_is_named(delivered, world):
    other = make_case(world, customer=1)
    Delivery.objects.filter(rendered_sha256=DIGEST).update(message=first_message(other), case=other)
    assert [found.seq for found in findings(delivered)] == [event_of(delivered, "message.delivered").seq]


def test_a_state_that_was_changed_past_the_desk_is_found(delivered):
    Delivery.objects.filter(state="sent").update(state="bounced", given_up_at=NOON)
    (finding,) = findings(delivered)
    assert finding.fault is Fault.TABLE
    assert "state" in finding.detail
