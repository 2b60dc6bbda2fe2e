"""PostgreSQL's own disk is full: first its tables cannot grow, then its log cannot, and it stops."""

import subprocess
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.db import connection

from faults.accounting import account_for_everything
from faults.bringing import bring
from faults.callers import FormWriter, Outside, Program, calling, check_callers
from faults.desk import is_ready
from faults.ledger import Ledger
from faults.refusals import Refusals
from faults.scenarios.disk import fill
from faults.stream import Stream
from faults.trial import Trial
from tests.house.cluster import restart
from tests.servers.loopback import free_port

_FULL_SECONDS, _ASKED = 8.0, 5
_MAILS = 2
# A segment of the log takes so much; with what is kept for use again, some of them still fit.
_SEGMENTS = 40


def run(trial: Trial) -> None:
    """Fill the disk below PostgreSQL, ask the desk meanwhile, make room, and account for all."""
    ledger, port = Ledger(), free_port()
    stream, outside = Stream(trial, ledger), Outside(f"http://127.0.0.1:{port}", trial.desk.token())
    asked, folder = Refusals(outside), _folder()
    slowest, stops, told_later = 0.0, 0, 0
    with trial.desk.serving(port) as server:
        with calling(outside, Program(outside, 1, 1), FormWriter(outside, 1, 1)):
            for turn in range(1, trial.rounds + 1):
                time.sleep(trial.chance.uniform(0.5, 2.0))
                filler = fill(folder, leave=trial.chance.randrange(0, 60_000))
                has_stopped = turn % 2 == 0 and _let_log_grow(trial)
                mails = _asked_while_full(trial, ledger, stream, asked)
                filler.unlink()
                began = time.monotonic()
                trial.wait_until(lambda: _is_up(trial, folder) and is_ready(port), 120, pause=0.2)
                took = time.monotonic() - began
                slowest, stops, told_later = max(slowest, took), stops + has_stopped, told_later + len(mails)
                taken = all(bring(trial, ledger, *mail) for mail in mails)
                trial.check(f"round {turn}: what was refused is taken afterwards", taken)
                server.keep_running()
                words = "PostgreSQL stopped" if has_stopped else "tables could not grow"
                trial.say(f"{turn}/{trial.rounds}: {words}, {len(mails)} mails refused, back in {took:.1f} s")
            last = datetime.now(UTC)
        account_for_everything(trial, ledger, since=last, extra_allowed=trial.rounds, keep=(server,))
    check_callers(trial, outside)
    asked.check(trial)
    trial.figures |= {"full disks": trial.rounds, "of them PostgreSQL stopped": stops}
    trial.figures |= {"mails refused with 75": told_later, "slowest return, s": round(slowest, 1)}
    trial.check("PostgreSQL stopped for want of room", stops > 0 or trial.rounds < 2, stops)
    trial.check("the desk is back within a minute", slowest < 60, slowest)


def _asked_while_full(trial: Trial, ledger: Ledger, stream: Stream, asked: Refusals) -> list:
    """Pages, calls and mails for a while; the mails that were refused."""
    refused, until = [], time.monotonic() + _FULL_SECONDS
    for _ in range(_MAILS):
        mail = (stream.next_mail(size=40_000).as_bytes(), stream.number)
        if not bring(trial, ledger, *mail):
            refused.append(mail)
    for _ in range(_ASKED):
        asked.ask()
    time.sleep(max(0.0, until - time.monotonic()))
    return refused


def _folder() -> Path:
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        (folder,) = cursor.fetchone()
    connection.close()
    return Path(folder).parent


def _let_log_grow(trial: Trial) -> bool:
    """Begin one segment of the log after the other until none fits; whether PostgreSQL stopped."""
    with suppress(psycopg.Error), psycopg.connect(trial.desk.database_url, autocommit=True) as server:
        for _ in range(_SEGMENTS):
            server.execute("SELECT pg_logical_emit_message(true, 'trial', 'word'), pg_switch_wal()")
        return False
    return True


def _is_up(trial: Trial, folder: Path) -> bool:
    """Whether PostgreSQL answers; where it has ended, it is started as its keeper would."""
    with suppress(psycopg.Error), psycopg.connect(trial.desk.database_url, connect_timeout=5):
        return True
    if not (folder / "data" / "postmaster.pid").exists():
        with suppress(subprocess.SubprocessError):
            restart(str(folder / "data"), "fast")
    return False
