"""A seeded case and the same story told by the real operations leave the same rows, field by field."""

import json

import pytest

from muhatap.audit.models import ErasableContent, Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message, SearchText
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.complaints import operations as complaints
from muhatap.complaints.models import Complaint
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.promises import operations as promises
from muhatap.promises.models import Clock

LETTERS = Actor.system("letters")
# The sweep and the postman are no part of the story that is told again.
_LEFT_OUT = {"message.delivered", "clock.broken", "clock.step_reached"}
# Other in every case, or of the letter's own words.
_OWN = {"id", "number", "fields", "sealed_fields", "notices", "customer_id", "case_id"}


@pytest.fixture
def told_again(seeded):
    """Every closed seeded case that nobody swept, and its story told by the real operations.

    Complaints have a test of their own below: they do not end beside their stages.
    """
    swept = Event.objects.filter(kind__in=["clock.broken", "clock.step_reached"]).values("stream_id")
    found = Case.objects.filter(status="closed").exclude(id__in=swept)
    found = found.exclude(kind="complaint").select_related("customer", "topic")
    pairs = [(case, _tell_again(case)) for case in found]
    assert len(pairs) >= 3
    return pairs


def the_case_is_the_same(told_again):
    for seeded, real in told_again:
        assert _values(seeded, _OWN) == _values(real, _OWN)


def the_clocks_are_the_same(told_again):
    for seeded, real in told_again:
        ours, theirs = (
            [_values(clock, _OWN) for clock in Clock.objects.filter(case=case).order_by("id")]
            for case in (seeded, real)
        )
        assert ours == theirs


def the_messages_and_their_index_are_the_same(told_again):
    for seeded, real in told_again:
        ours, theirs = (list(Message.objects.filter(case=c).order_by("id")) for c in (seeded, real))
        assert [_values(m, {*_OWN, "text", "external_id"}) for m in ours] == [
            _values(m, {*_OWN, "text", "external_id"}) for m in theirs
        ]
        first, again = (SearchText.objects.get(message_id=found[0].id).body for found in (ours, theirs))
        assert _without_number(first, seeded) == _without_number(again, real)


def the_events_are_the_same(told_again):
    for seeded, real in told_again:
        assert _events(seeded) == _events(real)


def test_both_left_the_same(told_again, subtests):
    for same in (
        the_case_is_the_same,
        the_clocks_are_the_same,
        the_messages_and_their_index_are_the_same,
        the_events_are_the_same,
    ):
        with subtests.test(same.__name__):
            same(told_again)


def test_a_complaint_is_registered_and_acknowledged_as_the_real_one_is(seeded):
    found = Complaint.objects.filter(stage="acknowledged").select_related("case__customer", "case__topic")
    assert found
    for complaint in found[:3]:
        again = _tell_again(complaint.case, until=3)
        case = Case.objects.select_related("brand", "customer").get(id=again.id)
        real = Complaint.objects.get(case=case)
        promises.acknowledge(case=case, by=LETTERS, at=complaint.case.received_at)
        complaints.acknowledge(complaint=real, by=LETTERS, at=complaint.case.received_at)
        real.refresh_from_db()
        assert _values(complaint, _OWN) == _values(real, _OWN)
        ours, theirs = (
            [_values(move, {*_OWN, "complaint_id"}) for move in each.moves.order_by("at", "id")]
            for each in (complaint, real)
        )
        assert ours == theirs
        ours, theirs = (
            [event for event in _events(each) if event[0].startswith("complaint.")]
            for each in (complaint.case, case)
        )
        assert [each[:7] for each in ours] == [each[:7] for each in theirs]
        assert [set(each[7]) for each in ours] == [set(each[7]) for each in theirs]


def _tell_again(seeded: Case, until: int | None = None) -> Case:
    first = Message.objects.filter(case=seeded).order_by("id")[0]
    customer = seeded.customer
    receipt = channels.receive(
        inbound=InboundMessage(
            brand_id=seeded.brand_id,
            channel=seeded.channel,
            sender=Sender(name=customer.name, email=customer.email),
            subject=seeded.subject,
            text=first.text,
            topic=seeded.topic.code,
            language=seeded.language,
            received_at=seeded.received_at,
        ),
        by=Actor.channel(seeded.channel),
        at=seeded.received_at,
    )
    events = list(Event.objects.filter(stream_id=seeded.id).order_by("seq"))
    received = [event.kind for event in events].index("message.posted") + 1
    for event in events[received:until]:
        case = Case.objects.select_related("brand", "customer", "topic").get(id=receipt.case_id)
        _do(case, event, json.loads(event.content))
    return Case.objects.get(id=receipt.case_id)


def _do(case: Case, event: Event, said: dict) -> None:
    by, at = Actor(ActorKind(event.actor_kind), event.actor_id, event.actor_label), event.at
    match event.kind, said:
        case "message.posted", {"author": "automatic"}:
            promises.acknowledge(case=case, by=by, at=at)
        case "message.posted", {"author": author}:
            text = Message.objects.get(id=said["message"]).text
            by = Actor.customer(case.customer_id) if author == "customer" else by
            new = cases.NewMessage(author=Author(author), channel=case.channel, text=text)
            cases.post_message(case=case, new=new, by=by, at=at)
        case "case.assigned", _:
            staff = case._meta.get_field("owner").related_model.objects.get(id=said["owner"])
            cases.assign(case=case, owner=staff, by=by, at=at)
        case "case.status_changed", {"reason": ""}:
            cases.change_status(case=case, status=Status(said["status"]), by=by, at=at)
        case "case.status_changed", {"status": "closed"}:
            closed = ClosedReason(said["reason"])
            cases.change_status(case=case, status=Status.CLOSED, closed=closed, by=by, at=at)


def _events(case: Case) -> list[tuple]:
    order: dict[str, int] = {}
    return [
        (
            event.kind,
            event.schema,
            event.at,
            event.brand_id,
            event.actor_kind,
            None if event.actor_kind == "customer" else event.actor_id,
            event.actor_label,
            _neutral(json.loads(event.content), order),
            sorted(json.loads(event.digests or "{}")),
            sorted(_erasable(event)),
        )
        for event in Event.objects.filter(stream_id=case.id).order_by("seq")
        if event.kind not in _LEFT_OUT
    ]


def _erasable(event: Event) -> dict:
    row = ErasableContent.objects.filter(event_id=event.id).first()
    return json.loads(row.fields) if row else {}


def _neutral(value, order: dict[str, int]):
    """Ids of rows by the order in which they first appear; the case's number left out."""
    if isinstance(value, dict):
        return {
            key: _neutral(item, order) for key, item in value.items() if key not in {"number", "customer"}
        }
    if isinstance(value, list):
        return [_neutral(item, order) for item in value]
    if isinstance(value, str) and len(value) > 15 and value.isdecimal():
        return order.setdefault(value, len(order))
    return value


def _values(row, left_out: set[str]) -> dict:
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in left_out}


def _without_number(body: str, case: Case) -> set[str]:
    digits = case.number.replace("-", "")
    parts = {*case.number.split("-"), digits, digits.lstrip("0")}
    parts |= {part.lstrip("0") or part for part in parts}
    return set(body.split()) - parts
