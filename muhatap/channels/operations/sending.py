"""Putting a message on its way: one delivery for each recipient, tried until it is taken or given up."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from muhatap.audit.recording import UnitOfWork, unit_of_work
from muhatap.cases.models import Case, Message, Recipient
from muhatap.cases.telling import telling_of
from muhatap.channels.manners import Leave, Sort, leave_of, sort_of
from muhatap.channels.models import Delivery, DeliveryState, VaultItem
from muhatap.channels.optional_mail import kind_of
from muhatap.channels.queries import marked_form, marks_of, speaks_to_a_machine
from muhatap.channels.quiet import letter_of
from muhatap.customers.queries import consent_of
from muhatap.customers.telling import PLAIN
from muhatap.kernel.actors import Actor

EMAIL = "email"
PHONE = "phone"
WHATSAPP = "whatsapp"
MARKETING = "marketing"


# Why an automatic letter stays unsent; the desk puts it into words.
WITHHELD = "withheld"
MARKED = "marked"
ERASED = "erased"
DECLINED = "declined"


def send_to_customer(
    *, case: Case, message_id: int, by: Actor, at: datetime, is_automatic: bool = False
) -> list[Delivery]:
    """Queue a message for the customer and everybody it is copied to; without an address, for nobody.

    The portal shows every message in any case. It leaves as the customer wishes (`manners`). An automatic
    letter never answers a machine (RFC 3834) and never goes to an address that is marked.
    """
    with unit_of_work() as unit:
        number = _number(case, unit) if case.channel == WHATSAPP else ""
        own = number or case.customer_email
        recipients = [own] if own else []
        recipients += _copied(unit, message_id)
        withheld = _withheld(case, recipients, unit) if is_automatic else {}
        leave = _leave(case, message_id, unit, is_automatic=is_automatic, at=at)
        if leave is not None and leave.withheld:
            withheld.setdefault(own, leave.withheld)
        if is_automatic and _is_declined(case, message_id, unit):
            withheld = dict.fromkeys(recipients, DECLINED)
        deliveries = [
            Delivery(
                brand_id=case.brand_id,
                case=case,
                message_id=message_id,
                channel=WHATSAPP if number and recipient == number else EMAIL,
                recipient=recipient,
                state=DeliveryState.WITHHELD if recipient in withheld else DeliveryState.QUEUED,
                next_try_at=None if recipient in withheld else at,
                given_up_at=at if recipient in withheld else None,
                error=withheld.get(recipient, ""),
            )
            for recipient in dict.fromkeys(recipients)
        ]
        _as_wished(case, deliveries, leave, own)
        unit.add(*deliveries)
    return deliveries


def _as_wished(case: Case, deliveries: list[Delivery], leave: Leave | None, to: str) -> None:
    """What goes to the customer herself takes her way and her hour; copies are other people's."""
    if leave is None:
        return
    own = [each for each in deliveries if each.recipient == to and not each.given_up_at]
    for delivery in own:
        delivery.manner = leave.manner
        delivery.next_try_at = leave.at
        if leave.channel == PHONE:
            delivery.channel, delivery.recipient = PHONE, case.customer.phone


def _leave(
    case: Case, message_id: int, unit: UnitOfWork, *, is_automatic: bool, at: datetime
) -> Leave | None:
    """How the letter leaves; None where the customer wishes nothing special and it is no advertising."""
    telling = telling_of(case)
    if telling == PLAIN and not is_automatic:
        return None
    message = unit.known(Message, message_id) or Message.objects.get(id=message_id)
    sort = sort_of(message.external_id, is_automatic=is_automatic)
    if telling == PLAIN and sort is not Sort.MARKETING:
        return None
    consent = consent_of(case.customer_id, MARKETING) if sort is Sort.MARKETING else None
    leave = leave_of(
        letter_of(case, sort),
        telling,
        at.astimezone(ZoneInfo(case.brand.zone)),
        has_phone=bool(case.customer.phone),
        has_consent=consent is not None and consent.is_given,
    )
    return replace(leave, at=leave.at.astimezone(UTC)) if leave.at else leave


