"""What the ladder does: climbing, paging until somebody answers, telling once, and never ending anything."""

import json
from datetime import time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muhatap.accounts import operations as accounts
from muhatap.accounts.rotas import staff_on_call
from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.channels.models import AddressMark, Delivery, DeliveryState
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.promises import operations as promises
from muhatap.promises import rules
from muhatap.promises.models import Clock, ClockStep, Promise
from tests.promises.test_operations import (
    SWEEP,
    clock_of,
    hours,
    relay_all,
    staff_of,
    sweep,
    write,
)
from tests.world import LADDER, NOON, load, make_case

pytestmark = pytest.mark.django_db
PAGING = {"at": "1", "do": ["tell", "page"], "to": "on_call", "page_every": "5m"}


def quiet_case(world, **more) -> Case:
    case = make_case(world, **more)
    promises.acknowledge(case=case, by=SWEEP, at=hours(0))
    relay_all(hours(0))
    return load(case.id)


def give_ladder(world, clock: str, *steps) -> None:
    Promise.objects.filter(brand=world.brand, clock=clock).update(ladder=list(steps))
    rules._rules.cache_clear()
    rules.rule_with_id.cache_clear()


def only(world, clock: str, *steps) -> None:
    """Only this clock has a ladder."""
    for other in Promise.objects.filter(brand=world.brand).values_list("clock", flat=True).distinct():
        give_ladder(world, other, *(steps if other == clock else ()))


def on_call(world, login: str, team: str = "payments", **more) -> None:
    for weekday in range(7):
        accounts.add_shift(
            team=world.teams[team],
            staff=world.staff[login],
            weekday=weekday,
            hours=more.get("hours", (time(0), time(0))),
            by=SWEEP,
            at=NOON,
        )


class TestClimbing:
    def test_one_unanswered_letter_climbs_one_floor(self, world):
        top = world.queues["accounts"]
        world.queues["leads"].escalates_to = top
        world.queues["leads"].save()
        Promise.objects.filter(clock="first_reply").update(limit="72h")
        rules.rule_with_id.cache_clear()
        case = quiet_case(world)
        for hour in range(1, 74):
            sweep(hours(hour) + timedelta(seconds=1))
        assert load(case.id).queue == world.queues["leads"]
        assert load(case.id).priority == 2
        held = ClockStep.objects.filter(clock__case=case, was_held=True)
        assert {"80", "100"} == set(held.values_list("threshold", flat=True))

    def test_two_days_later_it_climbs_again(self, world):
        world.queues["leads"].escalates_to = world.queues["accounts"]
        world.queues["leads"].save()
        case = quiet_case(world)
        sweep(hours(49))
        sweep(NOON + timedelta(days=7, minutes=1))
        assert load(case.id).queue == world.queues["accounts"]
        assert load(case.id).priority == 1

    @pytest.mark.parametrize("to", ["queue:accounts", "team:service"])
    def test_it_goes_to_the_queue_or_team_that_is_named(self, world, to):
        only(world, "triage", {"at": "50", "do": ["reassign"], "to": to})
        case = quiet_case(world)
        sweep(hours(25))
        assert load(case.id).queue == world.queues["accounts"]

    def test_it_goes_to_a_person_but_never_to_one_who_is_away(self, world):
        only(world, "triage", {"at": "50", "do": ["reassign"], "to": "person:mert@nehir.example"})
        there, away = quiet_case(world), quiet_case(world, customer=1)
        for case, until in ((there, None), (away, hours(100))):
            Case.objects.filter(id=case.id).update()
            accounts.note_absence(staff=world.staff["mert"], until=until, by=SWEEP, at=NOON)
            clock = clock_of(case, "triage")
            Clock.objects.exclude(id=clock.id).update(next_step_at=None)
            Clock.objects.filter(id=clock.id).update(next_step_at=hours(24))
            sweep(hours(25))
        assert load(there.id).owner == world.staff["mert"]
        assert load(away.id).owner is None
        assert load(away.id).queue == world.queues["leads"]


