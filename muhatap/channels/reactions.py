"""What channels do when something happens to a case."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases.events import ContentErased, MessagePosted
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.kernel.actors import Actor

_OURS = frozenset({Author.STAFF, Author.AUTOMATIC})


def send_on_message(fact: MessagePosted, *, by: Actor, at: datetime) -> None:
    """Queue what staff or letters wrote for delivery, in the same transaction; notes stay in the desk."""
    if fact.author not in _OURS:
        return
    with unit_of_work() as unit:
        case = unit.known(Case, fact.case) or Case.objects.select_related("customer").get(id=fact.case)
        channels.send_to_customer(
            case=case,
            message_id=fact.message,
            is_automatic=fact.author == Author.AUTOMATIC,
            by=by,
            at=at,
        )


def destroy_on_erasure(fact: ContentErased, *, by: Actor, at: datetime) -> None:
    """Destroy what an erased message was read from, in the same transaction."""
    channels.destroy_what_came(message=Message.objects.get(id=fact.message), by=by, at=at)
