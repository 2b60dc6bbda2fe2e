"""Turning to somebody outside about a case: what is passed on is chosen, copied and masked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Attachment, Case, Message, SideConversation
from muhatap.cases.people import Person
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundFile
from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask


@dataclass(frozen=True, slots=True, kw_only=True)
class Outward:
    """What is written to the outside: words, own files, files of the case, and whether the case waits."""

    text: str
    files: tuple[InboundFile, ...] = ()
    attachments: Sequence[Attachment] = ()
    waits: bool = False


def turn_outside(
    *,
    case: Case,
    subject: str,
    people: Sequence[Person],
    outward: Outward,
    staff: Staff,
    by: Actor,
    at: datetime,
) -> SideConversation:
    """Begin a side conversation and send its first mail; the customer and the clocks hear nothing of it."""
    with unit_of_work():
        side = cases.open_side_conversation(
            case=case, subject=mask(subject).text, people=people, staff=staff, by=by, at=at
        )
        write_outside(side=side, outward=outward, by=by, at=at)
    return side


def write_outside(*, side: SideConversation, outward: Outward, by: Actor, at: datetime) -> Message:
    """Write on in a side conversation; with `waits` the case waits for the answer."""
    brand_id = side.case.brand_id
    with unit_of_work():
        stored: list[StoredFile] = [
            files.store_file(brand_id=brand_id, name=each.name, data=each.data, by=by, at=at)
            for each in outward.files
        ]
        # A copy of its own: erasing a file of the case must not empty what was sent, nor the other way.
        stored += [
            files.store_file(
                brand_id=brand_id,
                name=each.file.name,
                data=files.read_file(stored=each.file),
                by=by,
                at=at,
            )
            for each in outward.attachments
        ]
        message = channels.write_aside(side=side, text=outward.text, attached=stored, by=by, at=at)
        if outward.waits:
            cases.await_side(side=side, by=by, at=at)
    return message
