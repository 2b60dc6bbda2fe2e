"""Work beside the schedule: never twice at once, again while there is more, and quiet about its failures."""

import threading
from datetime import UTC, datetime

from muhatap.wiring.aside import Aside

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_the_schedule_does_not_wait_and_nothing_runs_twice_at_once():
    go_on, calls = threading.Event(), []

    def run(at):
        calls.append(at)
        go_on.wait(10)
        return 0

    job = Aside("slow", run)
    assert (job(AT), job(AT)) == (0, 0)
    go_on.set()
    job.join()
    assert calls == [AT]
    job(AT)
    job.join()
    assert len(calls) == 2


def test_it_goes_on_while_there_is_more():
    left = [2, 1, 0]
    job = Aside("much", lambda _at: left.pop(0))
    job(AT)
    job.join()
    assert left == []


def test_a_failure_ends_this_turn_only():
    turns = []

    def run(_at):
        turns.append(1)
        raise RuntimeError("broken")

    job = Aside("broken", run)
    for _ in range(2):
        job(AT)
        job.join()
    assert len(turns) == 2
