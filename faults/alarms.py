"""The ledger of alarms: every step of a ladder that came is taken once, on record once, and told once."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import close_old_connections

from faults.desk import CHARTER
from faults.trial import Trial
from muhatap.audit.models import Event, ListenerRun, Publication
from muhatap.notifications.models import Notice
from muhatap.promises.ladders import due_steps
from muhatap.promises.models import Clock, ClockStep
from muhatap.promises.rules import rule_with_id

_KINDS = ("clock.step_reached", "clock.broken")
# A sweep comes every five seconds, and after a kill when there is a worker again.
_GRACE = timedelta(seconds=60)
_TOLD = ("target", "80")


def brisk_charter(folder: Path) -> Path:
    """The sample charter with a first reply promised within seconds, so that its alarms ring in a trial."""
    text = CHARTER.read_text("utf-8")
    slow = "    target: 24h\n    limit: 72h\n    when: {channel: [web_form, email, api], kind: [request"
    if slow not in text:
        raise RuntimeError("the charter no longer has the promise that the trial makes brisk")
    brisk = folder / "brisk.yaml"
    brisk.write_text(text.replace(slow, slow.replace("24h", "20s").replace("72h", "60s")), "utf-8")
    return brisk


def alarms_are_settled() -> bool:
    """Whether every step whose moment has passed is taken, and everybody who hears of it has."""
    close_old_connections()
    now = datetime.now(UTC)
    due = Clock.objects.filter(stopped_at=None, paused_at=None, next_step_at__lte=now)
    waiting = ListenerRun.objects.filter(done_at=None, given_up_at=None)
    untold = Publication.objects.filter(published_seq=None)
    return not (due.exists() or untold.exists() or waiting.exists())


def check_alarms_settle(trial: Trial, seconds: float) -> None:
    """Wait until alarms are caught up with; what still waits is told where they are not."""
    caught_up = trial.wait_until(alarms_are_settled, seconds, pause=0.5)
    waiting = ListenerRun.objects.filter(done_at=None, given_up_at=None)
    tries = Counter(waiting.values_list("listener", "attempts"))
    untold = Publication.objects.filter(published_seq=None).count()
    found = f"{untold} events without a number; tries of those that wait: {tries.most_common(6)}"
    trial.check("alarms are caught up with", caught_up is not None, found)


def check_alarms(trial: Trial, until: datetime) -> None:
    """Compare what the rules say should have rung with steps, facts and notices; `until` somebody swept."""
    close_old_connections()
    now = until - _GRACE
    taken = Counter(ClockStep.objects.values_list("clock_id", "threshold"))
    missing = [
        (clock.id, step.threshold.key)
        for clock in Clock.objects.filter(stopped_at=None, paused_at=None)
        for step in due_steps(
            rule_with_id(clock.promise_id).moments(clock.started_at, clock.ended_pauses), set(), now
        )
        if (clock.id, step.threshold.key) not in taken
    ]
    told = Counter()
    for content in Event.objects.filter(kind__in=_KINDS).values_list("content", flat=True):
        values = json.loads(content)
        told[(int(values["clock"]), values["threshold"])] += 1
    twice = [key for key, count in told.items() if count > 1]
    notices = Counter(
        (staff, int(params["clock"]), step)
        for staff, params in Notice.objects.filter(kind__in=("clock_step", "clock_broken")).values_list(
            "staff_id", "params"
        )
        for step in params["steps"]
    )
    heard = {(clock, step) for _, clock, step in notices}
    unheard = [key for key in taken if key[1] in _TOLD and key not in heard]
    trial.figures |= {"alarms": len(taken), "notices of them": sum(notices.values())}
    trial.check("alarms rang", len(taken) > 0)
    trial.check("every alarm that was promised rang", not missing, missing[:5])
    trial.check("each alarm is on record once", set(told) == set(taken) and not twice, twice[:5])
    trial.check("nobody was told of an alarm twice", max(notices.values(), default=1) == 1)
    trial.check("everybody who must hear of an alarm did", not unheard, unheard[:5])
