"""A complaint from its first word to its end, and everything that must be refused on the way."""

import pytest

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.statuses import ClosedReason, Status
from muhatap.complaints import operations as complaints
from muhatap.complaints.stages import Guard, Stage
from muhatap.promises.models import Clock
from tests.complaints import telling as tell
from tests.complaints.telling import by, customer, days, fresh, hours
from tests.world import load


class TestCourse:
    def test_an_ordinary_complaint_to_its_confirmed_end(self, world):
        complaint = tell.confirming(world)
        assert (complaint.stage, complaint.case.status) == (Stage.CONFIRMING, Status.WAITING_CUSTOMER)
        tell.say(complaint, "confirmed", at=hours(9))
        assert fresh(complaint).stage == Stage.CONFIRMING
        tell.conclude(complaint, by(world, "deniz"), hours(10))
        ended = fresh(complaint)
        assert (ended.stage, ended.case.status, ended.case.closed_reason) == (
            Stage.CLOSED,
            Status.CLOSED,
            ClosedReason.SOLVED,
        )

    def test_clocks_follow_the_stages(self, world):
        complaint = tell.responded(world)
        kept = dict(Clock.objects.filter(case=complaint.case).values_list("name", "was_kept"))
        assert kept["triage"] is True
        assert kept["investigation_start"] is True
        assert kept["resolve"] is True

    def test_taking_it_is_no_triage(self, world):
        complaint = tell.acknowledged(world)
        cases.assign(case=complaint.case, owner=world.staff["deniz"], by=by(world, "deniz"), at=hours(1))
        assert Clock.objects.get(case=complaint.case, name="triage").stopped_at is None

    def test_a_move_that_lacks_something_changes_nothing(self, world):
        complaint = tell.triaged(world)
        events = Event.objects.count()
        with pytest.raises(complaints.MoveRefused) as refused:
            complaints.move(complaint=complaint, to=Stage.INVESTIGATING, by=by(world, "deniz"), at=hours(3))
        assert refused.value.refusal.guard is Guard.PLAN
        assert fresh(complaint).stage == Stage.TRIAGED
        assert Event.objects.count() == events

    @pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
    def test_the_case_cannot_end_beside_its_complaint(self, world, status):
        complaint = tell.triaged(world)
        closed = ClosedReason.SOLVED if status is Status.CLOSED else None
        with pytest.raises(cases.CannotMove):
            cases.change_status(
                case=complaint.case, status=status, closed=closed, by=by(world, "mert"), at=hours(3)
            )
        assert load(complaint.case_id).is_open

    def test_who_the_complaint_is_about_cannot_have_it(self, world):
        with pytest.raises(complaints.MoveRefused) as refused:
            tell.triaged(
                world,
                judged=complaints.Triage(
                    severity=2,
                    impact=2,
                    urgency=2,
                    vulnerability="none",
                    complexity="simple",
                    reason="x",
                    subject=world.staff["deniz"],
                ),
            )
        assert refused.value.refusal.items == ("owner_is_subject",)

    def test_an_open_task_of_a_department_holds_the_decision(self, world):
        complaint = tell.investigated(world)
        task = tell.ask(world, complaint)
        with pytest.raises(complaints.MoveRefused) as refused:
            complaints.propose_decision(
                complaint=complaint, draft=tell.draft(), by=by(world, "deniz"), at=hours(5)
            )
        assert refused.value.refusal.guard is Guard.TASKS
        cases.answer_work(
            work=task, answer="Havuzda.", added=[("p.txt", b"panel")], by=by(world, "selin"), at=hours(6)
        )
        with pytest.raises(cases.WorkEnded):
            cases.answer_work(work=task, answer="y", added=[], by=by(world, "selin"), at=hours(6))
        complaints.propose_decision(
            complaint=fresh(complaint), draft=tell.draft(), by=by(world, "deniz"), at=hours(7)
        )
        assert fresh(complaint).stage == Stage.PROPOSED

    @pytest.mark.parametrize(
        "wrong",
        [
            {"points": {1: ("upheld", "x")}},
            {"points": {1: ("upheld", "x"), 2: ("upheld", " ")}},
            {"reasons": " "},
            {"outcome": "perhaps"},
            {"remedy": "", "is_owed": True},
        ],
    )
    def test_a_decision_leaves_no_point_unanswered(self, world, wrong):
        complaint = tell.investigated(world)
        with pytest.raises(complaints.NotDecidable):
            complaints.propose_decision(
                complaint=complaint, draft=tell.draft(**wrong), by=by(world, "deniz"), at=hours(5)
            )

    def test_without_a_letter_nothing_is_answered(self, world):
        complaint = tell.proposed(world)
        with pytest.raises(complaints.MoveRefused) as refused:
            complaints.respond(complaint=complaint, letter=" ", by=by(world, "deniz"), at=hours(6))
        assert refused.value.refusal.guard is Guard.LETTER

    def test_withdrawing_is_the_customers_own_act(self, world):
        complaint = tell.triaged(world)
        with pytest.raises(complaints.NotProven):
            complaints.withdraw(
                complaint=complaint, words="", message=None, by=by(world, "mert"), at=hours(3)
            )
        with pytest.raises(complaints.MoveRefused):
            complaints.move(complaint=complaint, to=Stage.WITHDRAWN, by=by(world, "mert"), at=hours(3))
        complaints.withdraw(complaint=complaint, words="", message=None, by=customer(complaint), at=hours(4))
        assert load(complaint.case_id).closed_reason == ClosedReason.WITHDRAWN

    def test_staff_note_a_withdrawal_with_the_customers_own_message(self, world):
        complaint = tell.triaged(world)
        message = tell.write(complaint, "Vazgeçtim", hours(3))
        complaints.withdraw(
            complaint=fresh(complaint), words="", message=message, by=by(world, "deniz"), at=hours(4)
        )
        assert fresh(complaint).stage == Stage.WITHDRAWN

    def test_an_objection_opens_a_closed_one_again_in_a_new_cycle(self, world):
        complaint = tell.confirming(world)
        tell.conclude(complaint, by(world, "deniz"), hours(9))
        tell.say(complaint, "confirmed", at=hours(10))
        assert fresh(complaint).stage == Stage.CLOSED
        cases.express_dissatisfaction(
            case=load(complaint.case_id),
            words="Yine olmadı",
            channel="portal",
            by=customer(complaint),
            at=days(3),
        )
        again = fresh(complaint)
        assert (again.stage, again.cycle, again.root_cause) == (Stage.REOPENED, 2, "")
        assert again.case.number == complaint.case.number

    @pytest.mark.parametrize(("day", "allowed"), [(30, True), (40, False)])
    def test_staff_reopen_with_a_reason_within_thirty_days(self, world, day, allowed):
        complaint = tell.confirming(world)
        tell.conclude(complaint, by(world, "deniz"), hours(9))
        tell.say(complaint, "confirmed", at=hours(10))
        act = {"complaint": fresh(complaint), "reason": "Kalite", "by": by(world, "mert"), "at": days(day)}
        if allowed:
            complaints.reopen(**act)
        else:
            with pytest.raises(complaints.MoveRefused):
                complaints.reopen(**act)
        assert fresh(complaint).is_open is allowed


