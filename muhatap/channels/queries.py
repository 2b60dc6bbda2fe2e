"""Reads of what came in and went out."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import BigIntegerField, ExpressionWrapper, F, Q

from muhatap.brands.models import Brand
from muhatap.cases.models import Case, Message
from muhatap.cases.people import folded
from muhatap.cases.statuses import Author
from muhatap.channels.models import AddressMark, Delivery, DeliveryState, Mailbox, VaultItem
from muhatap.kernel.identifiers import normal_email

_MOST_SENT = 200


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


def speaks_to_a_machine(case: Case) -> bool:
    """Whether what came last from outside is a machine's, which no automatic letter answers (RFC 3834)."""
    items = VaultItem.objects.filter(case=case).exclude(sender="")
    return bool(items.order_by("-stored_at", "-id").values_list("no_auto_reply", flat=True).first())


def own_addresses(brand: Brand) -> set[str]:
    """The addresses at which a brand itself gets and sends mail, in `bare_form`."""
    said = brand.contact.get("sender") or {}
    boxes = Mailbox.objects.filter(brand=brand).values_list("address", flat=True)
    return {bare_form(each) for each in (*boxes, said.get("email"), brand.contact.get("email")) if each}


def bare_form(address: str) -> str:
    """An address as it is compared, without what follows a plus: mail to both comes to one box."""
    local, _, domain = folded(address).rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" if domain else ""


def sent_on(case_ids: Iterable[int]) -> list[tuple[Message, list[Delivery]]]:
    """What was written to the customer on these cases, newest first, each with how it went out."""
    ours = Message.objects.filter(case_id__in=list(case_ids), author__in=[Author.STAFF, Author.AUTOMATIC])
    rows = ours.select_related("staff", "case").prefetch_related("deliveries").order_by("-at", "-id")
    messages = list(rows[:_MOST_SENT])
    return [(each, sorted(each.deliveries.all(), key=lambda one: one.id)) for each in messages]


def has_marks(brand_id: int) -> bool:
    """Whether any address of the brand is marked now."""
    # By hand: it is asked at every mail.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM channels_addressmark WHERE brand_id = %s AND cleared_at IS NULL LIMIT 1",
            [brand_id],
        )
        return cursor.fetchone() is not None


def sender_of_item(item_id: int | None) -> str:
    """From which address an item of the vault came, empty where that is not known."""
    found = VaultItem.objects.filter(id=item_id).values_list("sender", flat=True).first() if item_id else ""
    return found if found and "@" in found else ""


def mail_waiting_since(brand_id: int, at: datetime) -> datetime | None:
    """Since when the brand's most overdue letter should have left; None when none is overdue."""
    waiting = Q(state__in=(DeliveryState.QUEUED, DeliveryState.DEFERRED), sent_at=None, given_up_at=None)
    # By the index of what is due: asked by its brand, SQLite would read every letter of it.
    of_brand = ExpressionWrapper(F("brand_id") + 0, output_field=BigIntegerField())
    due = Delivery.objects.alias(of_brand=of_brand).filter(
        waiting, next_try_at__lte=at, of_brand=brand_id, channel="email"
    )
    return due.order_by("next_try_at", "id").values_list("next_try_at", flat=True).first()


def has_unread_mailbox(brand_id: int) -> bool:
    """Whether one of the brand's mailboxes could not be read at the last visit."""
    return Mailbox.objects.filter(brand_id=brand_id).exclude(error="").exists()
