"""In whose name a reply goes out, shown before it is sent."""

from dataclasses import dataclass

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.channels.contract import NotReady
from muhatap.channels.outbox import sender_of
from muhatap.channels.voices import first_mailbox, mailbox_come_to, signature_of, signed_as


@dataclass(frozen=True, slots=True)
class Voice:
    """The sender as the customer sees it, empty while there is no address, and the signature."""

    sender: str = ""
    signature: str = ""


def voice_here(case: Case, staff: Staff, has_mail: bool = True) -> Voice:
    """How a reply of this member of staff to this case is signed; `has_mail` if any mail may have come."""
    came_to = mailbox_come_to(case) if has_mail else None
    mailbox = came_to or first_mailbox(case.brand_id)
    signed = signed_as(staff)
    signature = signature_of(mailbox, language=case.language, agent=signed, brand=case.brand.name)
    try:
        name, address = sender_of(case, mailbox, staff.name, came_to is not None)
    except NotReady:
        return Voice("", signature)
    return Voice(f"{name} <{address}>", signature)