class TestWaiting:
    def test_the_customers_word_ends_the_waiting(self, world):
        complaint = tell.wait(world, tell.investigated(world))
        assert (complaint.stage, complaint.case.status) == (Stage.WAITING_CUSTOMER, Status.WAITING_CUSTOMER)
        tell.write(complaint, "Dekont ekte", hours(8))
        after = fresh(complaint)
        assert (after.stage, after.case.status) == (Stage.INVESTIGATING, Status.OPEN)
        assert after.chaser_count == 0

    def test_a_passed_day_goes_on_after_a_reminder_and_never_ends_it(self, world):
        complaint = tell.wait(world, tell.investigated(world))
        with pytest.raises(complaints.MoveRefused):
            complaints.go_on(complaint=complaint, is_answered=False, by=by(world, "deniz"), at=hours(9))
        for day in range(1, 12):
            complaints.tend(by=tell.system(), at=days(day))
        assert complaint.awaited.get().reminders == 2
        assert fresh(complaint).stage == Stage.WAITING_CUSTOMER
        complaints.go_on(complaint=fresh(complaint), is_answered=False, by=by(world, "deniz"), at=days(12))
        assert fresh(complaint).stage == Stage.INVESTIGATING

    def test_third_parties_are_waited_for_with_a_name_and_a_day(self, world):
        complaint = tell.investigated(world)
        with pytest.raises(complaints.NotLater):
            complaints.wait_for(
                complaint=complaint,
                of="third_party",
                what="",
                whom="Banka",
                due_at=days(3),
                by=by(world, "deniz"),
                at=hours(5),
            )
        complaints.wait_for(
            complaint=complaint,
            of="third_party",
            what="İz",
            whom="Banka",
            due_at=days(3),
            by=by(world, "deniz"),
            at=hours(5),
        )
        assert fresh(complaint).case.status == Status.WAITING_THIRD_PARTY
