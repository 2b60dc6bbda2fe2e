"""An upgrade of earlier data is killed half-way, again and again; the data are old or new, and whole."""

import signal
import sqlite3
import subprocess
import time
from contextlib import closing, suppress
from pathlib import Path

import psycopg

from faults.desk import Desk
from faults.trial import Trial
from tests.upgrades.test_earlier_versions import KEPT, VERSIONS, rows, unsealed

# Longer than an upgrade lasts on a busy machine; what one really lasted is learnt.
_LONGEST, _EARLY = 45.0, 6.0
_WORDS = ("before it began", "while it backed up", "in the middle of the steps")


def run(trial: Trial) -> None:
    """Start this version on data of earlier ones, kill the start, look; each data are let through in the end.

    A start that was quicker than the blow is no kill: its data are looked at, and the next version's taken.
    """
    hits, longest, kills, turn = dict.fromkeys(_WORDS, 0), _LONGEST, 0, 0
    versions = trial.chance.sample(VERSIONS, len(VERSIONS))
    while kills < trial.rounds:
        earlier = Earlier(trial, versions[turn % len(versions)], turn)
        turn += 1
        # Some for each of the versions.
        most = min(trial.rounds, kills + max(2, trial.rounds // len(versions)))
        while kills < most:
            began = time.monotonic()
            # Half of the blows fall early: while it backs up and begins.
            latest = _EARLY if kills % 2 else longest
            where = earlier.struck_after(trial.chance.uniform(0.3, latest))
            if not where:
                longest = min(longest, time.monotonic() - began)
                break
            kills += 1
            hits[where] += 1
            trial.say(f"kill {kills}/{trial.rounds}: {earlier.version}, {where}")
        earlier.check_in_the_end()
    trial.figures |= {"kills": kills, **hits, "data of earlier versions brought up": turn}


class Earlier:
    """Data of an earlier version, and this version's upgrade of them."""

    def __init__(self, trial: Trial, version: str, turn: int) -> None:
        self._trial, self.version = trial, version
        self._folder = trial.desk.data.parent / f"earlier{turn}"
        self._url = _another_database(trial, turn) if trial.database == "postgres" else ""
        self._folder.mkdir(mode=0o700)
        unsealed(version, self._url, self._folder)
        # Eighty steps on a busy machine.
        self._desk = Desk(self._folder, self._url, patience=1800.0)
        self._before, self._steps = rows(self._folder, self._url), _steps(self._folder, self._url)
        self._found: set[int] = set()

    def struck_after(self, seconds: float) -> str:
        """Start the upgrade and kill it then; what was going on, or nothing when it had ended."""
        known = self._backups()
        process = self._desk.start("setup")
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.send_signal(signal.SIGSTOP)
        has_ended = process.poll() is not None
        backups = self._backups() - known
        process.kill()
        process.wait(20)
        if has_ended:
            return ""
        self._found.add(_steps(self._folder, self._url))
        is_saved = any(not name.endswith(".part") for name in backups)
        return _WORDS[2] if is_saved else _WORDS[1] if backups else _WORDS[0]

    def check_in_the_end(self) -> None:
        """Let the upgrade end, and hold what is there against what was."""
        trial, began = self._trial, time.monotonic()
        done = self._desk.console("setup")
        slowest = max(float(trial.figures.get("slowest last start, s", 0)), time.monotonic() - began)
        trial.figures["slowest last start, s"] = round(slowest, 1)
        what = f"data of {self.version}"
        trial.check(f"{what}: the upgrade ends well after all", done.returncode == 0, done.stderr[-600:])
        after = rows(self._folder, self._url)
        fewer = {name: (self._before[name], after[name]) for name in KEPT if after[name] < self._before[name]}
        # A blow may fall between the commit and the end of the process.
        torn = sorted(self._found - {self._steps, _steps(self._folder, self._url)})
        trial.check(f"{what}: nothing was half upgraded", not torn, torn)
        trial.check(f"{what}: nothing was lost", not fewer, fewer)
        proved = self._desk.console("audit", "verify")
        trial.check(
            f"{what}: muhatap audit verify: intact", proved.returncode == 0, proved.stdout.decode()[-300:]
        )
        litter = [name for name in self._backups() if name.endswith(".part")]
        trial.check(f"{what}: no half-written backup is left", not litter, litter)

    def _backups(self) -> set[str]:
        folder = self._folder / "upgrades"
        return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def _another_database(trial: Trial, turn: int) -> str:
    with closing(psycopg.connect(trial.desk.database_url, autocommit=True)) as server:
        server.execute(f"CREATE DATABASE earlier{turn} TEMPLATE template0")
    return trial.desk.database_url.rpartition("/")[0] + f"/earlier{turn}"


def _steps(folder: Path, url: str) -> int:
    """How many steps the data have noted as done."""
    query = "SELECT count(*) FROM django_migrations"
    if url:
        with closing(psycopg.connect(url)) as opened:
            return opened.execute(query).fetchone()[0]
    with closing(sqlite3.connect(folder / "muhatap.sqlite3")) as opened:
        return opened.execute(query).fetchone()[0]
