"""PostgreSQL has no connection left: pages and programs are told when to come back, and nothing is lost."""

import time
from contextlib import suppress
from datetime import UTC, datetime

import psycopg
from django.db import connection

from faults.accounting import account_for_everything
from faults.bringing import bring
from faults.callers import FormWriter, Outside, Program, calling, check_callers
from faults.desk import is_ready
from faults.ledger import Ledger
from faults.refusals import Refusals
from faults.stream import Stream
from faults.trial import Trial
from tests.servers.loopback import free_port

_HELD_SECONDS = 8.0
_ASKED = 6


def run(trial: Trial) -> None:
    """Take every connection that there is, ask the desk meanwhile, give them back, and account for all."""
    ledger, port = Ledger(), free_port()
    stream, outside = Stream(trial, ledger), Outside(f"http://127.0.0.1:{port}", trial.desk.token())
    asked = Refusals(outside)
    slowest = 0.0
    with trial.desk.serving(port) as server:
        with calling(outside, Program(outside, 1, 1), FormWriter(outside, 1, 1)):
            for turn in range(1, trial.rounds + 1):
                time.sleep(trial.chance.uniform(0.5, 2.0))
                connection.close()
                refused = _exhausted(trial, ledger, stream, asked)
                began = time.monotonic()
                trial.wait_until(lambda: is_ready(port), 120, pause=0.1)
                slowest = max(slowest, time.monotonic() - began)
                taken = all(bring(trial, ledger, *mail) for mail in refused)
                trial.check(f"round {turn}: what was refused is taken afterwards", taken)
                server.keep_running()
                trial.say(f"round {turn}/{trial.rounds}: {len(refused)} mails refused, back at once")
            last = datetime.now(UTC)
        account_for_everything(trial, ledger, since=last, extra_allowed=trial.rounds, keep=(server,))
    check_callers(trial, outside)
    asked.check(trial)
    trial.figures |= {"times without a connection": trial.rounds, "slowest return, s": round(slowest, 1)}
    trial.check("the desk is back within a minute", slowest < 60, slowest)


def _exhausted(trial: Trial, ledger: Ledger, stream: Stream, asked: Refusals) -> list:
    """Hold every connection for a while; the mails that were refused meanwhile."""
    held: list[psycopg.Connection] = []
    refused = []
    until = time.monotonic() + _HELD_SECONDS
    try:
        _take_all(trial, held)
        mail = (stream.next_mail(size=0).as_bytes(), stream.number)
        if not bring(trial, ledger, *mail):
            refused.append(mail)
        for _ in range(_ASKED):
            _take_all(trial, held)
            asked.ask()
        while time.monotonic() < until:
            _take_all(trial, held)
            time.sleep(0.3)
    finally:
        for each in held:
            each.close()
    return refused


def _take_all(trial: Trial, held: list[psycopg.Connection]) -> None:
    """Throw the desk's own connections out and take what there is."""
    with suppress(psycopg.OperationalError):
        while len(held) < 1000:
            held.append(psycopg.connect(trial.desk.database_url, autocommit=True, connect_timeout=5))
    mine = [each.info.backend_pid for each in held]
    held[0].execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND NOT pid = ANY(%s)", [mine],
    )  # fmt: skip
    with suppress(psycopg.OperationalError):
        while len(held) < 1000:
            held.append(psycopg.connect(trial.desk.database_url, autocommit=True, connect_timeout=5))
