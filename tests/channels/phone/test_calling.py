"""A call is a promise: promised, moved, missed and told, tried, kept, with its clock and its case."""

import json
from datetime import timedelta

import pytest

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.call_models import CallbackEnd, Outcome
from muhatap.channels.call_queries import callback_of, callbacks_visible_to, place_in_line, slots_of
from muhatap.channels.models import Callback, DeliveryState
from muhatap.channels.proof import DeliveriesAgree
from muhatap.customers.models import Customer
from muhatap.customers.telling import By, Telling
from muhatap.kernel.actors import Actor
from muhatap.promises import operations as promises
from muhatap.promises.models import Clock
from tests.channels.phone.calls import promise_calls
from tests.world import NOON, make_case

HER = Actor.customer(1)
SYSTEM = Actor.system("test")
NUMBER = "0532 111 22 33"


@pytest.fixture
def desk(world):
    return promise_calls(world)


@pytest.fixture
def case(desk):
    return make_case(desk)


def promised(case, begins_at=NOON, at=NOON):
    return channels.promise_callback(case=case, phone=NUMBER, begins_at=begins_at, by=HER, at=at)


def clock_of(case):
    return Clock.objects.filter(case=case, name="callback").order_by("-id").first()


def call(callback, world, outcome, at, note="", other=None, who="deniz"):
    by = Actor.staff(world.staff[who].pk)
    attempt = channels.begin_call(callback=callback, by=by, at=at)
    told = channels.Told(outcome, note, other)
    return channels.note_call(attempt=attempt, told=told, by=by, at=at + timedelta(minutes=3))


def facts(case, kind):
    rows = Event.objects.filter(stream_id=case.id, kind=kind).order_by("seq")
    return [json.loads(each.content) for each in rows]


def test_a_promised_call_has_a_number_a_slot_and_a_clock_that_ends_with_it(case):
    callback = promised(case, NOON + timedelta(hours=1))
    clock = clock_of(case)
    assert callback.phone == "+905321112233"
    assert (clock.started_at, clock.limit_at) == (callback.begins_at, callback.ends_at)
    assert promised(case, NOON + timedelta(hours=3)).id == callback.id
    assert Callback.objects.count() == 1


@pytest.mark.parametrize("phone", ["", "12", "çağrı", "0532"])
def test_a_call_to_no_number_is_not_promised(case, phone):
    with pytest.raises(channels.NotANumber):
        channels.promise_callback(case=case, phone=phone, begins_at=NOON, by=HER, at=NOON)
    assert callback_of(case) is None


@pytest.mark.parametrize("hours", [-3, 8, 24 * 9])
def test_a_time_without_staff_is_not_promised(case, hours):
    with pytest.raises(channels.NoSuchSlot):
        promised(case, NOON + timedelta(hours=hours))


def test_a_full_hour_is_promised_to_nobody_more(world):
    promise_calls(world, per_hour=1)
    promised(make_case(world), NOON + timedelta(hours=1))
    with pytest.raises(channels.NoSuchSlot):
        promised(make_case(world, customer=1), NOON + timedelta(hours=1))


def test_as_soon_as_possible_still_holds_when_the_page_was_read_for_a_while(case):
    callback = promised(case, NOON, NOON + timedelta(minutes=7))
    assert callback.begins_at == NOON + timedelta(minutes=7)


def test_an_answered_call_keeps_the_promise_and_becomes_part_of_the_case(desk, case):
    callback = promised(case)
    ended = call(callback, desk, Outcome.ANSWERED, NOON + timedelta(hours=1), "Yarın yatacağını söyledim.")
    clock = clock_of(case)
    assert (ended.ended_as, clock.was_kept, clock.stopped_at) == ("answered", True, NOON + timedelta(hours=1))
    note = Message.objects.get(case=case, author=Author.NOTE)
    assert (note.text, note.channel) == ("Yarın yatacağını söyledim.", "phone")
    (tried,) = facts(case, "call.attempted")
    assert tried["outcome"] == "answered"
    with pytest.raises(channels.CallbackOver):
        channels.cancel_callback(callback=callback, by=HER, at=NOON + timedelta(hours=2))


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.BUSY])
def test_three_attempts_and_then_she_is_told_that_we_stop(desk, case, outcome):
    callback, at = promised(case), NOON
    for turn in range(3):
        at = max(at + timedelta(minutes=5), callback.begins_at)
        callback = call(callback, desk, outcome, at)
        assert (callback.ended_at is not None) == (turn == 2)
        assert clock_of(case).was_kept is (True if turn == 2 else None)
    assert callback.ended_as == CallbackEnd.UNREACHED
    assert [each["cause"] for each in facts(case, "callback.moved")] == ["unanswered"] * 2
    assert Clock.objects.filter(case=case, name="callback", was_kept=True).count() == 3


def test_a_wrong_number_ends_the_calls(desk, case):
    assert call(promised(case), desk, Outcome.WRONG_NUMBER, NOON).ended_as == CallbackEnd.WRONG_NUMBER


def test_another_time_is_the_one_that_she_asked_for(desk, case):
    other = NOON + timedelta(hours=3)
    moved = call(promised(case), desk, Outcome.OTHER_TIME, NOON, other=other)
    assert (moved.begins_at, clock_of(case).started_at) == (other, other)
    with pytest.raises(channels.NoSuchSlot):
        call(moved, desk, Outcome.OTHER_TIME, other)


