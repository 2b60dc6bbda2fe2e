"""Holding clocks against their events: no limit, no verdict and no ending may be other than recorded."""

from collections.abc import Iterable, Iterator, Mapping

from muhatap.audit.findings import Fault, Finding
from muhatap.audit.verifying import ProvenEvent
from muhatap.promises.folding import ClockState, after
from muhatap.promises.models import Clock

_COMPARED = ("name", "started_at", "limit_at", "paused_at", "stopped_at", "was_kept")


class ClocksAgree:
    """The check of case streams: what the events say of each clock is what its row says."""

    stream_kind = "case"

    def __call__(self, streams: Mapping[int, list[ProvenEvent]]) -> Iterable[Finding]:
        """Where clocks differ from what their events say."""
        rows = _rows(streams)
        for case_id, events in streams.items():
            yield from _findings(case_id, events, rows.get(case_id, {}))


def _findings(case_id: int, events: list[ProvenEvent], rows: dict[int, ClockState]) -> Iterator[Finding]:
    told: dict[int, ClockState] = {}
    ids = {event.seq: event.event_id for event in events}
    for event in events:
        try:
            after(told, event.seq, event.kind, event.at, event.values)
        except LookupError:
            yield Finding(
                "case", case_id, event.seq, event.event_id, Fault.TABLE, "a clock that was never started"
            )
    for clock, state in told.items():
        row = rows.pop(clock, None)
        if row is None:
            yield Finding("case", case_id, state.seq, ids[state.seq], Fault.TABLE, "the clock is gone")
            continue
        differing = [name for name in _COMPARED if getattr(row, name) != getattr(state, name)]
        if differing:
            detail = f"the clock {state.name} differs from its events: {', '.join(differing)}"
            yield Finding("case", case_id, state.seq, ids[state.seq], Fault.TABLE, detail)
    for row in rows.values():
        seq = events[-1].seq if events else 1
        yield Finding("case", case_id, seq, None, Fault.TABLE, f"the clock {row.name} was never started")


def _rows(ids: Iterable[int]) -> dict[int, dict[int, ClockState]]:
    found: dict[int, dict[int, ClockState]] = {}
    rows = Clock.objects.filter(case_id__in=list(ids)).values_list(
        "case_id", "id", "name", "started_at", "limit_at", "paused_at", "stopped_at", "was_kept"
    )
    for case_id, clock_id, *state in rows.iterator():
        found.setdefault(case_id, {})[clock_id] = ClockState(*state)
    return found
