"""Opening cases by the API while the measures of all cases are counted anew, beside doing so without that."""

import time
from datetime import UTC, datetime

from bench.figures import Figure, share
from bench.one import Bench
from bench.scenarios.creating import load

_CLIENTS = 8
_PATIENCE = 30.0


def measure(bench: Bench) -> list[Figure]:
    """Cases a second beside the counting; the limit is the rate without it, just before."""
    from muhatap.kernel.actors import Actor
    from muhatap.reports import operations as reports
    from muhatap.reports.models import Progress

    alone = load(bench, "calm", bench.creates, _CLIENTS)
    at = datetime.now(UTC)
    reports.begin_rebuild(by=Actor.system("bench"), at=at)
    until = time.monotonic() + _PATIENCE
    while not (begun := _counted()) and time.monotonic() < until:
        time.sleep(0.05)
    beside = load(bench, "beside", bench.creates, _CLIENTS)
    counted = _counted() - begun
    # What was counted before stands; the rest of the run is measured without it.
    Progress.objects.filter(name="rebuild", ended_at__isnull=True).update(ended_at=at)
    return [
        Figure(
            "create a case beside the counting of all, 8 clients", _rate(beside), "/s", _rate(alone),
            p95=share(beside["times"], 95) * 1000, aim="≥ 0.7 of the limit",
            note=f"p95 in ms; limit: without; {counted / beside['seconds']:.0f} cases/s counted meanwhile",
        )
    ]  # fmt: skip


def _counted() -> int:
    from muhatap.reports.queries import rebuild_state

    state = rebuild_state()
    return state.done if state else 0


def _rate(done: dict) -> float:
    return len(done["times"]) / done["seconds"]
