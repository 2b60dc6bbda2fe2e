"""Past cases reckoned under two charters: which due times and promises would have been others. Pure.

Both charters are reckoned in the same way, so that only they make a difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from muhatap.charters.effects import Effect, Example, QueueFlow, Replay
from muhatap.charters.routing import Routes, Stood, facts_after, facts_before
from muhatap.promises.lifecycle import Happening, started_by
from muhatap.promises.rules import Rule, rules_for

_EXAMPLES = 5
_BEGIN_WITH_THE_CASE = started_by(Happening.OPENED)


@dataclass(frozen=True, slots=True)
class PastClock:
    """A clock that ran; `done` is False where it ended without what was promised."""

    name: str
    started_at: datetime
    pauses: Sequence[Sequence[str]]
    paused_at: datetime | None
    stopped_at: datetime | None
    done: bool = True


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case of the days that are replayed, with its clocks."""

    number: str
    stood: Stood
    clocks: Sequence[PastClock]


class Replaying:
    """Takes past cases one after another and sums up what the second charter would have changed."""

    def __init__(
        self, before: tuple[Routes, Sequence[Rule]], after: tuple[Routes, Sequence[Rule]], at: datetime
    ) -> None:
        self._routes = before[0], after[0]
        self._rules = before[1], after[1]
        self._at = at
        self._chosen: dict[Stood, tuple[dict[str, Rule], dict[str, Rule]]] = {}
        self._alike: dict[tuple[int, int], bool] = {}
        self._effects: dict[tuple[str, str, str], Effect] = {}
        self._topics: Counter[str] = Counter()
        self._begun: Counter[str] = Counter()
        self._cases = self._clocks = 0

    def take(self, cases: Iterable[PastCase]) -> None:
        """Reckon some more cases."""
        for case in cases:
            self._cases += 1
            self._topics[case.stood.topic] += 1
            before, after = self._promises(case.stood)
            for clock in case.clocks:
                self._take(case, clock, before.get(clock.name), after.get(clock.name))
            names = {clock.name for clock in case.clocks}
            for name in (after.keys() & _BEGIN_WITH_THE_CASE) - before.keys() - names:
                self._begun[after[name].code] += 1

    def sum_up(self, since: datetime) -> Replay:
        """What came out; `since` is the receipt of the first case that was asked for."""
        before, after = self._routes
        flows = {name: QueueFlow(name, 0, 0) for name in (*after.teams, *before.teams)}
        for topic, count in self._topics.items():
            was, now = before.queue_for(topic), after.queue_for(topic)
            flows[was] = QueueFlow(was, flows[was].before + count, flows[was].after)
            flows[now] = QueueFlow(now, flows[now].before, flows[now].after + count)
        gone = {
            topic: count
            for topic, count in sorted(self._topics.items())
            if topic in before.topics and topic not in after.topics
        }
        return Replay(
            since=since,
            until=self._at,
            cases=self._cases,
            clocks=self._clocks,
            effects=[each for each in self._effects.values() if each.changes_something],
            queues=list(flows.values()),
            begun=dict(sorted(self._begun.items())),
            topics_gone=gone,
        )

    def _promises(self, stood: Stood) -> tuple[dict[str, Rule], dict[str, Rule]]:
        known = self._chosen.get(stood)
        if known is None:
            known = (
                rules_for(self._rules[0], facts_before(stood, self._routes[0])),
                rules_for(self._rules[1], facts_after(stood, *self._routes)),
            )
            self._chosen[stood] = known
        return known

    def _take(self, case: PastCase, clock: PastClock, before: Rule | None, after: Rule | None) -> None:
        if before is None and after is None:
            return
        self._clocks += 1
        codes = clock.name, before.code if before else "", after.code if after else ""
        effect = self._effects.get(codes)
        if effect is None:
            effect = self._effects[codes] = Effect(*codes)
        effect.clocks += 1
        if before is not None and after is not None and not self._are_alike(before, after):
            self._compare(effect, case, clock, limit_under(before, clock), limit_under(after, clock))

    def _are_alike(self, before: Rule, after: Rule) -> bool:
        key = before.promise_id, after.promise_id
        if key not in self._alike:
            self._alike[key] = _reckoning(before) == _reckoning(after)
        return self._alike[key]

    def _compare(
        self, effect: Effect, case: PastCase, clock: PastClock, was: datetime, now: datetime
    ) -> None:
        if was == now:
            return
        shift = int((now - was).total_seconds())
        change = "later" if now > was else "earlier"
        effect.later += now > was
        effect.earlier += now < was
        effect.earliest_shift = min(effect.earliest_shift, shift)
        effect.latest_shift = max(effect.latest_shift, shift)
        before, after = is_broken(clock, was, self._at), is_broken(clock, now, self._at)
        if before != after:
            change = "broken" if after else "mended"
            effect.broken += after
            effect.mended += before
        _keep(
            effect,
            Example(case.number, clock.name, clock.started_at, was, now, clock.stopped_at, change),
        )


def limit_under(rule: Rule, clock: PastClock) -> datetime:
    """When a clock would have been due under a promise, with those of its pauses that this one allows."""
    return rule.limit_at(clock.started_at, waited_under(rule, clock.pauses))


def waited_under(rule: Rule, pauses: Sequence[Sequence[str]]) -> list[tuple[datetime, datetime]]:
    """The pauses that count for a promise: for its reasons, and together not longer than it may wait."""
    waited, left = [], rule.pause_cap
    for begun, ended, *reason in pauses:
        if (reason and reason[0] not in rule.pauses) or left <= timedelta():
            continue
        start = datetime.fromisoformat(begun)
        end = min(datetime.fromisoformat(ended), start + left)
        left -= end - start
        waited.append((start, end))
    return waited


def is_broken(clock: PastClock, limit_at: datetime, at: datetime) -> bool:
    """Whether a promise with this limit was broken by a moment; one that waits is not."""
    if clock.stopped_at is not None:
        return not clock.done or clock.stopped_at > limit_at
    if clock.paused_at is not None and clock.paused_at <= limit_at:
        return False
    return at > limit_at


def _reckoning(rule: Rule) -> tuple[object, ...]:
    return rule.limit, rule.schedule, rule.law, rule.last_day, rule.pauses, rule.pause_cap


def _keep(effect: Effect, example: Example) -> None:
    """A few examples; those of a promise broken or mended go before mere shifts."""
    weighs = example.change in {"broken", "mended"}
    if len(effect.examples) < _EXAMPLES:
        effect.examples.append(example)
    elif weighs:
        for place, other in enumerate(effect.examples):
            if other.change not in {"broken", "mended"}:
                effect.examples[place] = example
                return
