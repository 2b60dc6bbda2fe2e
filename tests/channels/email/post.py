"""A post office for tests: mails in Turkish, mailboxes of the world's brands, and the desk's work."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from zlib import crc32

from muhatap.audit import relay
from muhatap.brands.models import Brand
from muhatap.channels.adapters.email import filing, intake
from muhatap.channels.models import Mailbox, VaultItem
from muhatap.channels.operations.delivering import deliver_due
from muhatap.kernel.actors import Actor
from tests.world import NOON

ELIF = "Elif Karaca <elif@posta.example>"
TEXT = "Merhaba,\n\nÜç gündür çekim talebim bekliyor, para hesabıma geçmedi. Ne zaman gelir?\n\nElif"
POSTMAN = Actor.system("delivery")


def mailbox(brand: Brand, name: str = "destek", address: str = "", topic: str = "") -> Mailbox:
    return Mailbox.objects.create(
        brand=brand, name=name, address=address or f"{name}@{brand.code}.example", state={"topic": topic}
    )


def mail(
    sender: str = ELIF,
    subject: str = "Çekim talebim gelmedi",
    text: str = TEXT,
    to: str = "destek@nehir.example",
    files: tuple[tuple[str, bytes], ...] = (),
    **headers: str,
) -> bytes:
    """A mail as a customer's program writes it; headers as `in_reply_to="<…>"`, an empty one is left out."""
    message = EmailMessage(policy=SMTP)
    given = {
        "message_id": f"<{crc32(repr((subject, text, sender)).encode())}@posta.example>",
        "date": "Wed, 18 Nov 2026 11:58:00 +0300",
    }
    for name, value in {"from": sender, "to": to, "subject": subject, **given, **headers}.items():
        if value:
            message[name.replace("_", "-")] = value
    message.set_content(text)
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def bring(box: Mailbox, raw: bytes, at: datetime = NOON) -> VaultItem:
    """Take a mail in as the pipe does."""
    return filing.file_item(item=intake.take(mailbox=box, raw=raw, at=at).item, at=at)


def work(at: datetime = NOON) -> None:
    """Run what follows: publication, listeners, deliveries."""
    at += timedelta(seconds=1)
    while relay.publish(at=at) or relay.run_listeners(at=at) or deliver_due(by=POSTMAN, at=at):
        pass
