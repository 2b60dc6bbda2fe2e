"""The table of stages: every move with everything there is allowed, and refused for each thing that lacks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.complaints.stages import (
    FIRM,
    LIVE,
    MOVES,
    OVER,
    Guard,
    Known,
    PointKnown,
    Refusal,
    Stage,
    moves_from,
    refusal_of,
)
from muhatap.complaints.wording import (
    _MISSING,
    coming_words,
    guard_words,
    missing_words,
    stage_words,
    stage_words_for_customer,
)

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
POINT = PointKnown(1, finding="upheld", has_facts=True, has_evidence=True, is_decided=True)
ALL = Known(
    at=NOW,
    stage_since=NOW - timedelta(days=20),
    reason="çünkü",
    is_customer=True,
    is_acknowledged=True,
    severity=1,
    impact=2,
    urgency=3,
    vulnerability="none",
    complexity="simple",
    triage_reason="açık",
    remedy_sought="iade",
    points=(POINT,),
    has_owner=True,
    has_plan=True,
    asked_of="customer",
    is_answered=True,
    was_told_twice=True,
    has_decision=True,
    has_reasons=True,
    is_approved=True,
    has_letter=True,
    is_accepted=True,
    is_confirmed=True,
    is_refused=True,
    has_steps=True,
    is_executed=True,
    root_cause=True,
    improvement=True,
    has_reviewer=True,
    reviewer_decided=True,
    body=True,
    body_last_day=True,
    body_decided=True,
    over_since=NOW - timedelta(days=1),
    is_aside_agreed=True,
)
NEEDS_SECOND = {"second_reasons": ("regulated_rejection",), "is_approved": False}
# For each guard every way to lack what it asks for, and the code that names it.
LACKING = {
    Guard.ACKNOWLEDGED: [({"is_acknowledged": False}, "acknowledgement")],
    Guard.TRIAGE: [
        ({"severity": None}, "severity"),
        ({"impact": None}, "impact"),
        ({"urgency": None}, "urgency"),
        ({"vulnerability": ""}, "vulnerability"),
        ({"complexity": ""}, "complexity"),
        ({"triage_reason": ""}, "triage_reason"),
        ({"points": ()}, "points"),
        ({"remedy_sought": ""}, "remedy_sought"),
    ],
    Guard.OWNER: [({"has_owner": False}, "owner"), ({"owner_is_subject": True}, "owner_is_subject")],
    Guard.PLAN: [({"has_plan": False}, "plan")],
    Guard.ASKED_CUSTOMER: [({"asked_of": ""}, "question"), ({"asked_of": "third_party"}, "question")],
    Guard.ASKED_OTHERS: [({"asked_of": ""}, "question"), ({"asked_of": "customer"}, "question")],
    Guard.ANSWERED: [({"is_answered": False}, "answer")],
    Guard.FINDINGS: [
        ({"points": ()}, "points"),
        ({"points": (replace(POINT, finding=""),)}, "finding:1"),
        ({"points": (replace(POINT, has_facts=False),)}, "facts:1"),
        ({"points": (POINT, replace(POINT, number=2, has_evidence=False))}, "evidence:2"),
    ],
    Guard.TASKS: [({"open_tasks": 1}, "tasks")],
    Guard.DECISION: [
        ({"has_decision": False}, "decision"),
        ({"has_reasons": False}, "reasons"),
        ({"points": (POINT, replace(POINT, number=2, is_decided=False))}, "point:2"),
    ],
    Guard.SECOND_PERSON: [(NEEDS_SECOND, "second:regulated_rejection")],
    Guard.ASIDE_AGREED: [({"is_aside_agreed": False}, "second:set_aside")],
    Guard.LETTER: [({"has_letter": False}, "letter")],
    Guard.REASON: [({"reason": ""}, "reason")],
    Guard.ACCEPTED_OR_OWED: [({"is_accepted": False}, "acceptance")],
    Guard.RESOLUTION: [({"has_steps": False}, "resolution")],
    Guard.STEPS: [({"open_steps": (2,)}, "step:2")],
    Guard.EXECUTED: [({"is_executed": False}, "proof")],
    Guard.NOTHING_OWED: [({"is_owed": True, "is_executed": False}, "execution")],
    Guard.CONFIRMED: [({"is_confirmed": False}, "confirmation")],
    Guard.REFUSED: [({"is_refused": False}, "objection")],
    Guard.SILENCE: [
        ({"stage_since": NOW - timedelta(days=14) + timedelta(seconds=1)}, "silence"),
        ({"was_told_twice": False}, "reminder"),
    ],
    Guard.CLOSING: [({"root_cause": False}, "root_cause"), ({"improvement": False}, "improvement")],
    Guard.REVIEWER: [({"has_reviewer": False}, "reviewer"), ({"reviewer_touched": True}, "reviewer_touched")],
    Guard.RE_LOOK: [({"reviewer_decided": False}, "re_look")],
    Guard.BODY: [({"body": False}, "body"), ({"body_last_day": False}, "last_day")],
    Guard.BODY_DECIDED: [({"body_decided": False}, "body_decision")],
    Guard.CUSTOMERS_ACT: [({"is_customer": False}, "customers_act")],
    Guard.WINDOW: [({"is_customer": False, "over_since": NOW - timedelta(days=31)}, "window")],
}


def ready(move) -> Known:
    """Everything that this move asks for."""
    asked = "third_party" if Guard.ASKED_OTHERS in MOVES[move] else "customer"
    return replace(ALL, asked_of=asked)


def test_every_guard_of_the_table_can_fail():
    assert {guard for guards in MOVES.values() for guard in guards} == set(LACKING)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move[0]}-{move[1]}")
def test_a_move_with_everything_there_is_allowed(move):
    assert refusal_of(*move, ready(move)) is None


@pytest.mark.parametrize(
    ("move", "guard", "change", "code"),
    [
        pytest.param(move, guard, change, code, id=f"{move[0]}-{move[1]}-{code}")
        for move, guards in MOVES.items()
        for guard in guards
        for change, code in LACKING[guard]
    ],
)
def test_a_move_is_refused_with_the_guard_and_what_is_missing(move, guard, change, code):
    refusal = refusal_of(*move, replace(ready(move), **change))
    assert refusal is not None
    assert code in refusal.missing[guard]
    assert guard_words(guard) != guard
    assert code in _MISSING or missing_words([code]) != [code]
    assert all(missing_words(refusal.items))


@pytest.mark.parametrize("old", Stage)
@pytest.mark.parametrize("new", Stage)
def test_what_the_table_does_not_name_is_impossible(old, new):
    if (old, new) not in MOVES:
        refusal = refusal_of(old, new, ALL)
        assert refusal.guard is Guard.POSSIBLE
        assert refusal.is_firm


def test_further_checks_refuse_like_our_own():
    known = replace(ALL, further={Guard.LETTER: ("outside_body",)})
    assert refusal_of(Stage.PROPOSED, Stage.RESPONDED, known).items == ("outside_body",)


def test_silence_is_never_satisfaction():
    silent = replace(ALL, is_confirmed=False, stage_since=NOW - timedelta(days=400))
    for stage in (Stage.RESPONDED, Stage.CONFIRMING):
        refusal = refusal_of(stage, Stage.CLOSED, silent)
        assert refusal.is_firm
        assert refusal_of(stage, Stage.CLOSED_UNCONFIRMED, silent) is None


def test_a_day_that_passed_lets_the_investigation_go_on_and_ends_nothing():
    passed = replace(ALL, is_answered=False, is_past_due=True)
    assert refusal_of(Stage.WAITING_CUSTOMER, Stage.INVESTIGATING, passed) is None
    assert all(stage not in OVER - {Stage.WITHDRAWN} for stage in moves_from(Stage.WAITING_CUSTOMER))


def test_a_second_person_passes_only_what_may_be_passed():
    assert not Refusal({Guard.PLAN: ("plan",)}).is_firm
    assert Refusal({Guard.PLAN: ("plan",), Guard.CONFIRMED: ("confirmation",)}).is_firm
    assert {Guard.CONFIRMED, Guard.REVIEWER, Guard.CUSTOMERS_ACT, Guard.SECOND_PERSON} <= FIRM


@given(st.lists(st.sampled_from(list(Stage)), max_size=60))
def test_a_random_walk_stays_on_the_table_and_ends_only_where_it_may(wished):
    stage, over = Stage.RECEIVED, 0
    for new in wished:
        refusal = refusal_of(stage, new, ready((stage, new)) if (stage, new) in MOVES else ALL)
        assert (refusal is None) == ((stage, new) in MOVES)
        if refusal is None:
            over += new in OVER
            assert new is not Stage.REOPENED or stage in OVER
            stage = new
    assert (stage in OVER) == (over > 0 and stage not in LIVE)


@given(st.sets(st.sampled_from(sorted(LACKING))), st.sampled_from(sorted(MOVES)))
def test_a_refusal_names_exactly_the_guards_that_lack(guards, move):
    known = ready(move)
    for guard in guards:
        known = replace(known, **LACKING[guard][0][0])
    refusal = refusal_of(*move, known)
    lacking = {guard for guard in MOVES[move] if guard in guards}
    assert lacking <= (refusal.missing.keys() if refusal else set())


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_words_for_staff_and_customers(stage):
    assert stage_words(stage) != stage
    assert stage_words_for_customer(stage)
    assert bool(coming_words(stage)) == (stage in LIVE)
    assert moves_from(stage)
