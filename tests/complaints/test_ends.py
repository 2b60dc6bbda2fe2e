"""Appeal, outside body, silence and chasers."""

from datetime import date, timedelta

import pytest

from muhatap.approvals.models import Proposal
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.complaints import operations as complaints
from muhatap.complaints import queries
from muhatap.complaints.knowing import has_touched
from muhatap.complaints.operations import tending
from muhatap.complaints.stages import Guard, Stage
from muhatap.promises.models import Clock
from tests.complaints import telling as tell
from tests.complaints.telling import by, customer, days, fresh, hours
from tests.world import load


class TestAppeal:
    def test_a_refusal_goes_to_somebody_who_never_touched_it(self, world):
        complaint = tell.responded(world)
        tell.say(complaint, "refused", at=hours(7), words="Hayır")
        appeal = fresh(complaint)
        assert (appeal.stage, appeal.case.status) == (Stage.APPEAL, Status.OPEN)
        name = {"complaint": appeal, "by": by(world, "mert"), "at": hours(8)}
        with pytest.raises(complaints.HasTouched):
            complaints.name_reviewer(**name, reviewer=world.staff["deniz"])
        complaints.name_reviewer(**name, reviewer=world.staff["pelin"])
        with pytest.raises(complaints.MoveRefused) as refused:
            complaints.move(
                complaint=fresh(complaint), to=Stage.RESPONDED, by=by(world, "pelin"), at=hours(9)
            )
        assert Guard.RE_LOOK in refused.value.refusal.missing
        complaints.propose_decision(
            complaint=fresh(complaint), draft=tell.draft(), by=by(world, "pelin"), at=hours(10)
        )
        tell.answer(complaint, world, "pelin", at=hours(11))
        assert fresh(complaint).stage == Stage.RESPONDED
        assert complaint.decisions.count() == 2

    def test_a_second_person_on_the_first_decision_has_touched_it(self, world):
        tell.regulated(world)
        complaint = tell.proposed(world, outcome="not_upheld", remedy="", is_owed=False)
        decision = complaint.decisions.get()
        complaints.second_decision(
            decision=decision,
            proposal=Proposal.objects.get(id=decision.proposal_id),
            by=by(world, "mert"),
            at=hours(6),
        )
        tell.answer(complaint, world, at=hours(7))
        tell.say(complaint, "refused", at=hours(8))
        with pytest.raises(complaints.HasTouched):
            complaints.name_reviewer(
                complaint=fresh(complaint), reviewer=world.staff["mert"], by=by(world, "pelin"), at=hours(9)
            )

    def test_somebody_who_only_had_it_has_touched_it(self, world):
        complaint = tell.acknowledged(world)
        cases.assign(case=complaint.case, owner=world.staff["selin"], by=by(world, "mert"), at=hours(0.5))
        cases.assign(case=complaint.case, owner=world.staff["deniz"], by=by(world, "mert"), at=hours(0.6))
        assert has_touched(complaint, world.staff["selin"].pk, before=hours(1))
        assert not has_touched(complaint, world.staff["pelin"].pk, before=hours(1))

    def test_not_satisfied_on_the_answer_is_the_appeal(self, world):
        complaint = tell.responded(world)
        cases.express_dissatisfaction(
            case=load(complaint.case_id), words="", channel="portal", by=customer(complaint), at=hours(7)
        )
        after = fresh(complaint)
        assert (after.stage, after.case.status) == (Stage.APPEAL, Status.OPEN)

    def test_an_outside_body_with_its_last_day_and_its_award(self, world):
        complaint = tell.responded(world)
        complaints.turn_to_body(
            complaint=complaint,
            body="Tüketici Hakem Heyeti",
            last_on=date(2027, 1, 1),
            reference="",
            by=by(world, "pelin"),
            at=hours(7),
        )
        assert fresh(complaint).stage == Stage.EXTERNAL
        with pytest.raises(complaints.MoveRefused):
            complaints.move(complaint=fresh(complaint), to=Stage.CLOSED, by=by(world, "pelin"), at=hours(8))
        complaints.note_body_decision(
            complaint=fresh(complaint), decision="Ödensin", is_award=True, by=by(world, "pelin"), at=days(20)
        )
        assert fresh(complaint).stage == Stage.APPLYING


