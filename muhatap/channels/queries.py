"""Reads of what came in and went out."""

from collections.abc import Iterable

from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels.models import AddressMark, Delivery
from muhatap.kernel.identifiers import normal_email


def public_messages_after(case: Case, after: int, limit: int) -> list[Message]:
    """At most `limit` messages that the customer may see, later than the message `after`, oldest first."""
    return list(
        Message.objects.filter(case=case, id__gt=after)
        .exclude(author=Author.NOTE)
        .prefetch_related("attachments__file")
        .order_by("id")[:limit]
    )


def delivery_sent_as(external_id: str, brand_id: int) -> Delivery | None:
    """The brand's delivery that goes or went out under this Message-ID."""
    if not external_id:
        return None
    return Delivery.objects.filter(brand_id=brand_id, external_id=external_id).order_by("id").first()


def mark_of(brand_id: int, address: str) -> AddressMark | None:
    """The mark that an address carries now."""
    return marks_of(brand_id, [address]).get(marked_form(address))


def marks_of(brand_id: int, addresses: Iterable[str]) -> dict[str, AddressMark]:
    """The marks that these addresses carry now, by the form in which they are kept."""
    forms = {marked_form(address) for address in addresses if address}
    if not forms:
        return {}
    rows = AddressMark.objects.filter(brand_id=brand_id, address__in=forms, cleared_at__isnull=True)
    return {mark.address: mark for mark in rows}


def marked_form(address: str) -> str:
    """An address as marks keep it: nobody gives Elif@ and elif@ to two people."""
    return (normal_email(address) or address.strip()).lower()[:254]
