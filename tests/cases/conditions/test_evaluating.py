"""The database and the facts of a case give the same answer to every condition."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from muhatap.cases import operations as cases
from muhatap.cases.conditions import as_q, check_values, facts_of, implies_open, matches, parse
from muhatap.cases.conditions.faults import BadCondition
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.channels.contract import InboundFile
from muhatap.customers.models import Customer
from muhatap.kernel.actors import Actor
from tests.cases.conditions.trees import conditions
from tests.world import NOON, load, make_case

BY = Actor.system("test")
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
LATER = NOON + timedelta(days=2, hours=3)


@pytest.fixture
def several(world):
    """Cases that differ in everything a condition can ask about."""
    made = [
        make_case(world, files=(InboundFile("dekont.png", PNG),)),
        make_case(world, customer=1, topic="ACC-LOGIN", channel="email", subject="Şifremi unuttum"),
        make_case(world, customer=2, topic="COMPLAINT", text="Şikayetim var", at=NOON - timedelta(days=9)),
        make_case(world, customer=3, topic="EMG-UNAUTH", at=NOON + timedelta(days=1)),
        make_case(world, customer=4, topic="", text="Where is my money?", language="en"),
        make_case(world, customer=1, subject="İADE talebim"),
    ]
    deniz, selin = world.staff["deniz"], world.staff["selin"]
    cases.assign(case=made[0], owner=deniz, by=BY, at=NOON)
    cases.assign(case=made[1], owner=selin, by=BY, at=NOON)
    cases.move_to_queue(case=made[2], queue=world.queues["leads"], reason="desk", by=BY, at=NOON)
    cases.change_status(case=made[1], status=Status.WAITING_CUSTOMER, by=BY, at=NOON)
    cases.change_status(case=made[5], status=Status.CLOSED, closed=ClosedReason.SOLVED, by=BY, at=LATER)
    cases.change_priority(case=made[4], priority=1, reason="desk", by=BY, at=NOON)
    note = cases.NewMessage(author=Author.NOTE, channel="desk", text="Bankaya soruldu")
    cases.post_message(case=made[0], new=note, by=BY, at=NOON + timedelta(hours=1))
    cases.change_tags(case=made[0], add=["VIP"], by=BY, at=NOON)
    cases.change_tags(case=made[2], add=["vip", "geri-arama"], by=BY, at=NOON)
    answers = (
        {"amount": {"minor": 10_050, "currency": "TRY"}, "reason": "late", "agreed": True},
        {"amount": {"minor": 100, "currency": "JPY"}, "reason": "Late", "count": 3},
        {"amount": 100, "agreed": False, "count": "3"},
        {"amount": 99.5, "reason": ["late"]},
        {},
        {"amount": {"minor": -3000, "currency": "KWD"}, "count": -3},
    )
    for case, fields in zip(made, answers, strict=True):
        Case.objects.filter(id=case.id).update(fields=fields)
    Customer.objects.filter(id=made[0].customer_id).update(preferences={"plan": "gold"})
    Customer.objects.filter(id=made[2].customer_id).update(preferences={"plan": "GOLDEN"}, account_no="x")
    return [load(case.id) for case in made]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(condition=conditions())
def test_both_meanings_are_one(world, several, condition):
    staff = world.staff["mert"]
    found = set(Case.objects.filter(as_q(condition, staff, LATER)).values_list("id", flat=True))
    held = {case.id for case in several if matches(condition, facts_of(case, [condition]), LATER, staff)}
    assert found == held, condition.to_text()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(condition=conditions())
def test_what_implies_open_finds_no_other(world, several, condition):
    if implies_open(condition):
        found = Case.objects.filter(as_q(condition, world.staff["mert"], LATER))
        assert not found.filter(is_open=False).exists(), condition.to_text()


FOUND = (
    ("", {0, 1, 2, 3, 4, 5}),
    ("status:waiting", {1}),
    ("is:open", {0, 1, 2, 3, 4}),
    ("is:done", {5}),
    ("topic:pay-wd", {0, 5}),
    ("topic:none", {4}),
    ("-topic:PAY-WD", {1, 2, 3, 4}),
    ("queue:leads", {2}),
    ("is:escalated", {2}),
    ("owner:none is:open", {2, 3, 4}),
    ("owner:deniz@nehir.example", {0}),
    ("is:mine", {0}),
    ("priority:>=high", {3, 4}),
    ("priority:<high", {0, 1, 2, 5}),
    ("kind:complaint", {2}),
    ("channel:e-posta", {1}),
    ("language:en", {4}),
    ("has:file", {0}),
    ("has:note", {0}),
    ("-has:file has:note", set()),
    ("from:ozturk", {2}),
    ("from:YILDIRIM", {1, 5}),
    ("from:tas", set()),
    ("from:Yıl", {1, 5}),
    ('from:"hakan yil"', {1, 5}),
    ("tag:vip", {0, 2}),
    ("tag:none", {1, 3, 4, 5}),
    ("etiket:GERİ*", {2}),
    ("-tag:VIP is:open", {1, 3, 4}),
    ("from:@posta.example", {0, 1, 2, 5}),
    ("from:james@mail.example", {4}),
    ("subject:sifremi", {1}),
    ("plan:gold", {0}),
    ("plan:gold*", {0, 2}),
    ("plan:none", {1, 3, 4, 5}),
    ("before:2026-11-18", {2}),
    ("after:2026-11-19", {3}),
    ("received:2026-11-18", {0, 1, 4, 5}),
    ("age:>7d", {2}),
    ("is:late", {0, 1, 2, 3, 4}),
    ("due:<0h", {0, 1, 2, 3, 4}),
    ("is:paused", set()),
    ("promise:first-reply", {0, 1, 2, 3, 4}),
    ("field.amount:>=100", {0, 1, 2}),
    ("field.amount:<0", {5}),
    ("field.reason:late", {0, 1}),
    ("field.agreed:evet", {0}),
    ("field.count:3", {1, 2}),
    ("field.count:*", {1, 2, 5}),
    ("sikayet", {2}),
    ("şikayetlerim", {2}),
    ("iade", {5}),
    ("İADE is:done", {5}),
    ("mone*", {4}),
    ("-bekliyorum", {2, 4}),
    ("topic:ACC-LOGIN OR is:escalated", {1, 2}),
    ("is:open -(topic:ACC-LOGIN OR is:escalated)", {0, 3, 4}),
)


def test_what_conditions_find(world, several):
    staff = world.staff["deniz"]
    wrong = []
    for text, wanted in FOUND:
        condition = parse(text)
        rows = set(Case.objects.filter(as_q(condition, staff, LATER)).values_list("id", flat=True))
        found = {place for place, case in enumerate(several) if case.id in rows}
        held = {
            place
            for place, case in enumerate(several)
            if matches(condition, facts_of(case, [condition]), LATER, staff)
        }
        if not found == held == wanted:
            wrong.append((text, wanted, found, held))
    assert wrong == []


def test_for_a_rule_nobody_is_me(world, several):
    condition = parse("is:mine OR owner:me")
    assert not any(matches(condition, facts_of(case, [condition]), LATER) for case in several)
    denied = parse("-owner:me")
    assert all(matches(denied, facts_of(case, [denied]), LATER) for case in several)


def test_a_day_is_that_of_the_reader(world, several):
    staff = world.staff["deniz"]
    staff.zone = "Pacific/Auckland"
    condition = parse("received:2026-11-18")
    rows = set(Case.objects.filter(as_q(condition, staff, LATER)).values_list("id", flat=True))
    assert {case.id for case in several if case.received_at == NOON} <= rows
    staff.zone = "Pacific/Honolulu"
    assert not set(Case.objects.filter(as_q(parse("received:2026-11-19"), staff, LATER))) & set(several[:2])


def test_what_a_reader_does_not_see_is_no_value(world):
    deniz = world.staff["deniz"]
    check_values(parse("queue:payments topic:PAY-WD,pay*,none plan:none"), deniz)
    for text, near in (("queue:accounts", ""), ("topic:PAY-DW", "PAY-WD"), ("brand:liman", "")):
        with pytest.raises(BadCondition) as caught:
            check_values(parse(text), deniz)
        assert caught.value.params["near"] == near