class TestSilence:
    def test_it_ends_unconfirmed_only_after_a_reminder_and_with_its_cause(self, world):
        complaint = tell.confirming(world)
        for day in (1, 6, 8, 14.4):
            complaints.tend(by=tell.system(), at=days(day))
        assert fresh(complaint).stage == Stage.CONFIRMING
        tell.conclude(complaint, by(world, "deniz"), days(14.5))
        complaints.tend(by=tell.system(), at=days(14.6))
        ended = fresh(complaint)
        assert (ended.stage, ended.case.closed_reason) == (Stage.CLOSED_UNCONFIRMED, ClosedReason.NO_ANSWER)

    def test_the_customer_hears_every_seven_days_by_itself(self, world):
        complaint = tell.investigated(world)
        for day in range(1, 22):
            complaints.tend(by=tell.system(), at=days(day))
        updates = Message.objects.filter(case=complaint.case, external_id__startswith="complaint-update")
        assert updates.count() == 3
        assert not Clock.objects.filter(case=complaint.case, name="update", was_kept=False).exists()

    def test_tending_twice_does_nothing_more(self, world):
        tell.investigated(world)
        assert complaints.tend(by=tell.system(), at=days(7)) == 1
        assert complaints.tend(by=tell.system(), at=days(7)) == 0

    def test_those_who_wait_with_nothing_to_do_keep_no_turn_from_others(self, world, monkeypatch):
        monkeypatch.setattr(queries, "AT_ONCE", 1)
        silent = [tell.confirming(world) for _ in range(3)]
        for minute in range(6):
            complaints.tend(by=tell.system(), at=days(8) + timedelta(minutes=minute))
        asked = Message.objects.filter(external_id__startswith="complaint-again")
        assert {each.case_id for each in asked} == {each.case_id for each in silent}
        assert asked.count() == 3

    def test_one_that_cannot_be_helped_keeps_no_other_waiting_and_is_told(self, world, monkeypatch):
        first, second = tell.investigated(world), tell.investigated(world)
        write = tending.write_by_itself

        def fails(*, complaint, **said):
            if complaint.id == first.id:
                raise ValueError("no such letter")
            write(complaint=complaint, **said)

        monkeypatch.setattr(tending, "write_by_itself", fails)
        with pytest.raises(ValueError, match="no such letter"):
            complaints.tend(by=tell.system(), at=days(7))
        updates = Message.objects.filter(external_id__startswith="complaint-update")
        assert [each.case_id for each in updates] == [second.case_id]


class TestChasers:
    def test_they_count_and_climb(self, world):
        complaint = tell.triaged(world)
        case = complaint.case
        cases.post_message(
            case=case,
            new=cases.NewMessage(author=Author.STAFF, channel="email", text="Bakıyoruz"),
            by=by(world, "deniz"),
            at=hours(3),
        )
        tell.write(complaint, "Teşekkürler", hours(4))
        assert fresh(complaint).chaser_count == 0
        before = load(case.id).priority
        for hour in (5, 6, 7):
            tell.write(complaint, "Ne oldu?", hours(hour))
            tell.relayed(hours(hour))
        after = load(case.id)
        assert fresh(complaint).chaser_count == 3
        assert after.priority == max(1, before - 2)
        assert after.queue.code == "leads"

    def test_where_it_is_her_turn_nobody_is_chased(self, world):
        complaint = tell.responded(world)
        tell.write(complaint, "Bir soru", hours(7))
        tell.write(complaint, "Bir soru daha", hours(8))
        assert fresh(complaint).chaser_count == 0
