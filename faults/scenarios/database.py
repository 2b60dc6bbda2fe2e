"""The database is locked longer than anybody waits (SQLite) or restarted (PostgreSQL) while mail flows."""

import sqlite3
import subprocess
import time
from datetime import UTC, datetime

from django.db import connection

from faults.accounting import account_for_everything
from faults.ledger import Ledger
from faults.stream import Stream
from faults.trial import Trial
from tests.house.cluster import restart

_SHORT_ROUNDS = 2
_MAILS_A_ROUND = 5
# Longer than the 20 s for which a connection waits.
_LOCKED_SECONDS = 24.0


def run(trial: Trial) -> None:
    """Take the database away again and again under a stream of mails."""
    ledger = Ledger()
    stream = Stream(trial, ledger)
    rounds = _SHORT_ROUNDS if trial.is_short else trial.rounds
    with trial.desk.working("work") as worker, trial.desk.working("mail", "poll") as poller:
        for turn in range(1, rounds + 1):
            for _ in range(_MAILS_A_ROUND):
                stream.send_next()
            worker.keep_running()
            poller.keep_running()
            time.sleep(trial.chance.uniform(1.0, 4.0))
            words = _lock(trial) if trial.database == "sqlite" else _restart(turn)
            trial.say(f"{turn}/{rounds}: {words}")
        trial.figures["times without a database"] = rounds
        account_for_everything(
            trial, ledger, since=datetime.now(UTC), extra_allowed=rounds, keep=(worker, poller)
        )


def _lock(trial: Trial) -> str:
    with sqlite3.connect(trial.desk.data / "muhatap.sqlite3", timeout=60, isolation_level=None) as database:
        database.execute("BEGIN IMMEDIATE")
        time.sleep(_LOCKED_SECONDS)
        database.execute("ROLLBACK")
    database.close()
    return f"locked for {_LOCKED_SECONDS:.0f} s"


def _restart(turn: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        (folder,) = cursor.fetchone()
    connection.close()
    mode = "fast" if turn % 2 else "immediate"
    try:
        restart(folder, mode)
    except subprocess.SubprocessError as failure:
        raise RuntimeError(f"PostgreSQL did not come back: {failure}") from failure
    return f"restarted ({mode})"
