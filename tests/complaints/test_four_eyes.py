"""What needs two people: allowed by another one, refused to the same one."""

from datetime import timedelta

import pytest

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.complaints import operations as complaints
from muhatap.complaints.models import StageMove
from muhatap.complaints.stages import Guard, Stage
from muhatap.promises.models import Clock
from tests.complaints import telling as tell
from tests.complaints.telling import by, fresh, hours
from tests.world import NOON


class TestFourEyes:
    def test_a_regulated_rejection_needs_another_person(self, world):
        tell.regulated(world)
        complaint = tell.proposed(world, outcome="not_upheld", remedy="", is_owed=False)
        decision = complaint.decisions.get()
        assert decision.second_reasons == ["regulated_rejection"]
        with pytest.raises(complaints.MoveRefused) as refused:
            complaints.respond(complaint=complaint, letter="Hayır", by=by(world, "deniz"), at=hours(6))
        assert refused.value.refusal.guard is Guard.SECOND_PERSON
        proposal = Proposal.objects.get(id=decision.proposal_id)
        with pytest.raises(approvals.SamePerson):
            complaints.second_decision(
                decision=decision, proposal=proposal, by=by(world, "deniz"), at=hours(6)
            )
        assert complaint.decisions.get().approved_at is None
        complaints.second_decision(decision=decision, proposal=proposal, by=by(world, "mert"), at=hours(7))
        with pytest.raises(approvals.DecidedAlready):
            complaints.second_decision(
                decision=decision, proposal=proposal, by=by(world, "pelin"), at=hours(7)
            )
        tell.answer(complaint, world, at=hours(8))
        assert fresh(complaint).stage == Stage.RESPONDED

    def test_a_vulnerable_customer_is_refused_by_two(self, world):
        judged = complaints.Triage(
            severity=2, impact=2, urgency=2, vulnerability="known", complexity="simple", reason="x"
        )
        complaint = tell.investigated(world, judged=judged)
        decision = complaints.propose_decision(
            complaint=complaint,
            draft=tell.draft("not_upheld", remedy="", is_owed=False),
            by=by(world, "deniz"),
            at=hours(5),
        )
        assert decision.second_reasons == ["vulnerable_rejection"]

    def test_who_does_not_agree_sends_it_back(self, world):
        tell.regulated(world)
        complaint = tell.proposed(world, outcome="not_upheld", remedy="", is_owed=False)
        decision = complaint.decisions.get()
        complaints.decline_decision(
            decision=decision,
            proposal=Proposal.objects.get(id=decision.proposal_id),
            reason="Kanıt yetersiz",
            by=by(world, "mert"),
            at=hours(6),
        )
        assert fresh(complaint).stage == Stage.INVESTIGATING
        with pytest.raises(complaints.NoDraft):
            complaints.respond(complaint=fresh(complaint), letter="x", by=by(world, "deniz"), at=hours(7))

    def test_a_draft_that_was_written_anew_is_seconded_anew(self, world):
        tell.regulated(world)
        complaint = tell.proposed(world, outcome="not_upheld", remedy="", is_owed=False)
        old = complaint.decisions.get()
        complaints.propose_decision(
            complaint=complaint,
            draft=tell.draft("not_upheld", remedy="", is_owed=False),
            by=by(world, "deniz"),
            at=hours(6),
        )
        with pytest.raises(complaints.NoDraft):
            complaints.second_decision(
                decision=old,
                proposal=Proposal.objects.get(id=old.proposal_id),
                by=by(world, "mert"),
                at=hours(7),
            )

    def test_a_guard_is_passed_by_two_with_a_reason(self, world):
        complaint = tell.triaged(world)
        ask_pass = {
            "complaint": complaint,
            "to": Stage.INVESTIGATING,
            "by": by(world, "deniz"),
            "at": hours(3),
        }
        with pytest.raises(complaints.FirmGuard):
            complaints.ask_to_pass(**ask_pass, reason=" ")
        proposal = complaints.ask_to_pass(**ask_pass, reason="Acil")
        agree = {"complaint": complaint, "proposal": proposal, "reason": "Acil", "at": hours(4)}
        with pytest.raises(approvals.SamePerson):
            complaints.agree_to_pass(**agree, by=by(world, "deniz"))
        assert fresh(complaint).stage == Stage.TRIAGED
        complaints.agree_to_pass(**agree, by=by(world, "mert"))
        last = StageMove.objects.order_by("-at", "-id").first()
        assert (fresh(complaint).stage, last.bypass_id, last.missing) == (
            Stage.INVESTIGATING,
            proposal.id,
            ["plan"],
        )

    def test_nobody_passes_the_customers_word(self, world):
        complaint = tell.confirming(world)
        with pytest.raises(complaints.FirmGuard):
            complaints.ask_to_pass(
                complaint=complaint, to=Stage.CLOSED, reason="Sessiz", by=by(world, "mert"), at=hours(9)
            )

    def test_nothing_is_passed_where_nothing_lacks(self, world):
        complaint = tell.proposed(world)
        with pytest.raises(complaints.NothingMissing):
            complaints.ask_to_pass(
                complaint=complaint, to=Stage.INVESTIGATING, reason="x", by=by(world, "deniz"), at=hours(6)
            )

    def test_setting_aside_needs_two_and_leaves_the_case_open(self, world):
        complaint = tell.acknowledged(world)
        with pytest.raises(complaints.MoveRefused):
            complaints.move(
                complaint=complaint, to=Stage.SET_ASIDE, reason="x", by=by(world, "mert"), at=hours(1)
            )
        proposal = complaints.propose_setting_aside(
            complaint=complaint,
            destination="not_a_complaint",
            reason="Soru",
            by=by(world, "deniz"),
            at=hours(1),
        )
        with pytest.raises(approvals.SamePerson):
            complaints.set_aside(complaint=complaint, proposal=proposal, by=by(world, "deniz"), at=hours(2))
        complaints.set_aside(complaint=fresh(complaint), proposal=proposal, by=by(world, "mert"), at=hours(2))
        after = fresh(complaint)
        assert (after.stage, after.is_open, after.case.is_open) == (Stage.SET_ASIDE, False, True)

    def test_a_complex_one_asks_a_second_person_for_more_time(self, world):
        tell.complex_promise(world)
        judged = complaints.Triage(
            severity=2, impact=2, urgency=2, vulnerability="none", complexity="complex", reason="Üç taraf"
        )
        complaint = tell.triaged(world, judged=judged)
        clock = Clock.objects.get(case=complaint.case, name="resolve")
        assert Proposal.objects.filter(sort="later_limit", subject=str(clock.id)).count() == 1
        assert clock.limit_at == NOON + timedelta(days=14)


