"""The clocks of one seeded case: started, broken, stopped and paused by the product's own tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from muhatap.kernel.actors import Actor
from muhatap.promises.events import ClockBroken, ClockPaused, ClocksStarted, ClockStepReached, ClockStopped
from muhatap.promises.ladders import BREACH, ladder_moments
from muhatap.promises.lifecycle import COURSES, Happening, restarted_by, stopped_by
from muhatap.promises.rules import Rule
from muhatap.wiring.seeding.chaining import CaseChain
from muhatap.wiring.seeding.tables import Chunk, moment

SWEEP = Actor.system("sweep")
_NOTICED = timedelta(seconds=20)


@dataclass(slots=True)
class SeededClock:
    """A clock, as it stands at this point of the story."""

    id: int
    rule: Rule
    started_at: datetime
    target_at: datetime | None
    limit_at: datetime
    stopped_at: datetime | None = None
    paused_at: datetime | None = None
    next_step_at: datetime | None = None
    was_kept: bool | None = None
    is_broken: bool = False


class Clockwork:
    """All clocks of one case."""

    def __init__(self, promises: dict[str, Rule], ids: Iterator[int], chain: CaseChain, chunk: Chunk) -> None:
        self._promises = promises
        self._ids = ids
        self._chain = chain
        self._steps = chunk.rows["promises_clockstep"]
        self._rows = chunk.rows["promises_clock"]
        self._clocks: list[SeededClock] = []

    def start(self, names: Iterable[str], by: Actor, at: datetime) -> None:
        """Start those of the named clocks that a promise applies to."""
        running = {clock.rule.clock for clock in self._running()}
        begun = [
            self._begun(self._promises[name], at)
            for name in COURSES
            if name in names and name in self._promises and name not in running
        ]
        if begun:
            self._clocks += begun
            told = [_told(clock) for clock in begun]
            self._chain.add(next(self._ids), ClocksStarted, by, at, {"clocks": told})

    def happen(self, happening: Happening, by: Actor, at: datetime) -> None:
        """Stop what a happening keeps and begin anew what it restarts."""
        stopped = self.stop(stopped_by(happening), True, by, at)
        again = restarted_by(happening) & {clock.rule.clock for clock in stopped}
        self.start(again, by, at)

    def stop(self, names: Iterable[str], was_done: bool, by: Actor, at: datetime) -> list[SeededClock]:
        """Stop the named clocks that run, in the order in which they began."""
        stopped = [clock for clock in self._running() if clock.rule.clock in names]
        for clock in stopped:
            clock.stopped_at = at
            clock.was_kept = was_done and at <= clock.limit_at
            self._chain.add(
                next(self._ids), ClockStopped, by, at,
                {
                    "clock": str(clock.id),
                    "promise": clock.rule.code,
                    "was_kept": clock.was_kept,
                    "seconds": int((at - clock.started_at).total_seconds()),
                    "done_at": None,
                },
            )  # fmt: skip
        return stopped

    def pause(self, reason: str, by: Actor, at: datetime) -> None:
        """Pause those whose promise waits for this reason."""
        for clock in self._running():
            if reason in clock.rule.pauses:
                clock.paused_at = at
                told = {"clock": str(clock.id), "promise": clock.rule.code, "reason": reason}
                self._chain.add(next(self._ids), ClockPaused, by, at, told)

    def break_until(self, at: datetime) -> None:
        """Break the promises whose limit passes before this moment, as a sweep would have."""
        late = [
            clock
            for clock in self._running()
            if clock.paused_at is None and not clock.is_broken and clock.limit_at + _NOTICED < at
        ]
        for clock in sorted(late, key=lambda each: each.limit_at):
            clock.is_broken = True
            self._step(clock, BREACH, clock.limit_at)

    def go_on(self, now: datetime) -> None:
        """Take the steps that have come of what still runs, and say when the next one comes."""
        for clock in self._running():
            rule = clock.rule
            moments = ladder_moments(rule.schedule, clock.started_at, rule.limit, rule.steps, rule.target)
            if clock.paused_at is None:
                clock.next_step_at = min(
                    (each.at for each in moments if each.at + _NOTICED >= now), default=None
                )
            until = clock.paused_at or now
            for each in moments:
                is_done = each.threshold.key == BREACH and clock.is_broken
                if each.at + _NOTICED < until and not is_done:
                    self._step(clock, each.threshold.key, each.at)

    def next_due_at(self) -> datetime | None:
        """The next limit of what runs and is not paused."""
        return min((clock.limit_at for clock in self._running() if clock.paused_at is None), default=None)

    def write(self, brand_id: int, case_id: int) -> None:
        """Write all clocks into the chunk."""
        self._rows += [
            (
                clock.id, brand_id, case_id, clock.rule.promise_id, clock.rule.clock,
                moment(clock.started_at), moment(clock.target_at), moment(clock.limit_at),
                moment(clock.next_step_at), moment(clock.paused_at), moment(clock.stopped_at),
                None if clock.was_kept is None else int(clock.was_kept),
            )
            for clock in self._clocks
        ]  # fmt: skip

    def _running(self) -> list[SeededClock]:
        return [clock for clock in self._clocks if clock.stopped_at is None]

    def _begun(self, rule: Rule, at: datetime) -> SeededClock:
        target_at, limit_at = rule.due(at)
        return SeededClock(next(self._ids), rule, at, target_at, limit_at)

    def _step(self, clock: SeededClock, threshold: str, due_at: datetime) -> None:
        at = due_at + _NOTICED
        self._steps.append((next(self._ids), clock.id, threshold, moment(due_at), moment(at), 0))
        fact = ClockBroken if threshold == BREACH else ClockStepReached
        self._chain.add(
            next(self._ids), fact, SWEEP, at,
            {
                "clock": str(clock.id),
                "promise": clock.rule.code,
                "threshold": threshold,
                "limit_at": clock.limit_at.isoformat(),
                "is_late_detected": False,
                "actions": [],
            },
        )  # fmt: skip


def _told(clock: SeededClock) -> dict[str, object]:
    return {
        "clock": str(clock.id),
        "name": clock.rule.clock,
        "promise": clock.rule.code,
        "started_at": clock.started_at.isoformat(),
        "target_at": clock.target_at.isoformat() if clock.target_at else None,
        "limit_at": clock.limit_at.isoformat(),
    }
