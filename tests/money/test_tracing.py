"""A trace at the provider: beside our promises, with its own day, told of once it is late."""

from datetime import timedelta

import pytest

from muhatap.cases import operations as cases
from muhatap.cases.statuses import Status
from muhatap.kernel.actors import Actor
from muhatap.money import operations as money
from muhatap.money.queries import traces_of
from muhatap.notifications.models import Notice
from muhatap.promises.models import Clock, Promise
from tests.world import NOON, load, make_case

DUE = NOON + timedelta(hours=30)


def by(world):
    return Actor.staff(world.staff["deniz"].pk)


def asked(world, case, **more):
    known = {"provider": "Papara", "reference": "TRX-1", "due_at": DUE}
    return money.ask_trace(
        case=case, new=money.NewTrace(**known | more), by=by(world), at=NOON + timedelta(hours=1)
    )


def answered(world, trace, at=DUE, result="paid", answer="17 Kasım, EFT 4471"):
    return money.answer_trace(
        trace=trace, result=result, answer=answer, provider_reference="EFT-4471", by=by(world), at=at
    )


def test_it_runs_beside_the_promises_and_keeps_who_asked_and_what_came(world):
    case = make_case(world)
    before = list(Clock.objects.filter(case=case).values_list("limit_at", flat=True))
    trace = asked(world, case)
    assert load(case.id).status == Status.NEW
    assert list(Clock.objects.filter(case=case).values_list("limit_at", flat=True)) == before
    answered(world, trace)
    (kept,) = traces_of(case)
    assert (kept.result, kept.provider_reference, kept.answered_at) == ("paid", "EFT-4471", DUE)
    assert kept.asked_by == world.staff["deniz"]


@pytest.mark.parametrize("pauses", [[], ["waiting_third_party"]])
def test_a_case_that_waits_pauses_only_what_the_charter_lets_pause(world, pauses):
    Promise.objects.filter(brand=world.brand, clock="resolve").update(pauses=pauses)
    case = make_case(world)
    cases.change_status(case=case, status=Status.OPEN, by=by(world), at=NOON)
    first, second = (asked(world, load(case.id), reference=each, awaited=True) for each in ("A", "B"))
    assert load(case.id).status == Status.WAITING_THIRD_PARTY
    clock = Clock.objects.filter(case=case, name="resolve").first()
    assert clock is None or bool(clock.paused_at) is bool(pauses)
    answered(world, first)
    assert load(case.id).status == Status.WAITING_THIRD_PARTY
    second.case = load(case.id)
    answered(world, second)
    assert load(case.id).status == Status.OPEN


@pytest.mark.parametrize("wrong", [{"provider": " "}, {"reference": ""}, {"due_at": NOON}])
def test_what_is_no_trace_is_refused(world, wrong):
    with pytest.raises(money.NotATrace):
        asked(world, make_case(world), **wrong)


def test_the_same_payment_is_traced_once_at_a_time_and_answered_once(world):
    case = make_case(world)
    trace = asked(world, case)
    with pytest.raises(money.TraceOver):
        asked(world, case)
    for wrong in ({"result": "magic"}, {"answer": " "}):
        with pytest.raises(money.NotATrace):
            answered(world, trace, **wrong)
    answered(world, trace)
    with pytest.raises(money.TraceOver):
        answered(world, trace)
    assert asked(world, case).is_open


def test_it_is_told_once_when_its_time_has_passed(world):
    asked(world, make_case(world))
    assert money.remind_of_traces(by=by(world), at=DUE - timedelta(seconds=1)) == 0
    assert money.remind_of_traces(by=by(world), at=DUE) == 1
    assert money.remind_of_traces(by=by(world), at=DUE + timedelta(days=1)) == 0
    assert Notice.objects.filter(kind="trace_late", staff=world.staff["deniz"]).count() == 1