class TestPaging:
    def paged(self, case) -> list[str]:
        events = Event.objects.filter(stream_id=case.id, kind="on_call.paged").order_by("seq")
        names = dict(Notice.objects.filter(kind="page").values_list("staff_id", "staff__name"))
        return [names[int(json.loads(event.content)["staff"])] for event in events]

    def page_until(self, last: float) -> None:
        for minute in range(int(last) + 1):
            at = hours(0.5) + timedelta(minutes=minute)
            sweep(at)
            promises.page_on_call(by=SWEEP, at=at)

    def test_the_next_person_is_paged_until_somebody_answers(self, world):
        only(world, "triage", PAGING)
        on_call(world, "deniz")
        on_call(world, "selin")
        case = quiet_case(world)
        self.page_until(21)
        assert self.paged(case) == ["Deniz Aydın", "Selin Er", "Mert Soylu", "Pelin Ateş", "Deniz Aydın"]
        staff = world.staff["selin"]
        promises.acknowledge_page(case=load(case.id), staff=staff, by=Actor.staff(staff.pk), at=hours(1))
        self.page_until(90)
        assert len(self.paged(case)) == 5
        step = ClockStep.objects.get(clock=clock_of(case, "triage"))
        assert (step.acknowledged_by, step.acknowledged_at, step.page_count) == (staff, hours(1), 5)
        assert load(case.id).owner == staff, "a case that nobody owned is hers"
        assert Event.objects.filter(stream_id=case.id, kind="on_call.acknowledged").count() == 1
        with pytest.raises(promises.NobodyPaged):
            promises.acknowledge_page(case=load(case.id), staff=staff, by=SWEEP, at=hours(1))

    def test_it_stops_when_the_clock_stops(self, world):
        only(world, "triage", PAGING)
        case = quiet_case(world)
        self.page_until(3)
        assert self.paged(case) == ["Mert Soylu"], "without a rota supervisors are paged"
        cases.assign(case=case, owner=world.staff["deniz"], by=staff_of(world), at=hours(0.6))
        self.page_until(60)
        assert len(self.paged(case)) == 1
        assert not ClockStep.objects.filter(page_next_at__isnull=False).exists()

    def test_nobody_who_is_away_is_paged(self, world):
        only(world, "triage", PAGING)
        on_call(world, "deniz")
        on_call(world, "selin")
        accounts.note_absence(staff=world.staff["deniz"], until=hours(9), by=SWEEP, at=NOON)
        case = quiet_case(world)
        self.page_until(1)
        assert self.paged(case) == ["Selin Er"]

    def test_after_an_interruption_one_page_goes_out_and_not_a_hundred(self, world):
        only(world, "triage", PAGING)
        case = quiet_case(world)
        sweep(hours(10))
        assert promises.page_on_call(by=SWEEP, at=hours(10)) == 1
        assert promises.page_on_call(by=SWEEP, at=hours(10)) == 0
        assert promises.page_on_call(by=SWEEP, at=hours(30)) == 1
        assert len(self.paged(case)) == 2

    def test_a_night_shift_goes_on_after_midnight(self, world):
        on_call(world, "deniz", hours=(time(22), time(6)))
        on_call(world, "selin", hours=(time(6), time(22)))
        team = world.teams["payments"].id
        # 12:00, 21:59, 22:00, 05:59 and 06:00 in Istanbul.
        told = [staff_on_call(world.brand, team, hours(h)) for h in (0, 9.99, 10, 17.99, 18)]
        deniz, selin = world.staff["deniz"].pk, world.staff["selin"].pk
        assert told == [[selin], [selin], [deniz], [deniz], [selin]]


