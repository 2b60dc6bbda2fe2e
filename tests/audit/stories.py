"""Cases with a past, for whoever wants to prove or to meddle with it."""

from datetime import timedelta

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author, Status
from muhatap.complaints import operations as complaints
from muhatap.complaints.queries import complaint_of
from muhatap.kernel.actors import Actor
from tests.world import NOON, World, load, make_case

REPLY = cases.NewMessage(
    author=Author.STAFF, channel="email", text="İnceliyoruz.\r\nYarın yazacağız.", html="<p>İnceliyoruz.</p>"
)


def make_long_case(world: World, customer: int = 0) -> Case:
    """A case that was answered, moved, raised, objected to and closed."""
    case = make_case(world, customer=customer)
    agent = world.staff["deniz"]
    by, at = Actor.staff(agent.id), NOON
    cases.assign(case=case, owner=agent, by=by, at=at + timedelta(minutes=1))
    cases.post_message(case=case, new=REPLY, by=by, at=at + timedelta(minutes=2))
    cases.move_to_queue(
        case=case, queue=world.queues["accounts"], reason="mistaken", by=by, at=at + timedelta(minutes=3)
    )
    cases.change_priority(case=case, priority=1, reason="emergency", by=by, at=at + timedelta(minutes=4))
    cases.correct_topic(case=case, topic=world.topics["ACC-LOGIN"], by=by, at=at + timedelta(minutes=5))
    cases.change_status(case=case, status=Status.RESOLVED, by=by, at=at + timedelta(minutes=6))
    cases.express_dissatisfaction(
        case=case,
        words="Bu yanıt yetmiyor.",
        channel="portal",
        by=Actor.customer(case.customer_id),
        at=at + timedelta(minutes=7),
    )
    complaints.withdraw(
        complaint=complaint_of(load(case.id)),
        words="",
        message=None,
        by=Actor.customer(case.customer_id),
        at=at + timedelta(minutes=8),
    )
    return load(case.id)


def events_of(case: Case) -> list[Event]:
    """The events of a case in order."""
    return list(Event.objects.filter(stream_id=case.id).order_by("seq"))


def event_of(case: Case, kind: str) -> Event:
    """The first event of this kind."""
    return Event.objects.filter(stream_id=case.id, kind=kind).order_by("seq")[0]


def first_message(case: Case) -> Message:
    """What the customer wrote first."""
    return Message.objects.filter(case=case).order_by("at", "id")[0]
