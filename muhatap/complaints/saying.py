"""What a customer can say about her complaint, when she is asked, and what proves that she said it."""

from muhatap.cases.models import Message
from muhatap.cases.statuses import Author
from muhatap.complaints.models import Complaint
from muhatap.complaints.stages import Stage
from muhatap.kernel.actors import Actor, ActorKind

ACCEPTED, REFUSED, CONFIRMED, WITHDREW = "accepted", "refused", "confirmed", "withdrew"
_ANSWERS = {
    Stage.RESPONDED: frozenset({ACCEPTED, REFUSED}),
    Stage.CONFIRMING: frozenset({CONFIRMED, REFUSED}),
}


class NotAsked(Exception):
    """The customer was not asked this at this stage."""


class NotProven(Exception):
    """Staff note a customer's word only with the customer's own message that says it."""


def is_asked(complaint: Complaint, said: str) -> bool:
    """Whether the customer is asked at this stage for a word that may be this one."""
    return said in _ANSWERS.get(Stage(complaint.stage), frozenset())


def refuse_unproven(complaint: Complaint, said: str, message: Message | None, by: Actor) -> None:
    """Raise `NotProven` where staff note a word without the customer's own message on this case."""
    if by.kind is ActorKind.STAFF and (
        message is None or message.case_id != complaint.case_id or message.author != Author.CUSTOMER
    ):
        raise NotProven(said)
