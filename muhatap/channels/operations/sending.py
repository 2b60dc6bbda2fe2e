"""Putting a message on its way: one delivery for each recipient, tried until it is taken or given up."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case, Participant
from muhatap.channels.models import Delivery, VaultItem
from muhatap.kernel.actors import Actor

EMAIL = "email"


# Why an automatic letter stays unsent; the desk puts it into words.
WITHHELD = "withheld"


def send_to_customer(
    *, case: Case, message_id: int, by: Actor, at: datetime, is_automatic: bool = False
) -> list[Delivery]:
    """Queue a message for the customer and everyone who receives copies; without an address, for nobody.

    The portal shows every message in any case. An automatic letter never answers a machine (RFC 3834).
    """
    with unit_of_work() as unit:
        is_withheld = is_automatic and _speaks_to_a_machine(case)
        recipients = [case.customer.email] if case.customer.email else []
        recipients += Participant.objects.filter(case=case, role="copied").values_list("email", flat=True)
        deliveries = [
            Delivery(
                brand_id=case.brand_id,
                case=case,
                message_id=message_id,
                channel=EMAIL,
                recipient=recipient,
                next_try_at=None if is_withheld else at,
                given_up_at=at if is_withheld else None,
                error=WITHHELD if is_withheld else "",
            )
            for recipient in dict.fromkeys(recipients)
        ]
        unit.add(*deliveries)
    return deliveries


def _speaks_to_a_machine(case: Case) -> bool:
    items = VaultItem.objects.filter(case=case).exclude(sender="").order_by("-stored_at", "-id")
    return bool(items.values_list("no_auto_reply", flat=True).first())


def try_again(*, delivery: Delivery, by: Actor, at: datetime) -> None:
    """Put a delivery that waits or was given up at the head of the line."""
    with unit_of_work():
        delivery.next_try_at, delivery.given_up_at, delivery.sent_at = at, None, None
        delivery.attempts = 0
        delivery.save(update_fields=["next_try_at", "given_up_at", "sent_at", "attempts"])


def hold_waiting(*, brand_id: int, by: Actor, at: datetime) -> int:
    """Leave what waits unsent until a person sends it; for letters of made-up cases. Returns how many."""
    with unit_of_work():
        waiting = Delivery.objects.filter(brand_id=brand_id, sent_at__isnull=True, given_up_at__isnull=True)
        return waiting.update(next_try_at=None)
