"""The relay: numbers without gaps, every listener once, failures later, and given up in sight."""

import time
from datetime import timedelta

import pytest

from muhatap.audit import operations as audit
from muhatap.audit import relay
from muhatap.audit.models import Event, ListenerRun, Publication
from muhatap.audit.recording import record
from muhatap.brands.models import Brand
from muhatap.customers.models import Customer
from muhatap.kernel.actors import Actor
from muhatap.kernel.facts import NoUpcaster, upcast
from tests.audit.happenings import Happened, Refused
from tests.audit.tampering import execute, unguarded
from tests.world import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trial_reactions")]
BY = Actor.staff(12)


def happen(number: int = 1) -> int:
    return record(Happened(number=number, words="açık"), by=BY, at=NOON)


def _customer() -> None:
    brand = Brand.objects.create(code="trial", name="Trial", created_at=NOON)
    Customer.objects.create(account_no="count", brand=brand, created_at=NOON)


def test_numbers_follow_without_gaps_in_portions():
    for number in range(3):
        happen(number)
    first, second = relay.publish(at=NOON, limit=4), relay.publish(at=NOON, limit=4)
    assert [event.seq for event in first + second] == [1, 2, 3, 4, 5, 6]
    assert relay.publish(at=NOON) == []
    happen(4)
    assert [event.seq for event in relay.publish(at=NOON)] == [7, 8]


def test_a_crash_after_the_commit_loses_nothing(trial_reactions):
    event_id = happen()
    # Nobody relayed; another process comes up later and does.
    assert relay.run_listeners(at=NOON) == 0
    later = NOON + timedelta(hours=5)
    assert len(relay.publish(at=later)) == 2
    assert relay.run_listeners(at=later) == 1
    assert trial_reactions.heard == [(1, event_id)]


def test_a_listener_hears_an_event_once(trial_reactions):
    happen()
    relay.publish(at=NOON)
    assert [relay.run_listeners(at=NOON), relay.run_listeners(at=NOON)] == [1, 0]
    assert len(trial_reactions.heard) == 1


def test_a_listener_that_fails_is_tried_again_ever_later_and_then_given_up(trial_reactions):
    trial_reactions.moods["afterwards"] = Refused("the mail server is away")
    happen()
    relay.publish(at=NOON)
    at, waits = NOON, []
    while relay.run_listeners(at=at):
        run = ListenerRun.objects.get()
        assert "the mail server is away" in run.error
        if run.given_up_at:
            break
        waits.append((run.next_try_at - at).total_seconds())
        assert relay.run_listeners(at=run.next_try_at - timedelta(milliseconds=1)) == 0
        at = run.next_try_at
    assert waits == [1, 5, 30, 300, 3600, 6 * 3600]
    assert [run.attempts for run in relay.listeners_given_up()] == [7]
    assert relay.run_listeners(at=at + timedelta(days=9)) == 0


def test_what_was_given_up_can_be_tried_again(trial_reactions):
    happen()
    relay.publish(at=NOON)
    ListenerRun.objects.update(given_up_at=NOON, attempts=7)
    assert relay.run_listeners(at=NOON) == 0
    (run,) = relay.listeners_given_up()
    assert audit.try_listener_again(run=run, by=BY, at=NOON)
    assert not audit.try_listener_again(run=run, by=BY, at=NOON)
    assert relay.run_listeners(at=NOON) == 1
    assert len(trial_reactions.heard) == 1


def test_one_failure_does_not_hold_up_the_others(trial_reactions):
    for number in range(3):
        happen(number)
    relay.publish(at=NOON)
    trial_reactions.moods["afterwards"] = Refused()
    relay.run_listeners(at=NOON, limit=1)
    trial_reactions.moods["afterwards"] = None
    assert relay.run_listeners(at=NOON) == 2
    assert ListenerRun.objects.filter(done_at=None).count() == 1


