"""The resolution plan: written with the decision, needed before it is applied, done before it is over."""

from datetime import date

import pytest

from muhatap.complaints import operations as complaints
from muhatap.complaints.plan_models import PlanStep, StepKind, StepState
from muhatap.complaints.stages import Guard, Stage
from tests.complaints import telling as tell
from tests.complaints.telling import by, days, fresh, hours

DUE = date(2026, 12, 4)


def new(world, **more) -> complaints.NewStep:
    known = {
        "kind": StepKind.TECHNICAL,
        "words": "Ödeme ekranındaki hata düzeltilir.",
        "owner_id": world.staff["selin"].pk,
        "due_on": DUE,
    }
    return complaints.NewStep(**known | more)


def add(complaint, world, **more) -> PlanStep:
    return complaints.plan_step(
        complaint=fresh(complaint), new=new(world, **more), by=by(world, "deniz"), at=hours(6.5)
    )


def end(complaint, world, number, *, is_done=True, note="DEG-7", at=None) -> None:
    complaints.end_step(
        complaint=fresh(complaint),
        number=number,
        is_done=is_done,
        note=note,
        by=by(world, "deniz"),
        at=at or hours(8),
    )


def execute(complaint, world) -> None:
    complaints.execute_remedy(
        complaint=fresh(complaint),
        done_on=date(2026, 11, 18),
        reference="EFT-42",
        by=by(world, "deniz"),
        at=hours(9),
    )


def test_the_decision_writes_the_first_step_and_a_new_draft_replaces_it(world):
    complaint = tell.proposed(world)
    first = complaint.steps.get()
    assert (first.words, first.due_on, first.is_remedy) == (
        "Tutar yeniden gönderilir.",
        date(2026, 12, 2),
        True,
    )
    complaints.propose_decision(
        complaint=complaint,
        draft=tell.draft(remedy="Tutar faiziyle gönderilir."),
        by=by(world, "deniz"),
        at=hours(5.5),
    )
    states = dict(complaint.steps.values_list("words", "state"))
    assert states == {
        "Tutar yeniden gönderilir.": StepState.DROPPED,
        "Tutar faiziyle gönderilir.": StepState.PLANNED,
    }


def test_nothing_is_applied_without_a_plan(world):
    complaint = tell.responded(world)
    complaint.steps.update(state=StepState.DROPPED, ended_at=hours(6))
    with pytest.raises(complaints.MoveRefused) as refused:
        complaints.begin_applying(complaint=fresh(complaint), by=by(world, "deniz"), at=hours(7))
    assert refused.value.refusal.missing[Guard.RESOLUTION] == ("resolution",)
    add(complaint, world)
    complaints.begin_applying(complaint=fresh(complaint), by=by(world, "deniz"), at=hours(7))
    assert fresh(complaint).stage == Stage.APPLYING


def test_a_customer_who_accepts_never_waits_for_our_paper(world):
    complaint = tell.responded(world)
    complaint.steps.all().delete()
    tell.say(complaint, "accepted", at=hours(7))
    assert fresh(complaint).stage == Stage.APPLYING
    assert complaint.steps.get().words == "Tutar yeniden gönderilir."


def test_every_step_is_done_before_she_is_asked_to_confirm(world):
    complaint = tell.responded(world)
    add(complaint, world)
    tell.say(complaint, "accepted", at=hours(7))
    with pytest.raises(complaints.MoveRefused) as refused:
        execute(complaint, world)
    assert refused.value.refusal.missing[Guard.STEPS] == ("step:2",)
    assert complaint.steps.get(number=1).state == StepState.PLANNED
    end(complaint, world, 2)
    execute(complaint, world)
    assert fresh(complaint).stage == Stage.CONFIRMING
    assert list(complaint.steps.order_by("number").values_list("state", "note")) == [
        ("done", "EFT-42"),
        ("done", "DEG-7"),
    ]


@pytest.mark.parametrize(
    "wrong", [{"kind": "magic"}, {"words": "  "}, {"due_on": date(2026, 11, 1)}], ids=["kind", "words", "day"]
)
def test_what_is_no_step_is_refused(world, wrong):
    complaint = tell.responded(world)
    with pytest.raises(complaints.NotAStep):
        add(complaint, world, **wrong)
    assert complaint.steps.count() == 1


def test_a_step_ends_once_is_dropped_with_a_reason_and_the_remedys_own_only_by_its_proof(world):
    complaint = tell.responded(world)
    add(complaint, world)
    for number, is_done, note in ((2, False, " "), (1, True, "EFT"), (1, False, "neden"), (9, True, "x")):
        with pytest.raises(complaints.NotAStep):
            end(complaint, world, number, is_done=is_done, note=note)
    end(complaint, world, 2, is_done=False, note="Hata bizde değil")
    with pytest.raises(complaints.NotAStep):
        end(complaint, world, 2)
    with pytest.raises(complaints.NotAStep):
        add(_ended(complaint, world), world)


def _ended(complaint, world):
    complaints.withdraw(
        complaint=fresh(complaint), words="", message=None, by=tell.customer(complaint), at=days(1)
    )
    return complaint
