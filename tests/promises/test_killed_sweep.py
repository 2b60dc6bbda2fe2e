"""A sweep that is killed in its middle loses nothing and doubles nothing."""

import json
import os
import signal
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection

from muhatap.audit.models import Event
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.promises import operations as promises
from muhatap.promises.models import ClockStep
from muhatap.promises.operations import sweeping
from muhatap.wiring.console import main
from tests.promises.test_operations import relay_all, sweep
from tests.world import NOON, make_case

SWEEP = Actor.system("sweep")
AFTER = NOON + timedelta(days=3, hours=1)


def sweep_and_die(after: int) -> None:
    """In a process of its own: sweep until the fact number `after`, then die by a signal nobody catches."""
    told = 0

    def record(*arguments, **more):
        nonlocal told
        told += 1
        if told == after:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **more)

    real = sweeping.record
    # The parent's connection must not be used, and not be closed either.
    connection.connection = None
    with patch.object(sweeping, "record", record):
        promises.sweep(by=SWEEP, at=AFTER)


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_kill_9_in_the_middle_of_a_sweep(world):
    made = [make_case(world, customer=place) for place in range(4)]
    for case in made:
        promises.acknowledge(case=case, by=SWEEP, at=NOON)
    connection.close()
    for after in (3, 8, 13):
        child = os.fork()
        if child == 0:
            sweep_and_die(after)
            os._exit(1)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "it was killed while it worked"
    sweep(AFTER)
    relay_all(AFTER)
    steps = list(ClockStep.objects.values_list("clock_id", "threshold"))
    assert len(steps) == len(set(steps))
    by_case = {case.id: ClockStep.objects.filter(clock__case=case).count() for case in made}
    assert len(set(by_case.values())) == 1
    facts = Event.objects.filter(kind__in=("clock.step_reached", "clock.broken"))
    said = [(json.loads(each.content)["clock"], json.loads(each.content)["threshold"]) for each in facts]
    assert sorted(said) == sorted((str(clock), threshold) for clock, threshold in steps)
    moved = Event.objects.filter(kind="case.moved")
    assert sorted(moved.values_list("stream_id", flat=True)) == sorted(by_case)
    assert Notice.objects.filter(kind="found_late", staff=world.staff["mert"]).count() == 1


@pytest.mark.django_db
def test_the_command_says_in_words_what_it_did(world, capsys):
    for place in range(2):
        promises.acknowledge(case=make_case(world, customer=place), by=SWEEP, at=NOON)
    with patch("muhatap.wiring.commands.promises.start_django"):
        assert main(["promises", "sweep", "--at", AFTER.isoformat()]) == 0
        words = capsys.readouterr().out
        assert main(["promises", "sweep", "--at", AFTER.isoformat(), "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
    assert "4 promises broken" in words
    assert "2 cases raised, 2 given to another floor" in words
    assert "found late, after an interruption of up to 49 h 0 min" in words
    assert set(told.values()) == {0}


def test_a_time_without_a_zone_is_refused(capsys):
    assert main(["promises", "sweep", "--at", "2026-11-22T10:00"]) == 2
    assert "not a time with a zone" in capsys.readouterr().err
