"""Remedies of a complaint: limits, four eyes, budget, precedents, proof, and the ledger that balances."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muhatap.approvals import operations as approvals
from muhatap.audit.models import Event
from muhatap.complaints import operations as complaints
from muhatap.complaints.knowing import latest_decision
from muhatap.complaints.models import Complaint
from muhatap.complaints.precedents import precedents_of, usual_amounts
from muhatap.complaints.stages import Guard, Stage
from muhatap.kernel.actors import Actor
from muhatap.money import operations as money
from muhatap.money.ledger import sums_of
from muhatap.money.models import AppendOnly, Remedy, RemedyEntry, RemedyMonth, RemedyState, RemedyTerms
from muhatap.money.redress import Interest, RemedyKind, Terms
from muhatap.money.remedies import budget_of
from tests.complaints import telling as tell
from tests.complaints.telling import by, fresh, hours
from tests.world import NOON

TERMS = Terms(
    "TRY",
    {"agent": 50_000, "supervisor": 100_000, "compliance": 500_000},
    {"supervisor": 100_000, "compliance": 500_000},
    200_000,
)


def set_terms(world, terms=TERMS):
    proposal = money.propose_terms(
        brand=world.brand, terms=terms, reason="2026", by=by(world, "arda"), at=NOON
    )
    return money.agree_terms(proposal=proposal, by=by(world, "pelin"), at=NOON)


def new(amount=10_000, kind=RemedyKind.GOODWILL, **more) -> money.NewRemedy:
    known = {"kind": kind, "words": "Gecikme için", "amount": amount, "currency": "TRY"}
    return money.NewRemedy(**known | more)


def offer(world, complaint, login="deniz", at=None, **more) -> Remedy:
    return complaints.propose_redress(
        complaint=fresh(complaint), new=new(**more), by=by(world, login), at=at or hours(5)
    )


def decide(world, complaint, remedy, login="mert", agrees=True, at=None):
    return complaints.decide_redress(
        complaint=fresh(complaint), remedy=remedy, agrees=agrees, reason="Uygun değil",
        by=by(world, login), at=at or hours(6),
    )  # fmt: skip


def execute(world, complaint, remedy, reference="EFT-9"):
    return complaints.execute_redress(
        complaint=fresh(complaint), remedy=remedy, done_on=date(2026, 11, 19), reference=reference,
        by=by(world, "deniz"), at=hours(9),
    )  # fmt: skip


def state(remedy) -> str:
    return Remedy.objects.get(id=remedy.id).state


@pytest.fixture
def case_file(world):
    set_terms(world)
    return tell.investigated(world)


class TestFourEyes:
    def test_another_person_approves(self, world, case_file):
        remedy = offer(world, case_file)
        assert state(remedy) == RemedyState.OPEN
        decide(world, case_file, remedy)
        assert state(remedy) == RemedyState.APPROVED
        kinds = Event.objects.filter(kind__startswith="remedy.", stream_id=case_file.case_id)
        assert list(kinds.order_by("id").values_list("kind", flat=True)) == [
            "remedy.proposed",
            "remedy.approved",
        ]

    def test_the_proposer_never_does(self, world, case_file):
        remedy = offer(world, case_file, "mert")
        with pytest.raises(approvals.SamePerson):
            decide(world, case_file, remedy, "mert")
        assert state(remedy) == RemedyState.OPEN
        assert budget_of(world.brand, "TRY", NOON).granted == 0

    def test_the_proposer_takes_back(self, world, case_file):
        remedy = offer(world, case_file)
        decide(world, case_file, remedy, "deniz", agrees=False)
        assert state(remedy) == RemedyState.REFUSED

    def test_an_agent_neither_approves_nor_refuses(self, world, case_file):
        remedy = offer(world, case_file)
        for agrees in (True, False):
            with pytest.raises(money.OverLimit):
                decide(world, case_file, remedy, "selin", agrees=agrees)
        assert state(remedy) == RemedyState.OPEN

    def test_what_is_decided_stays_decided(self, world, case_file):
        remedy = offer(world, case_file)
        decide(world, case_file, remedy)
        for agrees in (True, False):
            with pytest.raises(money.WrongState):
                decide(world, case_file, remedy, "pelin", agrees=agrees)
        assert budget_of(world.brand, "TRY", NOON).granted == 10_000

    def test_without_money_it_stands_at_once(self, world, case_file):
        remedy = offer(world, case_file, amount=0, kind=RemedyKind.APOLOGY, currency="")
        assert state(remedy) == RemedyState.APPROVED

    def test_one_that_waited_too_long_is_closed_and_not_approved(self, world, case_file):
        remedy = offer(world, case_file)
        late = tell.days(16)
        with pytest.raises(approvals.ProposalExpired):
            decide(world, case_file, remedy, at=late)
        assert RemedyMonth.objects.filter(granted__gt=0).count() == 0
        decide(world, case_file, remedy, agrees=False, at=late)
        assert state(remedy) == RemedyState.REFUSED

    def test_nobody_gives_for_a_complaint_about_herself(self, world, case_file):
        case_file.subject_staff = world.staff["mert"]
        case_file.save(update_fields=["subject_staff"])
        with pytest.raises(complaints.IsSubject):
            offer(world, case_file, "mert")
        remedy = offer(world, case_file)
        with pytest.raises(complaints.IsSubject):
            decide(world, case_file, remedy)


class TestLimits:
    @pytest.mark.parametrize(("login", "most"), [("deniz", 50_000), ("mert", 100_000)])
    def test_who_may_propose_how_much(self, world, case_file, login, most):
        offer(world, case_file, login, amount=most)
        with pytest.raises(money.OverLimit) as refused:
            offer(world, case_file, login, amount=most + 1)
        assert refused.value.most == most
        assert Remedy.objects.count() == 1

    def test_above_her_limit_a_higher_role_approves(self, world, case_file):
        set_terms(world, Terms("TRY", {"agent": 150_000}, {"supervisor": 100_000, "compliance": 500_000}))
        remedy = offer(world, case_file, amount=100_001)
        with pytest.raises(money.OverLimit) as refused:
            decide(world, case_file, remedy, "mert")
        assert refused.value.able == ("compliance",)
        decide(world, case_file, remedy, "pelin")
        assert state(remedy) == RemedyState.APPROVED

    def test_without_terms_nothing_is_given(self, world, case_file):
        with pytest.raises(money.NoTerms):
            offer(world, case_file, currency="EUR")

    def test_somebody_of_another_brand_may_nothing(self, world, case_file):
        remedy = offer(world, case_file)
        foreign = Actor.staff(world.stranger.pk)
        with pytest.raises(money.OverLimit):
            complaints.decide_redress(
                complaint=fresh(case_file), remedy=remedy, agrees=True, reason="", by=foreign, at=hours(6)
            )
        with pytest.raises(money.OverLimit):
            complaints.propose_redress(complaint=fresh(case_file), new=new(), by=foreign, at=hours(6))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"words": " "},
            {"amount": 0},
            {"currency": ""},
            {"kind": RemedyKind.APOLOGY},
            {"interest": Interest(Decimal(9), date(2026, 1, 1), date(2026, 2, 1), "3095")},
            {
                "kind": RemedyKind.COMPENSATION,
                "interest": Interest(Decimal(9), date(2026, 1, 1), date(2026, 2, 1), ""),
            },
            {
                "kind": RemedyKind.COMPENSATION,
                "interest": Interest(Decimal(9), date(2026, 2, 1), date(2026, 1, 1), "3095"),
            },
        ],
    )
    def test_what_is_no_remedy(self, world, case_file, wrong):
        with pytest.raises(money.NotARemedy):
            offer(world, case_file, **wrong)
        assert not RemedyEntry.objects.exists()

    def test_interest_is_a_part_of_the_amount(self, world, case_file):
        interest = Interest(Decimal(8), date(2026, 1, 5), date(2026, 4, 5), "3095 s.K. m.1")
        remedy = offer(world, case_file, kind=RemedyKind.COMPENSATION, amount=40_000, interest=interest)
        assert (remedy.interest, remedy.amount) == (789, 40_789)


class TestTerms:
    def test_two_people_set_them(self, world):
        proposal = money.propose_terms(
            brand=world.brand, terms=TERMS, reason="2026", by=by(world, "arda"), at=NOON
        )
        with pytest.raises(approvals.SamePerson):
            money.agree_terms(proposal=proposal, by=by(world, "arda"), at=NOON)
        assert not RemedyTerms.objects.exists()
        money.agree_terms(proposal=proposal, by=by(world, "pelin"), at=NOON)
        assert RemedyTerms.objects.get().terms == TERMS

    @pytest.mark.parametrize(
        "wrong",
        [Terms("try"), Terms("TRY", {"king": 5}), Terms("TRY", {"agent": -5}), Terms("TRY", warn_percent=0)],
    )
    def test_wrong_ones_are_refused(self, world, wrong):
        with pytest.raises(money.NotTerms):
            money.propose_terms(brand=world.brand, terms=wrong, reason="", by=by(world, "arda"), at=NOON)


class TestBudget:
    def test_what_the_month_does_not_hold_is_refused(self, world, case_file):
        first = offer(world, case_file, "mert", amount=100_000)
        second = offer(world, case_file, "pelin", amount=150_000)
        assert budget_of(world.brand, "TRY", hours(5)).is_tight
        decide(world, case_file, first, "pelin")
        with pytest.raises(money.OverBudget) as refused:
            offer(world, case_file, "pelin", amount=100_001)
        assert refused.value.budget.left == 100_000
        set_terms(world, Terms("TRY", TERMS.propose, {"supervisor": 500_000}, 200_000))
        with pytest.raises(money.OverBudget):
            decide(world, case_file, second, "mert")
        assert state(second) == RemedyState.OPEN
        assert budget_of(world.brand, "TRY", hours(5)).granted == 100_000

    def test_a_new_month_begins_anew_and_what_is_taken_back_returns(self, world, case_file):
        remedy = offer(world, case_file, "mert", amount=100_000)
        decide(world, case_file, remedy, "pelin")
        assert budget_of(world.brand, "TRY", NOON + timedelta(days=31)).left == 200_000
        with pytest.raises(money.SameHand):
            complaints.reverse_redress(
                complaint=fresh(case_file), remedy=remedy, reason="Hata", by=by(world, "mert"), at=hours(7)
            )
        complaints.reverse_redress(
            complaint=fresh(case_file), remedy=remedy, reason="Hata", by=by(world, "pelin"), at=hours(7)
        )
        assert budget_of(world.brand, "TRY", NOON).left == 200_000
        with pytest.raises(money.WrongState):
            money.execute_remedy(
                remedy=remedy, done_on=date(2026, 11, 19), reference="EFT", by=by(world, "deniz"), at=hours(8)
            )


class TestStages:
    def test_nothing_is_told_while_a_remedy_waits(self, world, case_file):
        remedy = offer(world, case_file)
        complaints.propose_decision(
            complaint=fresh(case_file), draft=tell.draft(), by=by(world, "deniz"), at=hours(5)
        )
        with pytest.raises(complaints.MoveRefused) as refused:
            complaints.respond(complaint=fresh(case_file), letter="X", by=by(world, "deniz"), at=hours(6))
        assert "remedy_open" in refused.value.refusal.missing[Guard.SECOND_PERSON]
        decide(world, case_file, remedy)

    def test_it_is_carried_out_once_she_accepts_and_then_she_is_asked(self, world):
        set_terms(world)
        complaint = tell.proposed(world)
        remedy = offer(world, complaint)
        decide(world, complaint, remedy)
        with pytest.raises(complaints.NothingToDo):
            execute(world, complaint, remedy)
        Complaint.objects.filter(id=complaint.id).update(stage=Stage.APPLYING)
        with pytest.raises(complaints.MoveRefused) as refused:
            complaints.execute_remedy(
                complaint=fresh(complaint), done_on=date(2026, 11, 19), reference="EFT-9",
                by=by(world, "deniz"), at=hours(8),
            )  # fmt: skip
        assert refused.value.refusal.missing[Guard.EXECUTED] == ("remedy_to_execute",)
        with pytest.raises(money.NotARemedy):
            execute(world, complaint, remedy, reference=" ")
        execute(world, complaint, remedy)
        assert fresh(complaint).stage == Stage.CONFIRMING
        assert state(remedy) == RemedyState.EXECUTED

    def test_of_two_remedies_the_last_one_moves_the_complaint(self, world):
        set_terms(world)
        complaint = tell.proposed(world)
        remedies = [offer(world, complaint, amount=amount) for amount in (100, 200)]
        for remedy in remedies:
            decide(world, complaint, remedy)
        Complaint.objects.filter(id=complaint.id).update(stage=Stage.APPLYING)
        execute(world, complaint, remedies[0], "EFT-1")
        assert fresh(complaint).stage == Stage.APPLYING
        execute(world, complaint, remedies[1], "EFT-2")
        assert latest_decision(fresh(complaint)).execution_reference == "EFT-1, EFT-2"

    def test_nothing_is_proposed_after_the_end_or_before_the_investigation(self, world):
        set_terms(world)
        with pytest.raises(complaints.NothingToDo):
            offer(world, tell.triaged(world))

    def test_a_remedy_of_another_complaint_is_refused(self, world, case_file):
        remedy = offer(world, case_file)
        with pytest.raises(complaints.NothingToDo):
            decide(world, tell.investigated(world), remedy)


def upheld_before(world, amount, at, outcome="upheld"):
    complaint = tell.proposed(world, outcome=outcome)
    remedy = offer(world, complaint, amount=amount, deviation_reason="Önceki")
    decide(world, complaint, remedy)
    complaint.decisions.update(told_at=at)


class TestPrecedents:
    def test_outside_of_what_similar_ones_got_needs_a_reason(self, world):
        set_terms(world)
        for amount in (10_000, 20_000, 30_000):
            upheld_before(world, amount, hours(6))
        complaint = tell.investigated(world)
        precedents = precedents_of(fresh(complaint), hours(7))
        usual = usual_amounts(precedents)["goodwill", "TRY"]
        assert (usual.count, usual.least, usual.middle, usual.most) == (3, 10_000, 20_000, 30_000)
        with pytest.raises(money.NeedsReason):
            offer(world, complaint, amount=30_001, at=hours(7))
        offer(world, complaint, amount=30_000, at=hours(7))
        offer(world, complaint, amount=30_001, deviation_reason="İki kez bekletildi", at=hours(7))
        assert precedents_of(fresh(complaint), hours(7) + timedelta(days=366)) == []

    def test_not_upheld_or_untold_ones_and_other_topics_say_nothing(self, world):
        set_terms(world)
        upheld_before(world, 10_000, hours(6), outcome="not_upheld")
        upheld_before(world, 10_000, None)
        assert precedents_of(fresh(tell.investigated(world)), hours(7)) == []


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["propose", "approve", "refuse", "execute", "reverse"]),
        st.integers(0, 5),
        st.integers(1, 70_000),
    ),
    max_size=12,
)


class TestLedger:
    def test_a_line_stands(self, world, case_file):
        offer(world, case_file)
        line = RemedyEntry.objects.get()
        line.amount = 1
        with pytest.raises(AppendOnly):
            line.save()
        with pytest.raises(AppendOnly):
            line.delete()

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(acts=ACTS)
    def test_whatever_happens_it_balances(self, world, acts):
        if not RemedyTerms.objects.exists():
            set_terms(world)
        case = tell.fresh(tell.investigated(world)).case
        remedies: list[Remedy] = []
        refusals = (money.OverLimit, money.OverBudget, money.WrongState, money.SameHand)
        for what, which, amount in acts:
            chosen = remedies[which % len(remedies)] if remedies else None
            try:
                if what == "propose":
                    remedies.append(
                        money.propose_remedy(case=case, new=new(amount), by=by(world, "deniz"), at=hours(5))
                    )
                elif chosen is not None:
                    act(world, what, chosen)
            except refusals:
                pass
            for sums in sums_of(world.brand):
                assert sums.balances
                assert budget_of(world.brand, "TRY", hours(5)).granted == sums.approved - sums.reversed


def act(world, what, remedy):
    who, known = by(world, "pelin"), {"remedy": remedy, "at": hours(6)}
    match what:
        case "approve":
            money.approve_remedy(**known, by=who)
        case "refuse":
            money.refuse_remedy(**known, by=who, reason="Hayır")
        case "execute":
            money.execute_remedy(**known, by=who, done_on=date(2026, 11, 19), reference="EFT")
        case "reverse":
            money.reverse_remedy(**known, by=who, reason="Hata")


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def race(self, *calls):
        ready, ended = threading.Barrier(len(calls)), []

        def run(call):
            try:
                ready.wait(20)
                call()
                ended.append("done")
            except (money.WrongState, money.OverBudget) as error:
                ended.append(type(error).__name__)
            finally:
                connection.close()

        connection.close()
        threads = [threading.Thread(target=run, args=(call,)) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return sorted(ended)

    def approval(self, world, complaint, remedy, login):
        return lambda: decide(world, complaint, Remedy.objects.get(id=remedy.id), login)

    def test_of_two_who_approve_one_wins(self, world):
        set_terms(world)
        complaint = tell.investigated(world)
        remedy = offer(world, complaint)
        calls = [self.approval(world, complaint, remedy, login) for login in ("mert", "pelin")]
        assert self.race(*calls) == ["WrongState", "done"]
        assert budget_of(world.brand, "TRY", NOON).granted == 10_000

    def test_the_last_of_the_budget_is_given_once(self, world):
        set_terms(world, Terms("TRY", TERMS.propose, TERMS.approve, 15_000))
        calls = []
        for login in ("mert", "pelin"):
            complaint = tell.investigated(world)
            calls.append(self.approval(world, complaint, offer(world, complaint), login))
        assert self.race(*calls) == ["OverBudget", "done"]
        assert budget_of(world.brand, "TRY", NOON).granted == 10_000
