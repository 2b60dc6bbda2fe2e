"""Clocks start, stop, pause and break by facts, and every step is taken once."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muhatap.audit import relay
from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.channels.models import Delivery
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.promises import operations as promises
from muhatap.promises.clocks import ClockState
from muhatap.promises.models import Clock, ClockStep, Promise
from muhatap.promises.queries import clocks_of, promises_made, running_clocks
from muhatap.promises.readings import reading_of
from tests.world import NOON, load, make_case

pytestmark = pytest.mark.django_db

SWEEP = Actor.system("sweep")


def hours(count: float):
    return NOON + timedelta(hours=count)


def clock_of(case, name) -> Clock:
    return Clock.objects.filter(case=case, name=name).order_by("started_at").last()


def staff_of(world, login="deniz") -> Actor:
    return Actor.staff(world.staff[login].pk)


def write(case, author, by, at):
    new = cases.NewMessage(author=author, channel="portal", text="Merhaba")
    return cases.post_message(case=load(case.id), new=new, by=by, at=at)


def sweep(at) -> promises.SweepResult:
    total = promises.SweepResult(0, 0, 0, 0)
    while (result := promises.sweep(by=SWEEP, at=at)).clocks:
        total += result
    return total


def relay_all(at):
    while relay.publish(at=at) or relay.run_listeners(at=at):
        pass


def test_a_new_case_gets_the_promises_that_apply(world):
    case = make_case(world)
    names = set(Clock.objects.filter(case=case).values_list("name", flat=True))
    assert names == {"ack", "triage", "first_reply", "resolve", "update"}
    assert clock_of(case, "first_reply").target_at == hours(24)
    assert clock_of(case, "first_reply").limit_at == hours(48)
    assert case.next_due_at == NOON + timedelta(seconds=60)


def test_a_complaint_gets_its_own(world):
    case = make_case(world, topic="COMPLAINT")
    assert clock_of(case, "resolve").limit_at == NOON + timedelta(days=14)
    assert clock_of(case, "investigation_start").limit_at == hours(72)


def test_a_promise_counts_from_receipt_not_from_typing(world):
    case = make_case(world)
    assert clock_of(case, "resolve").started_at == case.received_at


def test_a_human_reply_keeps_the_first_reply_and_an_automatic_one_does_not(world):
    case = make_case(world)
    promises.acknowledge(case=case, by=SWEEP, at=hours(0.001))
    assert clock_of(case, "first_reply").stopped_at is None
    assert clock_of(case, "ack").was_kept is True
    write(case, Author.STAFF, staff_of(world), hours(3))
    assert clock_of(case, "first_reply").was_kept is True
    assert clock_of(case, "first_reply").stopped_at == hours(3)


def test_a_note_is_no_reply(world):
    case = make_case(world)
    write(case, Author.NOTE, staff_of(world), hours(3))
    assert clock_of(case, "first_reply").stopped_at is None


def test_a_reply_at_the_limit_is_kept_and_a_second_later_is_not(world):
    kept, missed = make_case(world), make_case(world, customer=1)
    write(kept, Author.STAFF, staff_of(world), hours(48))
    write(missed, Author.STAFF, staff_of(world), hours(48) + timedelta(seconds=1))
    assert clock_of(kept, "first_reply").was_kept is True
    assert clock_of(missed, "first_reply").was_kept is False


def test_the_next_question_starts_the_next_reply(world):
    case = make_case(world)
    write(case, Author.CUSTOMER, Actor.customer(None), hours(1))
    assert clock_of(case, "next_reply") is None, "the first reply is still owed"
    write(case, Author.STAFF, staff_of(world), hours(2))
    write(case, Author.CUSTOMER, Actor.customer(None), hours(5))
    write(case, Author.CUSTOMER, Actor.customer(None), hours(6))
    clock = clock_of(case, "next_reply")
    assert (clock.started_at, clock.limit_at) == (hours(5), hours(53))
    write(case, Author.STAFF, staff_of(world), hours(7))
    assert clock_of(case, "next_reply").was_kept is True


def test_every_word_to_the_customer_starts_the_update_anew(world):
    case = make_case(world)
    write(case, Author.STAFF, staff_of(world), hours(10))
    runs = list(Clock.objects.filter(case=case, name="update").order_by("started_at"))
    assert [run.was_kept for run in runs] == [True, None]
    assert runs[1].limit_at == hours(10) + timedelta(days=7)


def test_taking_a_case_is_triage(world):
    case = make_case(world)
    cases.assign(case=case, owner=world.staff["deniz"], by=staff_of(world), at=hours(1))
    assert clock_of(case, "triage").was_kept is True


def test_waiting_for_the_customer_stops_only_the_clock_that_may_wait(world):
    case = make_case(world)
    write(case, Author.STAFF, staff_of(world), hours(1))
    cases.change_status(case=load(case.id), status=Status.WAITING_CUSTOMER, by=staff_of(world), at=hours(10))
    assert clock_of(case, "resolve").paused_at == hours(10)
    assert clock_of(case, "update").paused_at is None
    write(case, Author.CUSTOMER, Actor.customer(None), hours(34))
    clock = clock_of(case, "resolve")
    assert clock.paused_at is None
    assert clock.limit_at == NOON + timedelta(days=8)
    assert clock.target_at == hours(72 + 24)


def test_a_paused_clock_takes_no_step(world):
    case = make_case(world)
    write(case, Author.STAFF, staff_of(world), hours(1))
    cases.change_status(case=load(case.id), status=Status.WAITING_CUSTOMER, by=staff_of(world), at=hours(2))
    sweep(hours(73))
    assert not ClockStep.objects.filter(clock=clock_of(case, "resolve")).exists()


def test_resolving_ends_everything_and_judges_it(world):
    case = make_case(world)
    write(case, Author.STAFF, staff_of(world), hours(1))
    cases.change_status(case=load(case.id), status=Status.RESOLVED, by=staff_of(world), at=hours(50))
    assert not Clock.objects.filter(case=case, stopped_at__isnull=True).exists()
    assert clock_of(case, "resolve").was_kept is True


def test_closing_without_an_answer_is_a_missed_first_reply(world):
    case = make_case(world)
    cases.change_status(
        case=case, status=Status.CLOSED, closed=ClosedReason.NO_ANSWER, by=staff_of(world), at=hours(1)
    )
    assert clock_of(case, "first_reply").was_kept is False


def test_reopening_starts_a_new_run_and_keeps_the_old_one(world):
    case = make_case(world)
    cases.change_status(case=case, status=Status.RESOLVED, by=staff_of(world), at=hours(5))
    write(case, Author.CUSTOMER, Actor.customer(None), hours(30))
    runs = list(Clock.objects.filter(case=case, name="resolve").order_by("started_at"))
    assert [run.started_at for run in runs] == [NOON, hours(30)]
    assert runs[0].stopped_at == hours(5)


def test_dissatisfaction_starts_the_complaints_promises(world):
    case = make_case(world)
    write(case, Author.STAFF, staff_of(world), hours(1))
    cases.change_status(case=load(case.id), status=Status.RESOLVED, by=staff_of(world), at=hours(2))
    cases.express_dissatisfaction(
        case=load(case.id), words="Kabul etmiyorum", channel="portal", by=Actor.customer(None), at=hours(20)
    )
    assert clock_of(case, "investigation_start").started_at == hours(20)


def test_the_list_is_sorted_by_the_next_running_limit(world):
    case = make_case(world)
    promises.acknowledge(case=case, by=SWEEP, at=hours(0))
    assert load(case.id).next_due_at == hours(48)
    cases.assign(case=load(case.id), owner=world.staff["deniz"], by=staff_of(world), at=hours(1))
    write(case, Author.STAFF, staff_of(world), hours(2))
    assert load(case.id).next_due_at == NOON + timedelta(days=7)


class TestSweep:
    def test_nothing_is_due_in_time(self, world):
        case = make_case(world)
        promises.acknowledge(case=case, by=SWEEP, at=hours(0))
        assert sweep(hours(1)) == promises.SweepResult(0, 0, 0, 0)

    def test_the_limit_itself_is_not_late(self, world):
        case = make_case(world)
        promises.acknowledge(case=case, by=SWEEP, at=hours(0))
        sweep(hours(48))
        assert not ClockStep.objects.filter(clock=clock_of(case, "first_reply"), threshold="100").exists()
        sweep(hours(48) + timedelta(seconds=1))
        assert ClockStep.objects.filter(clock=clock_of(case, "first_reply"), threshold="100").count() == 1

    def test_after_a_long_silence_each_step_is_taken_once_and_says_that_it_is_late(self, world):
        case = make_case(world)
        promises.acknowledge(case=case, by=SWEEP, at=hours(0))
        first = sweep(hours(24 * 30))
        assert first.broken == 4
        assert first.found_late == first.steps == 19
        assert sweep(hours(24 * 30)) == promises.SweepResult(0, 0, 0, 0)
        assert Event.objects.filter(stream_id=case.id, kind="clock.broken").count() == 4

    def test_a_broken_promise_raises_and_reassigns_once(self, world):
        case = make_case(world)
        cases.assign(case=case, owner=world.staff["deniz"], by=Actor.system("x"), at=hours(0))
        promises.acknowledge(case=case, by=SWEEP, at=hours(0))
        sweep(hours(49))
        case = load(case.id)
        assert case.queue == world.queues["leads"]
        assert case.owner is None
        assert case.priority == 2, "one level in two days, whatever else is late"

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.integers(min_value=0, max_value=24 * 12 * 60), min_size=1, max_size=12))
    def test_however_often_one_looks_the_steps_are_the_same(self, world, minutes):
        case = make_case(world)
        promises.acknowledge(case=case, by=SWEEP, at=hours(0))
        for minute in sorted(minutes):
            sweep(NOON + timedelta(minutes=minute))
        last = NOON + timedelta(days=13)
        sweep(last)
        steps = ClockStep.objects.filter(clock__case=case)
        assert steps.count() == 19
        assert len(set(steps.values_list("clock_id", "threshold"))) == 19

    def test_those_named_by_the_ladder_are_told_once_and_the_customer_too(self, world):
        case = make_case(world)
        promises.acknowledge(case=case, by=SWEEP, at=hours(0))
        relay_all(hours(0))
        sweep(hours(48) + timedelta(minutes=1))
        relay_all(hours(48.1))
        relay_all(hours(49))
        told = Notice.objects.filter(about_case_id=case.id)
        assert told.filter(staff=world.staff["mert"], kind="clock_broken").count() == 2
        assert not told.filter(staff=world.stranger).exists()
        letters = Message.objects.filter(case=case, external_id__startswith="step:")
        assert letters.count() == 2
        assert Delivery.objects.filter(message__in=letters, recipient="elif@posta.example").count() == 2

    def test_the_customer_hears_nothing_of_a_promise_that_is_not_public(self, world):
        Promise.objects.filter(clock="triage").update(is_public=False)
        case = make_case(world)
        promises.acknowledge(case=case, by=SWEEP, at=hours(0))
        sweep(hours(48) + timedelta(minutes=1))
        relay_all(hours(48.1))
        assert Notice.objects.filter(about_case_id=case.id, kind="clock_broken").count() == 2
        letter = Message.objects.get(case=case, external_id__startswith="step:")
        assert letter.external_id.split(":")[1] == str(clock_of(case, "first_reply").id)


def test_an_objection_is_told_to_the_owner_and_the_supervisor_once(world):
    case = make_case(world)
    cases.assign(case=case, owner=world.staff["deniz"], by=Actor.system("x"), at=hours(0))
    cases.express_dissatisfaction(
        case=load(case.id), words="Kabul etmiyorum", channel="portal", by=Actor.customer(None), at=hours(1)
    )
    relay_all(hours(1))
    relay_all(hours(2))
    told = Notice.objects.filter(kind="objection").values_list("staff__email", flat=True)
    assert "mert@nehir.example" in told
    assert len(told) == len(set(told))
    assert not Notice.objects.filter(staff=world.stranger).exists()


class TestReading:
    def test_states_follow_time(self, world):
        case = make_case(world)
        promises.acknowledge(case=case, by=SWEEP, at=hours(0))
        clock = next(c for c in clocks_of(case) if c.name == "first_reply")
        states = [reading_of(clock, "tr", hours(h)).state for h in (1, 24.1, 48.1)]
        assert states == [ClockState.CALM, ClockState.SOON, ClockState.LATE]
        assert reading_of(clock, "tr", hours(49)).remaining_seconds == -3600

    def test_promises_made_are_what_still_runs(self, world):
        case = make_case(world)
        promises.acknowledge(case=case, by=SWEEP, at=hours(0))
        made = promises_made(case)
        assert [promise.promise for promise in made] == ["triage", "first-reply", "resolve", "update"]
        assert made[1].limit_at == hours(48)

    def test_a_row_shows_the_clock_that_ends_next_and_prefers_one_that_runs(self, world):
        case = make_case(world)
        promises.acknowledge(case=case, by=SWEEP, at=hours(0))
        assert running_clocks([case.id])[case.id].name in {"triage", "first_reply"}
        assert running_clocks([]) == {}


def test_an_acknowledgement_is_written_once(world):
    case = make_case(world)
    assert promises.acknowledge(case=case, by=SWEEP, at=hours(0)) is not None
    assert promises.acknowledge(case=case, by=SWEEP, at=hours(1)) is None
    letter = Message.objects.get(case=case, author=Author.AUTOMATIC)
    assert case.number in letter.text
    assert Delivery.objects.filter(message=letter).count() == 1


def test_an_acknowledgement_later_than_a_minute_is_a_broken_promise(world):
    case = make_case(world)
    promises.acknowledge(case=case, by=SWEEP, at=NOON + timedelta(seconds=61))
    assert clock_of(case, "ack").was_kept is False
