"""Mail into one process beside the bare work of the same mails, and what large mails cost."""

import json
import subprocess
import sys
import time
from typing import Any

from bench.driver import Driver, copies, pattern_of, remove_all, statements
from bench.figures import Figure
from bench.machine import ROOT
from bench.one import Bench

_TOGETHER = 16


def measure(bench: Bench) -> list[Figure]:
    """Mails a second from files and by LMTP, a mail of 10 MB, and memory; while no server runs."""
    count = bench.creates
    rate = _said(bench, "rate", count)
    limit = 1 / (rate["bare"] + _inserts(bench, min(count, 400)))
    listened = _said(bench, "listen", count)
    large = _said(bench, "large", 7)
    memory = _said(bench, "memory", 200 if count > 400 else 40)
    bare = "limit: standard parser, one synced file, the bare rows 16 cases a commit"
    return [
        Figure(
            "mails received, 20 kB attachment, from files", rate["rate"], "/s", limit,
            aim="≥ 300/s in one process", note=f"{rate['cpu_ms']:.1f} ms CPU a mail; {bare}",
        ),
        Figure(
            "mails received, 20 kB attachment, by LMTP", listened["rate"], "/s", limit,
            aim="≥ 300/s in one process", note="the sender shares the machine",
        ),
        Figure("parse a mail of 10 MB", large["ours"], "s", large["bare"], note="limit: standard parser"),
        Figure(
            "memory while mails of 5 MB arrive (peak RSS)", memory["peak_mb"], "MB",
            note=f"{memory['before_mb']:.0f} MB before; {memory['rate']:.1f} mails/s",
        ),
    ]  # fmt: skip


def _said(bench: Bench, what: str, count: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.mails", what, json.dumps({"count": count})],
        cwd=ROOT, env=bench.desk.environment, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def _inserts(bench: Bench, count: int) -> float:
    """Seconds a case: its rows by the bare driver, as many in a transaction as mail is filed in."""
    driver = Driver(bench.database)
    found = driver.rows("SELECT id FROM cases_case WHERE channel = %s ORDER BY id DESC LIMIT 1", ["email"])
    pattern = pattern_of(driver, found[0][0])
    prepared = statements(driver, pattern)
    batches = copies(pattern, count, int(time.time()) % 10_000 * 10)
    began = time.perf_counter()
    for start in range(0, count, _TOGETHER):
        driver.raw.execute("BEGIN IMMEDIATE" if driver.is_sqlite else "BEGIN")
        for batch in batches[start : start + _TOGETHER]:
            for statement, values in zip(prepared, batch, strict=True):
                driver.raw.execute(statement, values)
        driver.raw.execute("COMMIT")
    seconds = time.perf_counter() - began
    remove_all(driver, pattern, batches)
    driver.close()
    return seconds / count
