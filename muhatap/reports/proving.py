"""The rows behind a figure, and sums that have to balance: pure."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple

from muhatap.reports.measures import Measure
from muhatap.reports.observations import Kind, Observation


class Proof(NamedTuple):
    """One row behind a figure: what it counts in the numerator and in the denominator."""

    observation: Observation
    part: int
    whole: int


def proof_of(measure: Measure, seen: Iterable[Observation]) -> Iterator[Proof]:
    """The observations that a measure counts, with what each adds; of a distribution, the durations."""
    for each in seen:
        counts = measure.counts_of(each)
        if counts is None:
            continue
        if measure.is_distribution:
            yield from (Proof(each, seconds, 1) for seconds in counts)
        elif measure.is_additive:
            yield Proof(each, counts[0], counts[1])
        else:
            yield Proof(each, sum(counts[2:]), sum(counts[:2]))


def balance_of(seen: Iterable[Observation], since: date, until: date, zone: tzinfo) -> dict[str, int]:
    """How many complaints were open before, opened, closed in these days, and open after them."""
    told = dict.fromkeys(("open_start", "opened", "closed", "open_end"), 0)
    for each in seen:
        if each.kind is not Kind.CASE or each.excluded or each.values.get("complaint") is None:
            continue
        ended = each.values.get("ended")
        over = datetime.fromtimestamp(ended, UTC).astimezone(zone).date() if ended is not None else None
        told["open_start"] += each.on < since and (over is None or over >= since)
        told["opened"] += since <= each.on < until
        told["closed"] += over is not None and since <= over < until
        told["open_end"] += each.on < until and (over is None or over >= until)
    return told
