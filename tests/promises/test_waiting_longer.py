"""A promise waits 72 hours on one person's word; longer, up to the charter's cap, on the word of two."""

from datetime import timedelta

import pytest

from muhatap.approvals import operations as approvals
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Status
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.promises import operations as promises
from muhatap.promises.longer import ALONE, may_ask_longer, question_about
from muhatap.promises.models import Clock, Promise
from tests.complaints.telling import hours, relayed
from tests.world import NOON, load, make_case

SWEEP = Actor.system("sweep")
WEEK = timedelta(days=7)


def by(world, login: str = "deniz") -> Actor:
    return Actor.staff(world.staff[login].pk)


def clock_of(case: Case, name: str = "resolve") -> Clock:
    return Clock.objects.select_related("promise").get(case=case, name=name)


def waiting(world, at: int = 10) -> Case:
    case = make_case(world)
    cases.change_status(case=load(case.id), status=Status.WAITING_CUSTOMER, by=by(world), at=hours(at))
    return load(case.id)


def sweep(at: int) -> None:
    while promises.sweep(by=SWEEP, at=hours(at)).clocks:
        pass


def ask(world, case, at: int = 11, login: str = "deniz"):
    return promises.ask_longer_pause(
        case=case, clock=clock_of(case), reason="Banka bir hafta istedi", by=by(world, login), at=hours(at)
    )


def test_alone_it_waits_72_hours(world):
    case = waiting(world)
    sweep(10 + 73)
    clock = clock_of(case)
    assert clock.paused_at is None
    assert clock.pauses[0][2:] == ["waiting_customer", "alone_reached"]
    assert clock.limit_at == NOON + WEEK + ALONE


def test_two_let_it_wait_as_long_as_the_charter_does_and_the_same_person_never(world):
    case = waiting(world)
    proposal = ask(world, case)
    agree = {"case": case, "proposal": proposal, "at": hours(12)}
    with pytest.raises(approvals.SamePerson):
        promises.agree_longer_pause(**agree, by=by(world))
    assert clock_of(case).longer_pause is None
    promises.agree_longer_pause(**agree, by=by(world, "mert"))
    with pytest.raises(approvals.DecidedAlready):
        promises.agree_longer_pause(**agree, by=by(world, "pelin"))
    sweep(10 + 73)
    assert clock_of(case).paused_at == hours(10)
    sweep(10 + 14 * 24 + 1)
    clock = clock_of(case)
    assert clock.pauses[0][2:] == ["waiting_customer", "cap_reached"]
    assert clock.limit_at == NOON + WEEK + timedelta(days=14)


def test_who_agrees_late_lets_it_wait_again_from_then(world):
    case = waiting(world)
    proposal = ask(world, case)
    sweep(100)
    assert clock_of(case).paused_at is None
    promises.agree_longer_pause(case=case, proposal=proposal, by=by(world, "mert"), at=hours(101))
    assert clock_of(case).paused_at == hours(101)


def test_who_does_not_agree_changes_nothing(world):
    case = waiting(world)
    proposal = ask(world, case)
    promises.keep_pause(case=case, proposal=proposal, reason="Gerek yok", by=by(world, "mert"), at=hours(12))
    with pytest.raises(approvals.DecidedAlready):
        promises.agree_longer_pause(case=case, proposal=proposal, by=by(world, "pelin"), at=hours(13))
    sweep(100)
    assert clock_of(case).paused_at is None
    assert question_about(case, clock_of(case), hours(100)) is None


def test_it_is_asked_once_with_a_reason(world):
    case = waiting(world)
    with pytest.raises(promises.ReasonMissing):
        promises.ask_longer_pause(case=case, clock=clock_of(case), reason=" ", by=by(world), at=hours(11))
    ask(world, case)
    with pytest.raises(approvals.WaitsAlready):
        ask(world, case, login="selin")


@pytest.mark.parametrize("cap", ["2d", "72h"])
def test_where_the_charter_has_no_more_there_is_nothing_to_ask(world, cap):
    Promise.objects.filter(code="resolve").update(pause_cap=cap)
    case = waiting(world)
    assert not may_ask_longer(clock_of(case))
    with pytest.raises(promises.NoLonger):
        ask(world, case)
    sweep(100)
    assert clock_of(case).pauses[0][3] == "cap_reached"


def test_a_question_that_nobody_decides_is_over_after_its_time(world):
    case = waiting(world)
    proposal = ask(world, case)
    with pytest.raises(approvals.ProposalExpired):
        promises.agree_longer_pause(
            case=case, proposal=proposal, by=by(world, "mert"), at=hours(11) + timedelta(days=14)
        )


def test_those_who_may_agree_are_told_and_who_asked_is_not(world):
    case = waiting(world)
    ask(world, case, login="mert")
    relayed(at=hours(11))
    told = set(Notice.objects.filter(kind="longer_pause_asked").values_list("staff__name", flat=True))
    assert told == {world.staff["pelin"].name}