class TestTelling:
    def test_after_three_days_each_person_reads_one_line_and_each_step_stands_once(self, world):
        made = [quiet_case(world, customer=place % 4) for place in range(5)]
        result = sweep(hours(73))
        relay_all(hours(73))
        assert result.found_late > 40
        assert result.longest_late >= 48 * 3600
        shown = Notice.objects.filter(staff=world.staff["mert"], folded_into__isnull=True)
        assert [notice.kind for notice in shown] == ["found_late"]
        params = shown.get().params
        assert (params["cases"], params["broken"]) == (5, 10)
        assert Notice.objects.filter(staff=world.staff["mert"], read_at__isnull=True).count() == 1
        for case in made:
            steps = list(ClockStep.objects.filter(clock__case=case).values_list("clock_id", "threshold"))
            assert len(steps) == len(set(steps))
        relay_all(hours(74))
        assert sweep(hours(73)) == promises.NOTHING_SWEPT
        assert shown.count() == 1

    def test_few_late_lines_are_not_summed_up(self, world):
        only(world, "triage", *LADDER)
        quiet_case(world)
        sweep(hours(72))
        relay_all(hours(72))
        told = Notice.objects.get(staff=world.staff["mert"])
        assert told.kind == "clock_broken"
        assert told.params["late_seconds"] == 12 * 3600, "found at the last of its steps, at 125 %"
        assert told.params["steps"] == ["target", "50", "80", "100", "125"] or len(told.params["steps"]) == 5

    def test_the_customer_reads_the_reason_and_a_new_day_once(self, world):
        only(world, "triage", *LADDER)
        case = quiet_case(world)
        clock = Clock.objects.select_related("promise").get(case=case, name="triage")
        promises.choose_delay_reason(clock=clock, reason="fault", by=staff_of(world), at=hours(40))
        Case.objects.filter(id=case.id).update(next_update_at=hours(30))
        sweep(hours(72))
        relay_all(hours(72))
        relay_all(hours(73))
        letter = Message.objects.get(case=case, external_id__startswith="step:")
        assert "teknik" in letter.text.lower() or "technical fault" in letter.text
        assert load(case.id).next_update_at > hours(72), "a day that has passed is no new date"
        assert letter.author == Author.AUTOMATIC

    def test_a_letter_never_goes_to_a_marked_address(self, world):
        only(world, "triage", *LADDER)
        case = quiet_case(world)
        AddressMark.objects.create(
            brand=world.brand,
            address="elif@posta.example",
            reason="bounced",
            delivery=Delivery.objects.filter(case=case).first(),
            since_at=hours(1),
        )
        sweep(hours(49))
        relay_all(hours(49))
        letter = Message.objects.get(case=case, external_id__startswith="step:")
        assert Delivery.objects.get(message=letter).state == DeliveryState.WITHHELD


class TestSilence:
    ACTIONS = ("sweep", "customer", "staff", "wait", "resolve", "close", "take")

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.tuples(st.sampled_from(ACTIONS), st.integers(min_value=1, max_value=20 * 24 * 60)), max_size=8
        )
    )
    def test_no_sweep_ends_or_pauses_anything(self, world, history):
        case, at = make_case(world), NOON
        for action, minutes in history:
            at += timedelta(minutes=minutes)
            if action == "sweep":
                self._sweep_and_compare(at)
            else:
                self._do(world, case, action, at)
        self._sweep_and_compare(at + timedelta(days=400))

    def _standing(self):
        status = set(Case.objects.values_list("id", "status", "is_open", "closed_at", "resolved_at"))
        stopped = set(Clock.objects.values_list("id", "stopped_at"))
        paused = set(Clock.objects.filter(paused_at__isnull=False).values_list("id", flat=True))
        return status, stopped, paused

    def _sweep_and_compare(self, at):
        before = self._standing()
        while promises.sweep(by=SWEEP, at=at).clocks:
            pass
        promises.page_on_call(by=SWEEP, at=at)
        after = self._standing()
        assert after[:2] == before[:2]
        assert after[2] <= before[2], "a pause may end at its cap; none begins"

    def _do(self, world, case, action, at):
        by = staff_of(world)
        try:
            match action:
                case "customer":
                    write(case, Author.CUSTOMER, Actor.customer(None), at)
                case "staff":
                    write(case, Author.STAFF, by, at)
                case "take":
                    cases.assign(case=load(case.id), owner=world.staff["deniz"], by=by, at=at)
                case "wait":
                    cases.change_status(case=load(case.id), status=Status.WAITING_CUSTOMER, by=by, at=at)
                case "resolve":
                    cases.change_status(case=load(case.id), status=Status.RESOLVED, by=by, at=at)
                case "close":
                    cases.change_status(
                        case=load(case.id),
                        status=Status.CLOSED,
                        closed=ClosedReason.SOLVED,
                        by=by,
                        at=at,
                    )
        except cases.CannotMove:
            pass
