"""Putting a message on its way: one delivery for each recipient, tried until it is taken or given up."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case, Participant
from muhatap.channels.models import Delivery
from muhatap.kernel.actors import Actor

EMAIL = "email"


def send_to_customer(*, case: Case, message_id: int, by: Actor, at: datetime) -> list[Delivery]:
    """Queue a message for the customer and everyone who receives copies; without an address, for nobody.

    The portal shows every message in any case.
    """
    with unit_of_work() as unit:
        recipients = [case.customer.email] if case.customer.email else []
        recipients += Participant.objects.filter(case=case, role="copied").values_list("email", flat=True)
        deliveries = [
            Delivery(
                brand_id=case.brand_id,
                case=case,
                message_id=message_id,
                channel=EMAIL,
                recipient=recipient,
                next_try_at=at,
            )
            for recipient in dict.fromkeys(recipients)
        ]
        unit.add(*deliveries)
    return deliveries


def try_again(*, delivery: Delivery, by: Actor, at: datetime) -> None:
    """Put a delivery that waits or was given up at the head of the line."""
    with unit_of_work():
        delivery.next_try_at = at
        delivery.given_up_at = None
        delivery.save(update_fields=["next_try_at", "given_up_at"])