def _number(case: Case, unit: UnitOfWork) -> str:
    """The number that wrote last in a case of WhatsApp: it is answered where it wrote."""
    came = [each.vault_item_id for each in unit.rows.get(Message, ()) if each.case_id == case.id]
    items = VaultItem.objects.filter(Q(case_id=case.id) | Q(id__in=list(filter(None, came))), source=WHATSAPP)
    return (
        items.exclude(sender="").order_by("-stored_at", "-id").values_list("sender", flat=True).first() or ""
    )


def _copied(unit: UnitOfWork, message_id: int) -> list[str]:
    if unit.pending(Message, message_id) is None:
        return list(Recipient.objects.filter(message_id=message_id).values_list("email", flat=True))
    return [each.email for each in unit.rows.get(Recipient, ()) if each.message_id == message_id]


def _withheld(case: Case, recipients: list[str], unit: UnitOfWork) -> dict[str, str]:
    """Who does not get an automatic letter, and why."""
    if _speaks_to_a_machine(case, unit):
        return dict.fromkeys(recipients, WITHHELD)
    if case.customer._state.adding:
        return {}
    marks = marks_of(case.brand_id, recipients)
    return {recipient: MARKED for recipient in recipients if marked_form(recipient) in marks}


def _is_declined(case: Case, message_id: int, unit: UnitOfWork) -> bool:
    declined = [kind for kind, wanted in case.customer.preferences.items() if wanted is False]
    if not declined:
        return False
    message = unit.known(Message, message_id) or Message.objects.get(id=message_id)
    return kind_of(message.external_id) in declined


def _speaks_to_a_machine(case: Case, unit: UnitOfWork) -> bool:
    # What opens a case is not linked to it yet when the acknowledgement is written.
    came_with = {each.vault_item_id for each in unit.rows.get(Message, ()) if each.case_id == case.id}
    held = [item for each in came_with if each and (item := unit.known(VaultItem, each)) is not None]
    if case._state.adding or held:
        return any(item.sender and item.no_auto_reply for item in held)
    return speaks_to_a_machine(case)


def try_again(*, delivery: Delivery, by: Actor, at: datetime) -> None:
    """Put a delivery that waits, was given up or came back at the head of the line."""
    with unit_of_work():
        # What no server took may be put right first: another sender, another subject.
        if delivery.sent_at is None and delivery.state == DeliveryState.BOUNCED:
            delivery.frame, delivery.external_id = {}, ""
        delivery.state, delivery.attempts, delivery.error = DeliveryState.QUEUED, 0, ""
        delivery.next_try_at, delivery.given_up_at, delivery.sent_at = at, None, None
        delivery.save(
            update_fields=[
                *("state", "attempts", "error", "next_try_at", "given_up_at", "sent_at"),
                *("frame", "external_id"),
            ]
        )


def forget_frames(*, message: Message, by: Actor, at: datetime) -> None:
    """Nothing more goes out of an erased message, and where the subject was erased, no letter names it."""
    case = message.case
    with unit_of_work():
        waiting = Delivery.objects.filter(message=message, sent_at__isnull=True, given_up_at__isnull=True)
        waiting.update(state=DeliveryState.WITHHELD, given_up_at=at, next_try_at=None, error=ERASED)
        if case.subject == case.number:
            for delivery in Delivery.objects.filter(case=case, frame__has_key="subject"):
                delivery.frame["subject"] = case.number
                delivery.save(update_fields=["frame"])


def hold_waiting(*, brand_id: int, by: Actor, at: datetime) -> int:
    """Leave what waits unsent until a person sends it; for letters of made-up cases. Returns how many."""
    with unit_of_work():
        waiting = Delivery.objects.filter(brand_id=brand_id, sent_at__isnull=True, given_up_at__isnull=True)
        return waiting.update(next_try_at=None)
