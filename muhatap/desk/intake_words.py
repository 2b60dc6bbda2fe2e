"""Why a mail is in no case, and how a mailbox is read, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from muhatap.channels.adapters.email.parsing import parse
from muhatap.channels.models import Mailbox, VaultItem, VaultState
from muhatap.channels.vault import open_item
from muhatap.kernel.masking import mask
from muhatap.kernel.sealing import Tampered

_MACHINES = "automatic:"
_FAILED = "failed:"
_LOOKED_INTO, _HEAD = 1_000_000, 16_384


@dataclass(frozen=True, slots=True)
class OutsideFace:
    """One mail in no case: why, in the program's own words too, and what can be done with it."""

    item: VaultItem
    icon: str
    why: str
    detail: str
    said: str
    may_open: bool


def outside_face(item: VaultItem, *, may_read: bool) -> OutsideFace:
    """A mail outside of cases as the page shows it; whom it is from only to those who read cases."""
    waits = item.state == VaultState.STORED
    failed = item.reason.startswith(_FAILED)
    return OutsideFace(
        item=item,
        icon="clock" if waits else "alert" if failed else "minus",
        why=why_outside(item),
        detail=_detail(item),
        said=_said(item) if may_read else "",
        # What failed or waits is tried again by the same rules; what a rule put aside would end there again.
        may_open=not waits and not failed and not item.source.startswith("whatsapp"),
    )


def why_outside(item: VaultItem) -> str:
    """Why a mail is in no case."""
    if item.source.startswith("hook:"):
        return _("A provider's request that could not be read")
    if item.reason == "whatsapp: reaction":
        return _("A sign under a WhatsApp message, and no open case of that number")
    if item.reason.startswith("whatsapp:"):
        return _("WhatsApp told something that could not be understood")
    if item.state == VaultState.STORED:
        return (
            _("Could not be filed yet; it is tried again by itself")
            if item.attempts
            else _("Waits to be filed")
        )
    if item.reason.startswith(_FAILED):
        return _("Could not be filed, however often it was tried")
    if item.reason.startswith(_MACHINES):
        return _("A machine's answer that belongs to no case")
    match item.reason:
        case "own_mail":
            return _("One of our own letters came back")
        case "own_automatic_mail":
            return _("Another desk's automatic letter")
        case "bounce_of_nothing":
            return _("A bounce that names none of our letters")
        case _:
            return _("Set aside")


def way_in(mailbox: Mailbox) -> str:
    """How the mail of a mailbox comes in."""
    return _("IMAP") if mailbox.access else _("Listener, pipe or webhook")


def _said(item: VaultItem) -> str:
    """Sender and subject, masked, of a mail that is not too large to look into on a page."""
    if item.size > _LOOKED_INTO or not item.source.startswith("email:"):
        return ""
    try:
        mail = parse(open_item(item=item)[:_HEAD])
    except (Tampered, OSError):
        return ""
    return mask(" · ".join(filter(None, (mail.from_email, mail.subject[:120])))).text


def _detail(item: VaultItem) -> str:
    if item.state == VaultState.STORED:
        return item.reason
    return item.reason.partition(":")[2]
