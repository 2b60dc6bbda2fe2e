"""Bulk work: much of it is done by a process of its own, which is there only while it is asked for."""

import os
from datetime import UTC, datetime

import pytest

from muhatap.audit import relay
from muhatap.audit.leasing import hold
from muhatap.cases import reindexing
from muhatap.kernel.actors import Actor
from muhatap.reports import operations as reports
from muhatap.reports.models import DirtyDay, Observed, Rollup, Snapshot
from muhatap.reports.queries import is_rebuilding
from muhatap.wiring import bulk, schedule
from tests.world import NOON, make_case

BY = Actor.system("test")


@pytest.fixture
def asked(monkeypatch):
    calls = []
    monkeypatch.setattr(bulk, "_asking", [lambda: calls.append(1)])
    monkeypatch.setattr(bulk, "let_others_pass", lambda: None)
    monkeypatch.setattr(os, "nice", lambda _: 0)
    monkeypatch.setattr(bulk, "_FEW_CASES", 1)
    return calls


@pytest.fixture
def uncounted(world):
    for customer in range(3):
        make_case(world, customer=customer)
    relay.publish(at=NOON)
    reports.follow_events(by=BY, at=NOON)
    assert is_rebuilding()


@pytest.mark.usefixtures("uncounted")
def test_much_is_left_to_the_other_process_which_does_it_all(asked):
    assert schedule.keep_observations(NOON) == 0
    reindexing.ask_for_rebuild(at=NOON)
    bulk.ask_if_waiting(NOON)
    assert asked
    bulk.work_off()
    assert not bulk.is_waiting()
    assert not is_rebuilding()
    assert Observed.objects.filter(kind="case").count() == 3
    assert Rollup.objects.filter(grain="day").exists()
    assert not DirtyDay.objects.exists()
    assert not reindexing.is_rebuilding()
    asked.clear()
    bulk.ask_if_waiting(NOON)
    assert not asked


@pytest.mark.usefixtures("uncounted", "asked")
def test_little_is_done_by_the_schedule_itself(monkeypatch):
    monkeypatch.setattr(bulk, "_FEW_CASES", 3)
    assert schedule.keep_observations(NOON) == 3
    monkeypatch.setattr(bulk, "_asking", [])
    reports.begin_rebuild(by=BY, at=NOON)
    monkeypatch.setattr(bulk, "_FEW_CASES", 0)
    # With nobody to ask it does also what is much.
    assert schedule.keep_observations(NOON) == 3


@pytest.mark.usefixtures("uncounted", "asked")
def test_of_many_nodes_one_does_bulk_work():
    hold(name="bulk", holder="another", at=datetime.now(UTC), seconds=60)
    bulk.work_off()
    assert is_rebuilding()
    assert not Observed.objects.exists()


@pytest.mark.usefixtures("uncounted", "asked")
def test_no_day_is_signed_before_all_is_counted(monkeypatch):
    monkeypatch.setattr(reports, "seal_due_day", lambda **_: pytest.fail("signed too early"))
    assert schedule.seal_days(NOON) == 0


@pytest.mark.usefixtures("uncounted")
def test_days_of_a_large_desk_are_signed_by_that_process(asked, monkeypatch):
    monkeypatch.setattr(bulk, "_asking", [])
    assert schedule.keep_observations(NOON) == 3
    monkeypatch.setattr(bulk, "_asking", [lambda: asked.append(1)])
    assert schedule.seal_days(datetime.now(UTC)) == 0
    assert not Snapshot.objects.exists()
    bulk.ask_if_waiting(NOON)
    assert asked
    bulk.work_off()
    assert Snapshot.objects.exists()
    assert not bulk.is_waiting()


@pytest.mark.usefixtures("uncounted", "asked")
def test_days_of_a_small_desk_are_signed_by_the_schedule(monkeypatch):
    monkeypatch.setattr(bulk, "_FEW_CASES", 3)
    assert schedule.keep_observations(NOON) == 3
    assert schedule.seal_days(datetime.now(UTC)) == 1
    assert Snapshot.objects.count() == 1
