"""Mail in and out for tests of the desk: brought by a mailbox, delivered to a loopback server, read back."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from django.utils import timezone

from muhatap.channels.models import Delivery
from muhatap.channels.outbox import rendered
from tests.channels.email.post import bring, mail
from tests.world import load


def parsed(raw: bytes) -> EmailMessage:
    """A mail as the standard library reads it."""
    return message_from_bytes(raw, policy=default)


def mails_of(message_id: int) -> dict[str, EmailMessage]:
    """What goes out of a message, by recipient."""
    rows = Delivery.objects.filter(message_id=message_id).order_by("id")
    return {each.recipient: parsed(rendered(each)) for each in rows}


def open_by_mail(box, **more):
    """A case that came by mail, as it stands, with the vault's item."""
    item = bring(box, mail(**more), at=timezone.now())
    return load(item.case_id), item
