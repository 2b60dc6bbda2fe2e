"""Reads of what goes out, within the brands whose outbox the reader may see."""

from collections.abc import Sequence
from enum import StrEnum

from django.db.models import QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.channels.models import Delivery, DeliveryState
from muhatap.letters.models import HeldReply
from muhatap.letters.queries import stopped_replies

SHOWN_AT_MOST = 100
_FAILED = [DeliveryState.BOUNCED, DeliveryState.COMPLAINED, DeliveryState.WITHHELD]


class Standing(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    FAILED = "failed"
    SENT = "sent"


def deliveries_visible_to(staff: Staff) -> QuerySet[Delivery]:
    """The deliveries of the brands in which her role reads the outbox."""
    brand_ids = scope_of(staff).brand_ids_with(Permission.READ_OUTBOX)
    return Delivery.objects.filter(brand_id__in=brand_ids)


def deliveries_in(staff: Staff, standing: Standing) -> Sequence[Delivery]:
    """What waits, failed or was sent, the newest first."""
    rows = deliveries_visible_to(staff)
    match standing:
        case Standing.WAITING:
            rows = rows.filter(sent_at__isnull=True, given_up_at__isnull=True)
        case Standing.FAILED:
            rows = rows.filter(state__in=_FAILED)
        case _:
            rows = rows.filter(state=DeliveryState.SENT)
    return list(
        rows.select_related("case")
        .defer("case__fields", "case__notices", "case__sealed_fields")
        .order_by("-id")[:SHOWN_AT_MOST]
    )


def held_back(staff: Staff) -> list[HeldReply]:
    """The replies that were kept from leaving in those brands, until somebody decides."""
    return stopped_replies(scope_of(staff).brand_ids_with(Permission.READ_OUTBOX))


def delivery_visible_to(staff: Staff, delivery_id: int) -> Delivery | None:
    """One delivery, if she may see it."""
    return (
        deliveries_visible_to(staff).select_related("case", "message", "brand").filter(id=delivery_id).first()
    )
