"""Writers to SQLite take turns: one at a time, the patient one when nobody else waits, nobody for ever."""

import multiprocessing
import os
import time
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from muhatap.audit import turns


@pytest.fixture(autouse=True)
def sqlite_at_rest(monkeypatch):
    monkeypatch.setattr(turns, "connection", SimpleNamespace(vendor="sqlite", in_atomic_block=False))
    # An earlier test may have emptied the data folder; whoever comes must lock the files that lie there now.
    monkeypatch.setattr(turns._mine, "opened", None)
    monkeypatch.setattr(turns._Manner, "patience", 0.0)


@pytest.fixture
def patient(monkeypatch):
    monkeypatch.setattr(turns._Manner, "patience", 0.2)


def _hold(taken, let_go, done):
    turns._Manner.patience = 0.0
    with turns.write_turn():
        taken.set()
        let_go.wait(10)
    done.set()


def _stand_in_door(standing, go):
    import fcntl

    _, door = turns._lock_files()
    fcntl.flock(door, fcntl.LOCK_SH)
    standing.set()
    go.wait(10)


def _started(target, *events):
    process = multiprocessing.get_context("fork").Process(target=target, args=events)
    process.start()
    assert events[0].wait(10)
    return process


def test_the_second_writer_waits_for_the_first():
    taken, let_go, done = (multiprocessing.Event() for _ in range(3))
    process = _started(_hold, taken, let_go, done)
    assert not done.is_set()
    let_go.set()
    with turns.write_turn():
        assert done.wait(10)
    process.join()


def test_whoever_writes_already_waits_for_nobody(monkeypatch):
    taken, let_go, done = (multiprocessing.Event() for _ in range(3))
    process = _started(_hold, taken, let_go, done)
    monkeypatch.setattr(turns.connection, "in_atomic_block", True)
    with turns.write_turn():
        assert not done.is_set()
    let_go.set()
    process.join()


def test_a_turn_ends_when_its_work_fails():
    with pytest.raises(RuntimeError), turns.write_turn():
        raise RuntimeError
    taken, let_go, done = (multiprocessing.Event() for _ in range(3))
    let_go.set()
    process = _started(_hold, taken, let_go, done)
    assert done.wait(10)
    process.join()


def test_the_patient_writer_goes_ahead_although_somebody_always_waits(patient):
    standing, go = multiprocessing.Event(), multiprocessing.Event()
    process = _started(_stand_in_door, standing, go)
    began = time.monotonic()
    with turns.write_turn():
        assert time.monotonic() - began >= 0.2
    go.set()
    process.join()


def test_a_clock_that_was_set_back_makes_nobody_wait_for_an_hour(patient, monkeypatch):
    lock, door = turns._lock_files()
    os.utime(lock, (time.time() + 3600, time.time() + 3600))
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("waited for a gap that is there"))
    turns._wait_for_gap(lock, door, 60.0)


def test_what_is_due_for_long_does_not_stand_aside(monkeypatch):
    monkeypatch.setattr(turns._Manner, "patience", 15.0)
    standing, go = multiprocessing.Event(), multiprocessing.Event()
    process = _started(_stand_in_door, standing, go)
    began = time.monotonic()
    with turns.without_patience(), turns.write_turn():
        assert time.monotonic() - began < 15
    assert turns._patience() == 15.0
    go.set()
    process.join()


def test_a_turn_within_a_turn_is_the_same_one():
    turns.begin_turn()
    turns.begin_turn()
    turns.end_turn()
    taken, let_go, done = (multiprocessing.Event() for _ in range(3))
    let_go.set()
    process = multiprocessing.get_context("fork").Process(target=_hold, args=(taken, let_go, done))
    process.start()
    assert not taken.wait(0.1)
    turns.end_turn()
    assert done.wait(10)
    process.join()


@pytest.fixture
def portions(monkeypatch):
    clock = SimpleNamespace(now=0.0, slept=[])
    told = SimpleNamespace(monotonic=lambda: clock.now, sleep=clock.slept.append, time=time.time)
    monkeypatch.setattr(turns, "time", told)
    monkeypatch.setattr(turns, "transaction", SimpleNamespace(atomic=nullcontext))
    return turns.Portions(100), clock


def _work(portions, clock, seconds):
    with portions.turn():
        clock.now += seconds


def test_portions_fit_into_the_time_that_others_can_wait(portions):
    portions, clock = portions
    for _ in range(9):
        _work(portions, clock, turns.LONGEST_HOLD / 5)
    assert portions.size == 100
    _work(portions, clock, turns.LONGEST_HOLD * 4)
    assert portions.size == 25
    _work(portions, clock, 60)
    assert portions.size == 1


def test_while_others_write_bulk_work_rests_as_long_as_it_works(portions, patient, monkeypatch):
    monkeypatch.setattr(turns, "_wait_for_gap", lambda *_: None)
    portions, clock = portions
    os.utime(turns._lock_files()[0])
    clock.now += 0.3
    _work(portions, clock, 0.02)
    assert clock.slept == [pytest.approx(0.32)]
    os.utime(turns._lock_files()[0], (0, 0))
    _work(portions, clock, 0.02)
    assert len(clock.slept) == 1