class TestEveryReason:
    """Each reason for a second person: refused while one is alone, allowed once another agrees."""

    def refused_then_allowed(self, world, complaint, login, second, at):
        decision = complaint.decisions.latest("round")
        with pytest.raises(complaints.MoveRefused) as refused:
            tell.answer(complaint, world, login, at=at)
        assert refused.value.refusal.guard is Guard.SECOND_PERSON
        assert refused.value.refusal.is_firm
        proposal = Proposal.objects.get(id=decision.proposal_id)
        agree = {"decision": decision, "proposal": proposal, "at": at}
        with pytest.raises(approvals.SamePerson):
            complaints.second_decision(**agree, by=by(world, login))
        complaints.second_decision(**agree, by=by(world, second))
        tell.answer(complaint, world, login, at=at + timedelta(minutes=5))
        assert fresh(complaint).stage == Stage.RESPONDED

    def test_a_vulnerable_customer(self, world):
        judged = complaints.Triage(
            severity=2, impact=2, urgency=2, vulnerability="possible", complexity="simple", reason="x"
        )
        complaint = tell.investigated(world, judged=judged)
        refused = tell.draft("not_upheld", remedy="", is_owed=False, do_by=None)
        complaints.propose_decision(complaint=complaint, draft=refused, by=by(world, "deniz"), at=hours(5))
        self.refused_then_allowed(world, fresh(complaint), "deniz", "mert", hours(6))

    def test_an_appeal_that_is_not_upheld(self, world):
        refused = {"outcome": "not_upheld", "remedy": "", "is_owed": False, "do_by": None}
        complaint = tell.responded(world, **refused)
        tell.say(complaint, "refused", at=hours(7), words="Hayır")
        complaints.name_reviewer(
            complaint=fresh(complaint), reviewer=world.staff["pelin"], by=by(world, "mert"), at=hours(8)
        )
        decision = complaints.propose_decision(
            complaint=fresh(complaint), draft=tell.draft(**refused), by=by(world, "pelin"), at=hours(9)
        )
        assert decision.second_reasons == ["appeal_rejection"]
        self.refused_then_allowed(world, fresh(complaint), "pelin", "mert", hours(10))

    def test_a_decision_in_her_favour_needs_nobody_else(self, world):
        tell.regulated(world)
        complaint = tell.proposed(world)
        assert complaint.decisions.get().second_reasons == []
        tell.answer(complaint, world, at=hours(6))
        assert fresh(complaint).stage == Stage.RESPONDED

    def test_setting_aside_that_nobody_agrees_to_changes_nothing(self, world):
        complaint = tell.acknowledged(world)
        proposal = complaints.propose_setting_aside(
            complaint=complaint, destination="duplicate", reason="Aynısı", by=by(world, "deniz"), at=hours(1)
        )
        approvals.refuse(proposal=proposal, reason="Değil", by=by(world, "mert"), at=hours(2))
        with pytest.raises(approvals.DecidedAlready):
            complaints.set_aside(
                complaint=fresh(complaint), proposal=proposal, by=by(world, "pelin"), at=hours(3)
            )
        assert fresh(complaint).stage == Stage.ACKNOWLEDGED
