"""Opening a case by the API, one client and eight, beside the same rows by the bare driver."""

import json
import time
from multiprocessing import get_context

from bench.driver import Driver, copies, pattern_of, remove_all, statements, write_all
from bench.figures import Figure, middle, share
from bench.load import run_load
from bench.one import Bench

_TEXT = (
    "Merhaba,\n12 Kasım tarihinde verdiğim para çekme talebi hâlâ hesabıma geçmedi. "
    "Bankam işlemin kendilerinden çıktığını söylüyor. "
    "Lütfen durumu kontrol edip bana bilgi verir misiniz?\nTeşekkür ederim."
)

# As many as the desk has web processes.
_WRITERS = 2


def measure(bench: Bench) -> list[Figure]:
    """Cases a second at one and eight clients, and the limit."""
    count = bench.creates
    load(bench, "warm", 60, 2)
    one = load(bench, "one", count, 1)
    cpu = bench.desk.cpu_seconds()
    eight = load(bench, "eight", count * 3, 8)
    cpu = (bench.desk.cpu_seconds() - cpu) / max(1, len(eight["times"])) * 1000
    note = f"client {eight['client_cpu_share']:.0%} of a core, server {cpu:.1f} ms CPU a case"
    return [
        _figure("create a case by API, 1 client", one, "≥ 0.25 of the limit"),
        _figure("create a case by API, 8 clients", eight, "≥ 400/s", note),
    ]


def add_limits(bench: Bench, figures: list[Figure]) -> None:
    """Measure the bare driver while nothing else writes, and put it beside."""
    one, most = _limits(bench, bench.creates)
    for figure in figures:
        if figure.name.startswith("create a case by API"):
            figure.limit = one if figure.name.endswith("1 client") else most


def _figure(name: str, load: dict, aim: str, note: str = "") -> Figure:
    refused = {status: count for status, count in load["statuses"].items() if status != "201"}
    if refused:
        note = f"{note}; other answers: {refused}"
    rate = len(load["times"]) / load["seconds"]
    p95 = share(load["times"], 95) * 1000
    return Figure(name, rate, "/s", p95=p95, aim=aim, note=f"p95 in ms; {note}")


def load(bench: Bench, mark: str, count: int, clients: int) -> dict:
    requests = [request_of(bench, f"{mark}{time.monotonic_ns()}x{place}") for place in range(count)]
    job = {"port": bench.desk.port, "clients": clients, "requests": requests, "seconds": bench.seconds}
    return run_load(job)


def request_of(bench: Bench, mark: str) -> str:
    """One call of the API as it goes over the wire."""
    body = json.dumps(
        {
            "topic": "OTHER",
            "subject": "Para çekme talebim gecikti",
            "text": _TEXT,
            "language": "tr",
            "customer": {"name": "Elif Karaca", "email": f"{mark}@posta.example"},
        }
    )
    return (
        f"POST /api/v1/cases HTTP/1.1\r\nHost: 127.0.0.1:{bench.desk.port}\r\n"
        f"Authorization: Bearer {bench.token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body.encode())}\r\n\r\n{body}"
    )


def _limits(bench: Bench, count: int) -> tuple[float, float]:
    driver = Driver(bench.database)
    found = driver.rows("SELECT id FROM cases_case WHERE channel = %s ORDER BY id DESC LIMIT 1", ["api"])
    pattern = pattern_of(driver, found[0][0])
    driver.close()
    alone = _bare(bench.database, pattern, count, 1)
    with get_context("spawn").Pool(_WRITERS) as pool:
        jobs = [(bench.database, pattern, count, run) for run in range(2, 2 + _WRITERS)]
        both = sum(pool.starmap(_bare, jobs))
    return alone, max(alone, both)


def _bare(database: str, pattern: list, count: int, run: int) -> float:
    driver = Driver(database)
    prepared = statements(driver, pattern)
    run += int(time.time()) % 10_000 * 10
    batches = copies(pattern, count, run)
    write_all(driver, prepared, batches[:20])
    times = write_all(driver, prepared, batches[20:])
    remove_all(driver, pattern, batches)
    driver.close()
    return 1 / middle(times)
