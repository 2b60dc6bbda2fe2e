"""Several at once: chains neither fork nor gap, numbers are given once, listeners run once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, connections, transaction

from muhatap.audit import operations as audit
from muhatap.audit import relay
from muhatap.audit.leasing import hold, let_go
from muhatap.audit.models import Event, ListenerRun, Publication, Stream
from muhatap.audit.recording import record, unit_of_work
from muhatap.audit.verifying import verify_streams
from muhatap.kernel.actors import Actor
from tests.audit.happenings import STREAM, Happened
from tests.world import NOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("trial_reactions")]
BY = Actor.system("trial")
EACH = 15


def at_once(*work) -> list:
    """Run all of these at the same moment, each with a connection of its own."""
    gate = threading.Barrier(len(work))

    def run(each):
        try:
            gate.wait()
            return each()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as pool:
        return [future.result() for future in [pool.submit(run, each) for each in work]]


def test_a_stream_that_many_extend_neither_forks_nor_gaps():
    def extend():
        for number in range(EACH):
            record(Happened(number=number), by=BY, at=NOON)

    at_once(extend, extend, extend)
    report = verify_streams()
    assert report.findings == []
    # Each fact is followed by another one.
    assert Stream.objects.get(id=STREAM).length == Event.objects.count() == 2 * 3 * EACH


def test_two_who_begin_a_stream_both_succeed():
    for place in range(5):
        at_once(*[lambda place=place: record(Happened(number=1, place=place + 1), by=BY, at=NOON)] * 3)
    assert verify_streams().is_intact
    assert list(Stream.objects.filter(id__lte=5).values_list("length", flat=True)) == [3] * 5


def test_two_who_extend_the_same_streams_in_opposite_order_do_not_wait_for_each_other():
    def extend(*places):
        for _ in range(EACH):
            with unit_of_work():
                for place in places:
                    record(Happened(number=1, place=place), by=BY, at=NOON)

    at_once(lambda: extend(1, 2), lambda: extend(2, 1))
    assert verify_streams().is_intact


def test_two_relays_number_once_and_run_every_listener_once(trial_reactions):
    for number in range(EACH):
        record(Happened(number=number), by=BY, at=NOON)

    def relay_all():
        relay.publish(at=NOON)
        relay.run_listeners(at=NOON)

    at_once(relay_all, relay_all, relay_all)
    relay_all()
    numbers = sorted(Publication.objects.values_list("published_seq", flat=True))
    assert numbers == list(range(1, 2 * EACH + 1))
    assert sorted(number for number, _ in trial_reactions.heard) == list(range(EACH))
    assert ListenerRun.objects.filter(done_at=None).count() == 0


def test_a_number_is_public_only_after_its_commit():
    seen = []

    def look():
        seen.extend(relay.publish(at=NOON))
        connections.close_all()

    if connection.vendor == "sqlite":
        # Here a writer waits for the other, so there is no moment in between to look at.
        record(Happened(number=1), by=BY, at=NOON)
    else:
        with transaction.atomic():
            record(Happened(number=1), by=BY, at=NOON)
            thread = threading.Thread(target=look)
            thread.start()
            thread.join()
            assert seen == []
    look()
    assert [event.seq for event in seen] == [1, 2]


def test_two_who_sign_at_once_leave_one_log(settings, tmp_path):
    settings.MUHATAP_DATA = tmp_path
    record(Happened(number=1), by=BY, at=NOON)

    def sign():
        try:
            return audit.sign_heads(by=BY, at=NOON).number
        except (audit.SignedMeanwhile, IntegrityError):
            return None

    numbers = sorted(number for number in at_once(sign, sign) if number)
    assert numbers == list(range(1, len(numbers) + 1))
    assert verify_streams().is_intact


def test_of_two_who_want_a_lease_one_gets_it():
    def want(name):
        return hold(name="schedule", holder=name, at=NOON, seconds=30)

    assert sorted(at_once(lambda: want("a"), lambda: want("b"))) == [False, True]
    holder = "a" if want("a") else "b"
    let_go(name="schedule", holder=holder, at=NOON)
    assert want("c")
