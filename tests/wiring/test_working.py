"""The background process runs what is due, holds the lease alone, and survives a job that fails."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from muhatap.audit.leasing import hold, let_go
from muhatap.wiring.schedule import Job
from muhatap.wiring.watching import TURNS
from muhatap.wiring.working import Worker, pause_after

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def make_job(name: str, results: list[int], every: float = 10) -> tuple[Job, list[datetime]]:
    calls: list[datetime] = []

    def run(at: datetime) -> int:
        calls.append(at)
        return results.pop(0) if results else 0

    return Job(name, every, run), calls


@pytest.mark.django_db
def test_a_job_runs_again_while_it_finds_work_and_then_waits_its_turn():
    job, calls = make_job("relay", [5, 3, 0])
    worker = Worker((job,))
    worker.run_due(100.0)
    assert len(calls) == 3
    worker.run_due(105.0)
    assert len(calls) == 3
    worker.run_due(111.0)
    assert len(calls) == 4


@pytest.mark.django_db
def test_a_failing_job_does_not_stop_the_others():
    def fail(at: datetime) -> int:
        raise RuntimeError("broken")

    good, calls = make_job("sweep", [0])
    worker = Worker((Job("relay", 1, fail), good))
    worker.run_due(1.0)
    assert len(calls) == 1


@pytest.mark.django_db
def test_one_holder_at_a_time_and_another_takes_over():
    assert hold(name="schedule", holder="a", at=AT, seconds=30)
    assert not hold(name="schedule", holder="b", at=AT + timedelta(seconds=29), seconds=30)
    assert hold(name="schedule", holder="a", at=AT + timedelta(seconds=29), seconds=30)
    assert hold(name="schedule", holder="b", at=AT + timedelta(seconds=60), seconds=30)
    assert not hold(name="schedule", holder="a", at=AT + timedelta(seconds=61), seconds=30)


@pytest.mark.django_db
def test_a_lease_of_a_clock_that_was_ahead_is_over():
    assert hold(name="schedule", holder="a", at=AT + timedelta(hours=1), seconds=30)
    assert hold(name="schedule", holder="b", at=AT, seconds=30)
    assert not hold(name="schedule", holder="a", at=AT, seconds=30)
    # What lies a little ahead is another node's.
    assert not hold(name="schedule", holder="a", at=AT - timedelta(seconds=45), seconds=30)


@pytest.mark.django_db
def test_a_lease_given_back_is_free_at_once():
    hold(name="schedule", holder="a", at=AT, seconds=30)
    let_go(name="schedule", holder="a", at=AT + timedelta(seconds=1))
    assert hold(name="schedule", holder="b", at=AT + timedelta(seconds=1), seconds=30)


@pytest.mark.django_db
def test_only_the_holder_can_give_it_back():
    hold(name="schedule", holder="a", at=AT, seconds=30)
    let_go(name="schedule", holder="b", at=AT)
    assert not hold(name="schedule", holder="b", at=AT + timedelta(seconds=1), seconds=30)


@pytest.mark.django_db
def test_a_killed_workers_lease_is_taken_over_at_once_on_its_machine(settings, tmp_path):
    settings.MUHATAP_DATA = tmp_path
    worker = Worker(())
    hold(name="schedule", holder="here:4711", at=datetime.now(UTC), seconds=30)
    assert not worker._holds()
    sign = tmp_path / "run" / "holders" / "here:4711"
    sign.parent.mkdir(parents=True)
    sign.touch()
    assert worker._holds()
    assert not sign.exists()


@pytest.mark.django_db
def test_a_lease_of_another_machine_runs_its_time(settings, tmp_path):
    settings.MUHATAP_DATA = tmp_path
    sign = tmp_path / "run" / "holders" / "here:4711"
    sign.parent.mkdir(parents=True)
    sign.touch()
    hold(name="schedule", holder="there:4711", at=datetime.now(UTC), seconds=30)
    assert not Worker(())._holds()


@pytest.mark.django_db
def test_a_little_of_a_gathering_job_waits_a_moment_and_much_goes_on_at_once():
    job, calls = make_job("relay", [500, 3, 0], every=1)
    worker = Worker((replace(job, enough=100),))
    worker.run_due(100.0)
    assert len(calls) == 2
    worker.run_due(100.001)
    assert len(calls) == 2
    worker.run_due(100.2)
    assert len(calls) == 3


@pytest.mark.django_db
def test_the_lease_is_not_written_again_while_it_is_sure(django_assert_num_queries):
    worker = Worker(())
    assert worker._holds()
    with django_assert_num_queries(0):
        assert worker._holds()
    worker._sure_until = 0.0
    let_go(name="schedule", holder=worker._holder, at=datetime.now(UTC) - timedelta(seconds=1))
    assert hold(name="schedule", holder="another", at=datetime.now(UTC), seconds=30)
    assert not worker._holds()


def test_a_job_that_keeps_failing_rests_longer_each_time_but_never_for_long():
    pauses = [pause_after(1, failures) for failures in range(1, 12)]
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 300
    assert pause_after(3600, 1) == 3600


@pytest.mark.django_db
def test_the_turns_of_a_worker_are_remembered():
    good, _ = make_job("good", [0])
    Worker((good,)).run_due(1.0)
    assert TURNS.failures_of("good") == 0

    def fail(at: datetime) -> int:
        raise RuntimeError("broken")

    worker = Worker((Job("bad", 1, fail),))
    worker.run_due(1.0)
    worker.run_due(3.0)
    assert TURNS.failures_of("bad") == 1
    worker.run_due(7.0)
    assert TURNS.failures_of("bad") == 2