def test_what_one_of_several_in_a_transaction_began_is_undone_alone(trial_reactions, monkeypatch):
    _customer()

    def hear(fact, **rest):
        Customer.objects.filter(account_no="count").update(preferences={"last": fact.number})
        if fact.number == 2:
            raise Refused

    monkeypatch.setattr(relay, "_listeners", lambda kind: {"tests.audit.happenings.hear": hear})
    for number in range(3):
        happen(number)
    relay.publish(at=NOON)
    ListenerRun.objects.exclude(listener="tests.audit.happenings.hear").delete()
    assert relay.run_listeners(at=NOON) >= 3
    assert Customer.objects.get(account_no="count").preferences == {"last": 1}
    assert set(ListenerRun.objects.filter(done_at=None).values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_who_looks_first_and_finds_nothing_needs_no_transaction(trial_reactions, settings):
    settings.MUHATAP_REACTIONS = "tests.audit.happenings.LOOKING"
    _customer()
    for number in (1, 2):
        happen(number)
    relay.publish(at=NOON)
    assert relay.run_listeners(at=NOON) == 2
    # The one with something to do was undone when it began to write, and did it in a transaction.
    assert trial_reactions.looked == [(1, False), (2, False), (2, True)]
    assert [number for number, _ in trial_reactions.heard] == [2, 2]
    assert not ListenerRun.objects.filter(done_at=None).exists()
    assert Customer.objects.get(account_no="count").preferences == {"heard": 2}


def test_what_ends_its_process_again_and_again_is_given_up_with_that_as_the_reason(trial_reactions):
    # An exception that nothing of ours catches leaves the run as a killed process would.
    trial_reactions.moods["afterwards"] = KeyboardInterrupt()
    happen()
    relay.publish(at=NOON)
    # Restarts in the first seconds are not held against it: somebody else may have killed the process.
    at, ends = NOON + timedelta(seconds=11), 0
    for _ in range(12):
        try:
            if not relay.run_listeners(at=at):
                break
        except KeyboardInterrupt:
            ends += 1
        at = max(at, ListenerRun.objects.get().next_try_at)
    run = ListenerRun.objects.get()
    assert (ends, run.attempts) == (7, 7)
    assert run.given_up_at is not None
    assert run.error.startswith("ProcessEnded")


def test_between_two_ends_of_the_process_others_are_heard(trial_reactions):
    for number in range(2):
        happen(number)
    relay.publish(at=NOON)
    trial_reactions.moods["afterwards"] = KeyboardInterrupt()
    late = NOON + timedelta(seconds=11)
    with pytest.raises(KeyboardInterrupt):
        relay.run_listeners(at=late)
    trial_reactions.moods["afterwards"] = None
    assert relay.run_listeners(at=late) == 1
    assert relay.run_listeners(at=late + timedelta(seconds=1)) == 1
    assert [run.done_at is not None for run in ListenerRun.objects.all()] == [True, True]


def test_what_hangs_is_broken_off_and_tried_later(trial_reactions, monkeypatch):
    class Hanging(Exception):
        def __init__(self):
            time.sleep(60)

    monkeypatch.setattr(relay, "_LONGEST_SECONDS", 0.05)
    trial_reactions.moods["afterwards"] = Hanging
    happen()
    relay.publish(at=NOON)
    assert relay.run_listeners(at=NOON) == 1
    run = ListenerRun.objects.get()
    assert "TookTooLong" in run.error
    assert (run.attempts, run.done_at) == (1, None)


def test_a_clock_that_was_ahead_delays_nobody(trial_reactions):
    happen()
    relay.publish(at=NOON + timedelta(hours=1))
    assert relay.run_listeners(at=NOON) == 1


def test_a_listener_that_is_gone_from_the_wiring_is_done():
    happen()
    relay.publish(at=NOON)
    ListenerRun.objects.update(listener="muhatap.gone.reactions.listen")
    assert relay.run_listeners(at=NOON) == 1
    assert ListenerRun.objects.get().done_at == NOON


def test_an_event_that_somebody_removed_stops_nobody():
    happen(1)
    with unguarded():
        execute("DELETE FROM audit_event")
    happen(2)
    published = relay.publish(at=NOON)
    assert [event.seq for event in published] == [3, 4]
    assert not Publication.objects.filter(published_seq=None).exists()


def test_a_fact_comes_back_as_it_was_and_without_what_was_erased():
    event = Event.objects.get(id=happen(7))
    assert relay.fact_of(event) == Happened(number=7, words="açık")
    assert relay.actor_of(event) == BY
    audit.erase_fields(
        stream_id=event.stream_id, content={"number": "7"}, fields=frozenset({"words"}), by=BY, at=NOON
    )
    assert relay.fact_of(event) == Happened(number=7, words="")


def test_an_older_schema_is_brought_up_to_date():
    class Renamed(Happened):
        kind = "trial.renamed"
        schema = 3
        upcasters = {1: lambda old: {"number": old["count"]}, 2: lambda old: old | {"words": "yeni"}}

    assert upcast(Renamed, 1, {"count": 4}) == {"number": 4, "words": "yeni"}
    assert upcast(Renamed, 2, {"number": 4}) == {"number": 4, "words": "yeni"}
    assert upcast(Renamed, 3, {"number": 4}) == {"number": 4}
    for unknown in (0, 4):
        with pytest.raises(NoUpcaster):
            upcast(Renamed, unknown, {})
