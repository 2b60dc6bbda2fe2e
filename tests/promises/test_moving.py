"""Due times move earlier by themselves, and later only with a reason, a second person and a letter."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit import relay
from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.milestones import MilestoneName
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author, Status
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.promises import operations as promises
from muhatap.promises.derivations import derivation_of
from muhatap.promises.later import later_choices
from muhatap.promises.models import Clock, Promise
from tests.world import NOON, OFFICE, load, make_case

pytestmark = pytest.mark.django_db
SWEEP = Actor.system("sweep")


def hours(count: float):
    return NOON + timedelta(hours=count)


def clock_of(case, name) -> Clock:
    return Clock.objects.filter(case=case, name=name).order_by("started_at").last()


def promise(world, code, clock, limit, *, target="", **more) -> Promise:
    known = Promise.objects.filter(brand=world.brand).first()
    return Promise.objects.create(
        brand=world.brand,
        code=code,
        clock=clock,
        names={"tr": code, "en": code},
        target=target,
        limit=limit,
        schedule=more.pop("schedule", known.schedule),
        ladder=more.pop("ladder", known.ladder),
        **more,
    )


def by(world, login="deniz") -> Actor:
    return Actor.staff(world.staff[login].pk)


def correct(world, case, code, at):
    cases.correct_topic(case=load(case.id), topic=world.topics[code], by=by(world), at=at)


@pytest.fixture
def emergency(world):
    return promise(world, "resolve-emergency", "resolve", "2d", conditions={"topic": ["EMG-UNAUTH"]})


@pytest.fixture
def slow_login(world):
    return promise(world, "resolve-login", "resolve", "14d", conditions={"topic": ["ACC-LOGIN"]})


def test_a_corrected_topic_brings_the_earlier_time_at_once(world, emergency):
    case = make_case(world)
    correct(world, case, "EMG-UNAUTH", hours(5))
    clock = clock_of(case, "resolve")
    assert clock.promise == emergency
    assert (clock.started_at, clock.limit_at) == (NOON, NOON + timedelta(days=2))
    moved = Event.objects.get(stream_id=case.id, kind="clock.moved")
    assert '"cause":"topic"' in moved.content


def test_a_corrected_topic_never_brings_a_later_time(world, slow_login):
    case = make_case(world)
    correct(world, case, "ACC-LOGIN", hours(5))
    clock = clock_of(case, "resolve")
    assert clock.limit_at == NOON + timedelta(days=7)
    assert not Event.objects.filter(stream_id=case.id, kind="clock.moved").exists()
    assert "stays" in [line.code for line in derivation_of(clock, load(case.id))]


def test_a_promise_that_applies_only_now_counts_from_now_and_one_of_law_from_receipt(world):
    promise(world, "take-over", "emergency_ack", "15m", conditions={"topic": ["EMG-UNAUTH"]})
    promise(
        world,
        "law",
        "legal_response",
        "20d",
        conditions={"topic": ["EMG-UNAUTH"]},
        law="todeb",
        last_day="stay",
    )
    case = make_case(world)
    correct(world, case, "EMG-UNAUTH", hours(5))
    assert clock_of(case, "emergency_ack").started_at == hours(5)
    law = clock_of(case, "legal_response")
    assert law.started_at == NOON
    assert law.limit_at.isoformat() == "2026-12-08T21:00:00+00:00", "24:00 of the twentieth day in Istanbul"


class TestLater:
    def ask(self, world, case, login="deniz", reason="Banka kaydı bekleniyor.", at=6):
        choices = later_choices(load(case.id), hours(at))
        (choice,) = [each for each in choices if each.clock.name == "resolve"]
        return promises.ask_later(
            case=load(case.id),
            clock=choice.clock,
            promise_id=choice.rule.promise_id,
            reason=reason,
            by=by(world, login),
            at=hours(at),
        )

    def agree(self, world, case, question, login="mert", at=7):
        promises.agree_later(case=load(case.id), question=question, by=by(world, login), at=hours(at))

    def case(self, world):
        case = make_case(world)
        correct(world, case, "ACC-LOGIN", hours(5))
        return case

    def test_a_reason_and_a_second_person_move_it_and_the_customer_reads_why(self, world, slow_login):
        case = self.case(world)
        question = self.ask(world, case)
        assert clock_of(case, "resolve").limit_at == NOON + timedelta(days=7)
        self.agree(world, case, question)
        assert clock_of(case, "resolve").limit_at == NOON + timedelta(days=14)
        letter = Message.objects.get(case=case, external_id=f"later:{question.proposal.id}")
        assert "Banka kaydı bekleniyor." in letter.text
        assert letter.author == Author.AUTOMATIC

    def test_who_asked_cannot_agree_not_even_in_the_database(self, world, slow_login):
        case = self.case(world)
        question = self.ask(world, case, "mert")
        with pytest.raises(approvals.SamePerson):
            self.agree(world, case, question)
        agreed = {"decision": "approved", "decided_by": world.staff["mert"], "decided_at": hours(7)}
        with pytest.raises(IntegrityError):
            Proposal.objects.filter(id=question.proposal.id).update(**agreed)

    def test_who_asked_may_take_it_back_and_ask_again(self, world, slow_login):
        case = self.case(world)
        question = self.ask(world, case)
        promises.keep_time(case=load(case.id), question=question, by=by(world), at=hours(7))
        self.agree(world, case, self.ask(world, case, at=8), at=9)
        assert clock_of(case, "resolve").limit_at == NOON + timedelta(days=14)

    def test_nobody_agrees_after_the_promise_has_ended(self, world, slow_login):
        case = self.case(world)
        question = self.ask(world, case)
        cases.change_status(case=load(case.id), status=Status.RESOLVED, by=by(world), at=hours(6.5))
        with pytest.raises(promises.PromiseEnded):
            self.agree(world, case, question)
        assert Proposal.objects.get(id=question.proposal.id).decided_at is None, "nothing of it happened"

    def test_those_who_may_agree_are_told_that_it_waits(self, world, slow_login):
        self.ask(world, self.case(world), "mert")
        while relay.publish(at=hours(7)) or relay.run_listeners(at=hours(7)):
            pass
        told = Notice.objects.filter(kind="later_limit_asked").values_list("staff__email", flat=True)
        assert list(told) == ["pelin@nehir.example"], "not the one who asked"

    def test_without_a_reason_nothing_is_asked(self, world, slow_login):
        with pytest.raises(promises.ReasonMissing):
            self.ask(world, self.case(world), reason="  ")

    def test_a_refusal_leaves_the_time_and_writes_nothing(self, world, slow_login):
        case = self.case(world)
        question = self.ask(world, case)
        promises.keep_time(case=load(case.id), question=question, by=by(world, "mert"), at=hours(7))
        assert clock_of(case, "resolve").limit_at == NOON + timedelta(days=7)
        assert not Message.objects.filter(case=case, external_id__startswith="later:").exists()
        with pytest.raises(approvals.DecidedAlready):
            self.agree(world, case, question, "pelin", 8)

    def test_one_question_at_a_time(self, world, slow_login):
        case = self.case(world)
        self.ask(world, case)
        with pytest.raises(promises.NotOffered):
            self.ask(world, case, "selin")

    def test_a_complex_case_gets_its_time_by_two_people_too(self, world):
        slow = promise(
            world, "resolve-complex", "resolve", "21d", target="7d", conditions={"complexity": ["complex"]}
        )
        case = make_case(world)
        question = self.ask(world, case)
        self.agree(world, case, question)
        clock = clock_of(case, "resolve")
        assert (clock.promise, clock.limit_at) == (slow, NOON + timedelta(days=21))
        correct(world, case, "ACC-LOGIN", hours(9))
        assert clock_of(case, "resolve").promise == slow, "what two people found stays"


class TestPauses:
    def wait(self, world, case, at):
        cases.change_status(case=load(case.id), status=Status.WAITING_CUSTOMER, by=by(world), at=hours(at))

    def answer(self, case, at):
        new = cases.NewMessage(author=Author.CUSTOMER, channel="portal", text="Merhaba")
        cases.post_message(case=load(case.id), new=new, by=Actor.customer(None), at=hours(at))

    def test_a_pause_ends_at_its_cap_although_nobody_answers(self, world):
        Promise.objects.filter(code="resolve").update(pause_cap="2d")
        case = make_case(world)
        self.wait(world, case, 10)
        while promises.sweep(by=SWEEP, at=hours(10 + 49)).clocks:
            pass
        clock = clock_of(case, "resolve")
        assert clock.paused_at is None
        assert clock.limit_at == NOON + timedelta(days=9)
        assert clock.pauses[0][2:] == ["waiting_customer", "cap_reached"]
        assert load(case.id).status == Status.WAITING_CUSTOMER

    def test_the_cap_holds_for_all_pauses_together_and_without_a_sweep(self, world):
        Promise.objects.filter(code="resolve").update(pause_cap="2d")
        case = make_case(world)
        self.wait(world, case, 10)
        self.answer(case, 34)
        self.wait(world, case, 40)
        self.answer(case, 100)
        assert clock_of(case, "resolve").limit_at == NOON + timedelta(days=9)
        self.wait(world, case, 101)
        assert clock_of(case, "resolve").paused_at is None

    def test_a_limit_of_law_never_pauses(self, world):
        promise(world, "law", "legal_response", "20d", pauses=["waiting_customer"], law="x", last_day="stay")
        case = make_case(world)
        self.wait(world, case, 10)
        assert clock_of(case, "legal_response").paused_at is None
        assert clock_of(case, "resolve").paused_at == hours(10)


class TestMilestones:
    def reach(self, world, case, name, reached, at=None, **more):
        cases.reach_milestone(
            case=load(case.id),
            name=MilestoneName(name),
            reached_at=hours(reached),
            by=by(world),
            at=hours(at if at is not None else reached),
            **more,
        )

    def test_documents_start_the_review_and_the_decision_keeps_it(self, world):
        promise(world, "kyc", "kyc_review", "72h", target="24h")
        case = make_case(world)
        assert clock_of(case, "kyc_review") is None
        self.reach(world, case, "documents_complete", 3, 5)
        clock = clock_of(case, "kyc_review")
        assert (clock.started_at, clock.limit_at) == (hours(3), hours(75))
        self.reach(world, case, "documents_decided", 30)
        assert clock_of(case, "kyc_review").was_kept is True

    def test_a_payment_in_time_that_is_noted_late_is_kept(self, world):
        promise(world, "refund", "refund_exec", "2d")
        case = make_case(world)
        self.reach(world, case, "refund_approved", 1)
        self.reach(world, case, "refund_paid", 40, 80, reference="ARN 7431")
        clock = clock_of(case, "refund_exec")
        assert (clock.stopped_at, clock.was_kept) == (hours(40), True)

    def test_a_refund_that_is_owed_runs_on_when_the_case_is_resolved(self, world):
        promise(world, "refund", "refund_exec", "2d")
        case = make_case(world)
        self.reach(world, case, "refund_approved", 1)
        cases.change_status(case=load(case.id), status=Status.RESOLVED, by=by(world), at=hours(2))
        assert clock_of(case, "refund_exec").stopped_at is None
        assert clock_of(case, "resolve").stopped_at == hours(2)

    def test_an_answer_needs_its_question(self, world):
        case = make_case(world)
        with pytest.raises(cases.NotYet):
            self.reach(world, case, "refund_paid", 1)
        self.reach(world, case, "callback_asked", 1)
        self.reach(world, case, "called_back", 2)
        with pytest.raises(cases.NotYet):
            self.reach(world, case, "called_back", 3)

    def test_no_stage_lies_before_the_case_or_in_the_future(self, world):
        case = make_case(world)
        for reached, at in ((-1, 1), (5, 2)):
            with pytest.raises(cases.OutsideCase):
                self.reach(world, case, "callback_asked", reached, at)


class TestPriority:
    def raise_(self, world, case, reason, actor):
        cases.change_priority(case=load(case.id), priority=1, reason=reason, by=actor, at=hours(30))

    def test_a_person_who_judges_it_urgent_brings_the_urgent_promise(self, world):
        promise(world, "urgent", "resolve", "2d", conditions={"priority": ["P1"]})
        case = make_case(world)
        self.raise_(world, case, "desk", by(world))
        assert clock_of(case, "resolve").limit_at == hours(48)

    @pytest.mark.parametrize("reason", ["ladder", "escalated"])
    def test_urgency_added_because_time_runs_short_breaks_nothing(self, world, reason):
        promise(world, "urgent", "resolve", "1d", conditions={"priority": ["P1"]})
        case = make_case(world)
        self.raise_(world, case, reason, by(world))
        assert clock_of(case, "resolve").limit_at == NOON + timedelta(days=7)


def test_a_team_with_hours_of_its_own_has_a_promise_of_its_own(world):
    saturday = {"tz": "Europe/Istanbul", "hours": {"sat": [["10:00", "18:00"]]}}
    team = world.teams["payments"]
    promise(world, "reply-team", "first_reply", "4bh", conditions={"team": [team.code]}, schedule=saturday)
    case, other = make_case(world), make_case(world, topic="ACC-LOGIN")
    assert clock_of(case, "first_reply").limit_at.isoformat() == "2026-11-21T11:00:00+00:00"
    assert clock_of(other, "first_reply").limit_at == hours(48)


def test_business_days_before_a_limit_of_law_are_steps_of_their_own(world):
    ladder = [{"at": at, "do": ["tell"], "to": "compliance"} for at in ("5bd-before", "2bd-before", "100")]
    promise(
        world, "law", "legal_response", "20d", law="todeb", last_day="stay", ladder=ladder,
        schedule=OFFICE | {"holidays": ["2026-12-07"]},
    )  # fmt: skip
    case = make_case(world)
    clock = clock_of(case, "legal_response")
    assert clock.next_step_at.isoformat() == "2026-11-30T06:00:00+00:00", (
        "09:00 of the fifth working day before"
    )
    while promises.sweep(by=SWEEP, at=clock.limit_at + timedelta(minutes=1)).clocks:
        pass
    steps = list(clock.steps.order_by("due_at").values_list("threshold", flat=True))
    assert steps == ["5bd-before", "2bd-before", "100"]
