"""Addresses that get no automatic mail: marked by a bounce or a complaint, cleared by writing or by staff."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.channels.events import AddressCleared, AddressMarked
from muhatap.channels.models import AddressMark, Delivery, MarkReason
from muhatap.channels.queries import mark_of, marked_form
from muhatap.kernel.actors import Actor, ActorKind


def mark_address(
    *, delivery: Delivery, reason: MarkReason, words: str, by: Actor, at: datetime
) -> AddressMark | None:
    """Mark the recipient of a delivery; None when the address was marked before."""
    address = marked_form(delivery.recipient)
    with unit_of_work():
        mark, is_new = AddressMark.objects.get_or_create(
            brand_id=delivery.brand_id,
            address=address,
            cleared_at=None,
            defaults={"reason": reason, "words": words, "delivery": delivery, "since_at": at},
        )
        if not is_new:
            return None
        record(
            AddressMarked(
                brand=delivery.brand_id,
                case=delivery.case_id,
                mark=mark.id,
                delivery=delivery.id,
                reason=reason,
            ),
            by=by,
            at=at,
        )
    return mark


def clear_address(*, case: Case, address: str, by: Actor, at: datetime) -> bool:
    """Let automatic mail go to an address again; False when it was not marked. The fact is on this case."""
    with unit_of_work():
        mark = mark_of(case.brand_id, address)
        if mark is None:
            return False
        is_staff = by.kind == ActorKind.STAFF
        mark.cleared_at, mark.cleared_by_id = at, by.id if is_staff else None
        mark.save(update_fields=["cleared_at", "cleared_by_id"])
        record(
            AddressCleared(
                brand=case.brand_id, case=case.id, mark=mark.id, reason="staff" if is_staff else "wrote"
            ),
            by=by,
            at=at,
        )
    return True
