"""Memory of all processes, starting up, and proving the chains."""

import hashlib
import json
import shutil
import tempfile
import time
from pathlib import Path

from bench.desk import Desk
from bench.driver import Driver
from bench.figures import Figure
from bench.one import Bench


def measure_size(bench: "Bench") -> list[Figure]:
    """What a thousand cases take in the database, indexes and all else included."""
    from django.db import connection

    from muhatap.cases.models import Case

    used = "SELECT (p.page_count - f.freelist_count) * s.page_size FROM pragma_page_count() p, "
    used += "pragma_freelist_count() f, pragma_page_size() s"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())" if bench.is_postgres else used)
        (size,) = cursor.fetchone()
    megabytes = size / Case.objects.count() / 1000
    return [Figure("cost of 1,000 cases: database", megabytes, "MB", note="all tables and indexes")]


def measure_memory(bench: Bench) -> list[Figure]:
    """The proportional set size of the server's process tree after the load."""
    return [Figure("memory of all processes (PSS)", bench.desk.memory_mb(), "MB", aim="≤ 250 MB embedded")]


def measure_start(bench: Bench) -> list[Figure]:
    """An empty folder to the first page, and the same folder again."""
    if bench.is_postgres:
        return []
    folder = Path(tempfile.mkdtemp(prefix="muhatap-start-"))
    try:
        desk = Desk(folder, "")
        first = desk.start(demo=True, page="/")
        desk.stop()
        second = desk.start(demo=True, page="/")
        memory = desk.memory_mb()
        desk.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [
        Figure("first start with demo to first page", first, "s"),
        Figure("second start to first page", second, "s"),
        Figure("memory of the demo after its start (PSS)", memory, "MB", aim="≤ 250 MB embedded"),
    ]


def measure_verify(bench: Bench) -> list[Figure]:
    """Events a second, beside reading the same columns and hashing them."""
    began = time.perf_counter()
    done = bench.desk.console("audit", "verify", "--json", "--processes", "2")
    seconds = time.perf_counter() - began
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return [Figure("audit verify", 0, "/s", note=(done.stderr or done.stdout)[-160:].strip())]
    faults = len(report.get("findings", [])) if isinstance(report.get("findings", []), list) else "?"
    rate = report.get("events", 0) / seconds
    note = f"{report.get('events')} events, {faults} findings, exit {done.returncode}, 2 processes"
    return [Figure("audit verify", rate, "/s", _hashing_rate(bench), note=note)]


def _hashing_rate(bench: Bench) -> float:
    driver = Driver(bench.database)
    began, count = time.perf_counter(), 0
    for row in driver.raw.execute("SELECT content, digests, prev_hash, hash FROM audit_event LIMIT 200000"):
        hashlib.sha256("".join(row).encode()).hexdigest()
        count += 1
    driver.close()
    return count / (time.perf_counter() - began)
