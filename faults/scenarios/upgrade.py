"""An upgrade of earlier data is killed half-way, again and again; the data are old or new, and whole."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import psycopg

from faults.desk import Desk
from faults.trial import Trial
from tests.upgrades.test_earlier_versions import KEPT, VERSIONS, rows, unsealed

_LONGEST = 45.0


def run(trial: Trial) -> None:
    """Start this version on data of an earlier one, kill the start, look; in the end let it finish."""
    version = trial.chance.choice(VERSIONS)
    folder, url = trial.desk.data.parent / "earlier", ""
    if trial.database == "postgres":
        url = _another_database(trial)
    folder.mkdir(mode=0o700)
    unsealed(version, url, folder)
    # Eighty steps on a busy machine.
    desk = Desk(folder, url, patience=1800.0)
    before, steps = rows(folder, url), _steps(folder, url)
    torn: list[int] = []
    finished = 0
    for turn in range(1, trial.rounds + 1):
        process = desk.start("setup")
        # Half of the blows fall early: while it backs up and begins.
        longest = 6.0 if turn % 2 else _LONGEST
        until = time.monotonic() + trial.chance.uniform(0.3, longest)
        while time.monotonic() < until and process.poll() is None:
            time.sleep(0.02)
        finished += process.poll() is not None
        process.kill()
        process.wait(20)
        now = _steps(folder, url)
        if now != steps and not finished:
            torn.append(now)
        trial.say(f"kill {turn}/{trial.rounds}: {now} steps of {steps} noted as done at first")
        if finished:
            break
    began = time.monotonic()
    done = desk.console("setup")
    trial.check("the upgrade ends well after all", done.returncode == 0, done.stderr[-600:])
    after = rows(folder, url)
    fewer = {name: (before[name], after[name]) for name in KEPT if after[name] < before[name]}
    trial.check("nothing was half upgraded", not torn, torn)
    trial.check("nothing was lost", not fewer, fewer)
    proved = desk.console("audit", "verify")
    trial.check("muhatap audit verify: intact", proved.returncode == 0, proved.stdout.decode()[-300:])
    litter = [path.name for path in (folder / "upgrades").glob("*.part")]
    trial.check("no half-written backup is left", not litter, litter)
    trial.figures |= {"of version": version, "kills": turn - finished}
    trial.figures["the last start, s"] = round(time.monotonic() - began, 1)


def _another_database(trial: Trial) -> str:
    with closing(psycopg.connect(trial.desk.database_url, autocommit=True)) as server:
        server.execute("CREATE DATABASE earlier TEMPLATE template0")
    return trial.desk.database_url.rpartition("/")[0] + "/earlier"


def _steps(folder: Path, url: str) -> int:
    """How many steps the data have noted as done."""
    query = "SELECT count(*) FROM django_migrations"
    if url:
        with closing(psycopg.connect(url)) as opened:
            return opened.execute(query).fetchone()[0]
    with closing(sqlite3.connect(folder / "muhatap.sqlite3")) as opened:
        return opened.execute(query).fetchone()[0]
