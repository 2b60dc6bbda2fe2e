"""The events of a case alone give the state that its row shows, whatever was done in whatever order."""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.folding import CaseState, after, fold
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, ClosedReason, Status, may_move
from muhatap.complaints.reactions import ComplaintGoesOn
from muhatap.kernel.actors import Actor
from tests.world import NOON, load, make_case


def told(case_id: int) -> CaseState:
    events = Event.objects.filter(stream_id=case_id).order_by("seq")
    return fold((event.kind, json.loads(event.content)) for event in events)


def shown(case: Case) -> CaseState:
    return CaseState(
        number=case.number,
        brand=case.brand_id,
        status=case.status,
        kind=case.kind,
        priority=case.priority,
        queue=case.queue_id,
        owner=case.owner_id,
        topic=case.topic.code if case.topic else "",
        customer=case.customer_id,
    )


def test_no_events_are_no_case():
    assert fold([]) == CaseState()


def test_events_of_others_change_nothing():
    state = CaseState(number="1", status="open", queue=5)
    assert after(state, "clock.broken", {"clock": "1"}) is state
    assert after(state, "survey.answered", {"score": 5}) is state


def test_later_events_win():
    opened = {"number": "1", "brand": "2", "case_kind": "request", "priority": 4, "queue": "3", "topic": "A"}
    events = [
        ("case.opened", opened),
        ("case.assigned", {"owner": "9"}),
        ("case.moved", {"queue": 4}),
        ("case.assigned", {"owner": None}),
        ("case.topic_corrected", {"topic": "B"}),
        ("case.dissatisfaction_expressed", {"case_kind": "complaint", "priority": 2}),
        ("case.priority_changed", {"priority": 1}),
        ("case.status_changed", {"status": "open"}),
    ]
    assert fold(events) == CaseState(
        number="1", brand=2, status="open", kind="complaint", priority=1, queue=4, owner=None, topic="B"
    )


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["assign", "move", "priority", "topic", "status", "write", "object"]),
        st.integers(0, 5),
    ),
    max_size=10,
)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(steps=STEPS)
def test_the_fold_is_the_row(world, steps):
    case = make_case(world)
    by = Actor.staff(world.staff["deniz"].id)
    for minute, (step, choice) in enumerate(steps, 1):
        # A case does not end while its complaint goes on.
        with suppress(ComplaintGoesOn):
            act(world, load(case.id), step, choice, by, NOON + timedelta(minutes=minute))
    assert told(case.id) == shown(load(case.id))


def act(world, case, step, choice, by, at):
    match step:
        case "assign":
            owner = [None, *world.staff.values()][choice]
            cases.assign(case=case, owner=owner, by=by, at=at)
        case "move":
            queues = list(world.queues.values())
            cases.move_to_queue(case=case, queue=queues[choice % len(queues)], reason="x", by=by, at=at)
        case "priority":
            cases.change_priority(case=case, priority=1 + choice % 4, reason="x", by=by, at=at)
        case "topic":
            topics = list(world.topics.values())
            cases.correct_topic(case=case, topic=topics[choice % len(topics)], by=by, at=at)
        case "status":
            status = list(Status)[choice]
            if may_move(Status(case.status), status):
                closed = ClosedReason.SOLVED if status is Status.CLOSED else None
                cases.change_status(case=case, status=status, closed=closed, by=by, at=at)
        case "write":
            author = list(Author)[choice % 4]
            new = cases.NewMessage(author=author, channel="email", text="Merhaba")
            cases.post_message(case=case, new=new, by=by, at=at)
        case "object":
            cases.express_dissatisfaction(case=case, words="Olmadı" * choice, channel="portal", by=by, at=at)