def test_she_moves_the_call_and_the_same_clock_counts_from_then(case):
    callback = promised(case, NOON + timedelta(hours=1))
    clock, to = clock_of(case), NOON + timedelta(hours=3)
    channels.move_callback(callback=callback, begins_at=to, by=HER, at=NOON)
    moved = clock_of(case)
    assert (moved.id, moved.started_at, moved.stopped_at) == (clock.id, to, None)
    assert moved.limit_at == to + timedelta(hours=2)
    assert facts(case, "clock.restarted")[0]["previous_limit_at"] == clock.limit_at.isoformat()
    channels.cancel_callback(callback=callback, by=HER, at=NOON)
    assert clock_of(case).was_kept is True
    with pytest.raises(channels.CallbackOver):
        channels.move_callback(callback=callback, begins_at=to, by=HER, at=NOON)


def test_a_missed_call_is_counted_and_gets_a_new_time_in_the_same_place(desk, case):
    callback = promised(case)
    late = callback.ends_at + timedelta(minutes=2)
    promises.sweep(by=SYSTEM, at=late)
    assert channels.move_missed(by=SYSTEM, at=callback.ends_at) == 0
    assert channels.move_missed(by=SYSTEM, at=late) == 1
    assert channels.move_missed(by=SYSTEM, at=late) == 0
    moved = callback_of(case)
    assert (moved.was_missed, moved.begins_at, moved.asked_at) == (1, late, NOON)
    first, second = Clock.objects.filter(case=case, name="callback").order_by("id")
    assert (first.was_kept, second.started_at, second.stopped_at) == (False, late, None)
    assert facts(case, "callback.moved")[0]["cause"] == "missed"
    assert facts(case, "clock.broken")


def test_who_asked_first_is_next_and_what_is_urgent_goes_before(desk, case):
    first = promised(case)
    second = promised(make_case(desk, customer=1), NOON, NOON + timedelta(minutes=1))
    urgent = make_case(desk, customer=2, topic="EMG-UNAUTH")
    third = promised(urgent, NOON, NOON + timedelta(minutes=2))
    assert [place_in_line(each) for each in (first, second, third)] == [1, 2, 1]
    assert [each.id for each in callbacks_visible_to(desk.staff["mert"])] == [third.id, first.id, second.id]
    assert callbacks_visible_to(desk.stranger) == []


def test_only_one_person_calls_at_a_time(desk, case):
    callback = promised(case)
    deniz, selin = (Actor.staff(desk.staff[name].pk) for name in ("deniz", "selin"))
    attempt = channels.begin_call(callback=callback, by=deniz, at=NOON)
    assert channels.begin_call(callback=callback, by=deniz, at=NOON).id == attempt.id
    with pytest.raises(channels.CallRuns):
        channels.begin_call(callback=callback, by=selin, at=NOON)
    with pytest.raises(channels.CallRuns):
        channels.move_callback(callback=callback, begins_at=NOON + timedelta(hours=3), by=HER, at=NOON)


def test_what_she_wished_to_hear_by_telephone_is_told_in_the_call(desk, case):
    telling = Telling(By.PHONE)
    cases.prefer(case=case, telling=telling, language="tr", is_everywhere=True, by=HER, at=NOON)
    new = cases.NewMessage(author=Author.STAFF, channel="email", text="Paranız yarın hesabınızda.")
    letter = cases.post_message(case=case, new=new, by=SYSTEM, at=NOON).deliveries.get()
    assert channels.owe_calls(by=SYSTEM, at=NOON) == 1
    call(callback_of(case), desk, Outcome.ANSWERED, NOON + timedelta(hours=1))
    assert channels.owe_calls(by=SYSTEM, at=NOON + timedelta(hours=2)) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.channel) == (DeliveryState.SENT, "phone")
    assert facts(case, "message.delivered")[0]["rendered"] == letter.rendered_sha256
    assert DeliveriesAgree().stream_kind == "case"


def test_no_calls_are_promised_where_the_charter_promises_none(world):
    case = make_case(world)
    assert slots_of(world.brand, NOON) == []
    with pytest.raises(channels.NoSuchSlot):
        promised(case)


def test_whom_we_gave_up_to_reach_is_called_with_the_next_answer_only(desk, case):
    telling = Telling(By.PHONE)
    cases.prefer(case=case, telling=telling, language="tr", is_everywhere=True, by=HER, at=NOON)

    def write(at):
        new = cases.NewMessage(author=Author.STAFF, channel="email", text="Yarın.")
        cases.post_message(case=case, new=new, by=SYSTEM, at=at)

    write(NOON)
    channels.owe_calls(by=SYSTEM, at=NOON)
    call(callback_of(case), desk, Outcome.WRONG_NUMBER, NOON + timedelta(minutes=5))
    assert channels.owe_calls(by=SYSTEM, at=NOON + timedelta(minutes=9)) == 0
    write(NOON + timedelta(minutes=20))
    assert channels.owe_calls(by=SYSTEM, at=NOON + timedelta(minutes=21)) == 1


def test_who_cannot_be_called_keeps_no_turn_from_others(desk, case):
    telling = Telling(By.PHONE)
    cases.prefer(case=case, telling=telling, language="tr", is_everywhere=True, by=HER, at=NOON)
    other = make_case(desk, customer=1)
    cases.prefer(case=other, telling=telling, language="tr", is_everywhere=True, by=HER, at=NOON)
    for each in (case, other):
        new = cases.NewMessage(author=Author.STAFF, channel="email", text="Yarın.")
        cases.post_message(case=each, new=new, by=SYSTEM, at=NOON)
    Customer.objects.filter(id=case.customer_id).update(phone="0")
    done = [
        channels.owe_calls(by=SYSTEM, at=NOON + timedelta(seconds=5 * turn), limit=1) for turn in range(4)
    ]
    assert sum(done) == 1
    assert callback_of(other)
