"""Side conversations on their way: what staff writes to somebody outside, and what comes back."""

from collections.abc import Sequence
from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Message, SideConversation, SideParty
from muhatap.cases.statuses import Author
from muhatap.channels.caretakers import caretakers_of
from muhatap.channels.cleaning import clean
from muhatap.channels.contract import InboundMessage
from muhatap.channels.models import Delivery
from muhatap.channels.operations.sending import EMAIL
from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.notifications import operations as notifications


def write_aside(
    *, side: SideConversation, text: str, attached: Sequence[StoredFile], by: Actor, at: datetime
) -> Message:
    """Write to everybody in a side conversation, masked as everything that leaves; no clock hears of it."""
    masked = mask(text)
    with unit_of_work() as unit:
        message = cases.post_message(
            case=side.case,
            new=cases.NewMessage(
                author=Author.NOTE,
                channel=EMAIL,
                text=masked.text,
                masked=[{"kind": item.kind, "start": item.start, "end": item.end} for item in masked.found],
                files=[(file, "") for file in attached],
                side=side,
            ),
            by=by,
            at=at,
        )
        parties = SideParty.objects.filter(side=side).order_by("id").values_list("email", flat=True)
        unit.add(
            *(
                Delivery(
                    brand_id=side.case.brand_id,
                    case=side.case,
                    message=message,
                    channel=EMAIL,
                    recipient=email,
                    next_try_at=at,
                )
                for email in parties
            )
        )
    return message


def receive_aside(*, side: SideConversation, inbound: InboundMessage, by: Actor, at: datetime) -> Message:
    """Keep an answer from outside in its side conversation and tell who looks after the case.

    A person's answer ends the waiting for it; a machine's does not.
    """
    cleaned = clean(inbound)
    case = side.case
    with unit_of_work():
        stored = [
            (files.store_file(brand_id=case.brand_id, name=each.name, data=each.data, by=by, at=at), "")
            for each in inbound.files
        ]
        message = cases.post_message(
            case=case,
            new=cases.NewMessage(
                author=Author.NOTE,
                channel=inbound.channel,
                text=cleaned.text,
                html=cleaned.html,
                quoted=cleaned.quoted,
                masked=cleaned.found,
                files=stored,
                external_id=inbound.external_id,
                vault_item_id=inbound.vault_item_id,
                side=side,
            ),
            by=by,
            at=at,
        )
        if not inbound.is_automatic:
            cases.end_waiting(side=side, by=by, at=at)
        notifications.tell(
            staff_ids=caretakers_of(case),
            kind="side_answered",
            brand_id=case.brand_id,
            case_id=case.id,
            params={"number": case.number, "subject": side.subject},
            once_key=f"side:{message.id}",
            by=by,
            at=at,
        )
    return message
