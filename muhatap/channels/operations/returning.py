"""What comes back: bounces, delays and complaints return to the message that they are about."""

import re
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.channels.caretakers import caretakers_of
from muhatap.channels.dead_addresses import says_dead
from muhatap.channels.events import DeliveryReturned
from muhatap.channels.models import Delivery, DeliveryState, MarkReason
from muhatap.channels.operations.marking import mark_address
from muhatap.channels.queries import delivery_sent_as
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications

_WORDS = 2_000
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


def note_bounce_of(
    *,
    message_external_id: str,
    brand_id: int,
    recipient: str,
    status: str,
    hard: bool,
    words: str,
    by: Actor,
    at: datetime,
) -> Delivery | None:
    """Note a bounce of the mail with this Message-ID; None and no change when it is none of the brand's.

    `recipient` must be the one it went to; empty where the source names none.
    """
    delivery = delivery_sent_as(message_external_id, brand_id)
    if delivery is None or (recipient and recipient.lower() != delivery.recipient.lower()):
        return None
    note_bounce(delivery=delivery, status=status, hard=hard, words=words, by=by, at=at)
    return delivery


def note_bounce(*, delivery: Delivery, status: str, hard: bool, words: str, by: Actor, at: datetime) -> bool:
    """The message did not arrive after all; `status` is of RFC 3463. False when that was known before."""
    status = status if _STATUS.fullmatch(status) else ""
    with unit_of_work():
        known = _locked(delivery)
        if known.given_up_at is not None:
            return False
        known.state, known.given_up_at, known.next_try_at = DeliveryState.BOUNCED, at, None
        known.error = words[:_WORDS]
        known.save(update_fields=["state", "given_up_at", "next_try_at", "error"])
        _record(known, f"bounced_{status}" if status else "bounced", status, by=by, at=at)
        if hard and (status in ("", "5.0.0") or says_dead(status)):
            mark_address(delivery=known, reason=MarkReason.BOUNCED, words=words[:_WORDS], by=by, at=at)
        _tell(known, "delivery_given_up", f"bounced_{status or '5'}", by=by, at=at)
    return True


def note_delay(*, delivery: Delivery, words: str, by: Actor, at: datetime) -> bool:
    """The next server still tries: kept beside the delivery, which stays sent. False when that was known."""
    with unit_of_work():
        known = _locked(delivery)
        if known.state != DeliveryState.SENT or known.error:
            return False
        known.error = words[:_WORDS]
        known.save(update_fields=["error"])
        _record(known, "delayed", "", by=by, at=at)
    return True


def note_complaint(*, delivery: Delivery, words: str, by: Actor, at: datetime) -> bool:
    """Who received the message reported it as unwanted (RFC 5965). False when that was known before."""
    with unit_of_work():
        known = _locked(delivery)
        if known.complained_at is not None:
            return False
        known.state, known.complained_at, known.next_try_at = DeliveryState.COMPLAINED, at, None
        known.error = words[:_WORDS]
        known.save(update_fields=["state", "complained_at", "next_try_at", "error"])
        _record(known, "complained", "", by=by, at=at)
        mark_address(delivery=known, reason=MarkReason.COMPLAINED, words=words[:_WORDS], by=by, at=at)
        _tell(known, "letter_complained", "complained", by=by, at=at)
    return True


def _locked(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_for_update().get(id=delivery.id)


def _record(delivery: Delivery, reason: str, status: str, *, by: Actor, at: datetime) -> None:
    record(
        DeliveryReturned(
            brand=delivery.brand_id,
            case=delivery.case_id,
            message=delivery.message_id,
            delivery=delivery.id,
            channel=delivery.channel,
            reason=reason,
            status=status,
        ),
        by=by,
        at=at,
    )


def _tell(delivery: Delivery, kind: str, reason: str, *, by: Actor, at: datetime) -> None:
    case = Case.objects.select_related("queue").get(id=delivery.case_id)
    notifications.tell(
        staff_ids=caretakers_of(case),
        kind=kind,
        brand_id=case.brand_id,
        case_id=case.id,
        params={"number": case.number, "recipient": delivery.recipient, "reason": reason},
        once_key=f"{kind}:{delivery.id}",
        by=by,
        at=at,
    )
