"""A corrected calendar or law: clocks that run already follow it where they become earlier, never later."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.promises.models import Clock
from muhatap.promises.operations.moving import move
from muhatap.promises.operations.next_due import refresh_next_due
from muhatap.promises.rules import Rule, rule_with_id, rules_of

BATCH = 500
_READ = ("id", "promise_id", "started_at", "pauses", "limit_at", "extended_at", "extended_until")


@dataclass(frozen=True, slots=True)
class Recomputed:
    """How many clocks were reckoned anew, how many end earlier, would end later (they stay), or as before."""

    clocks: int = 0
    earlier: int = 0
    later: int = 0
    same: int = 0

    def __add__(self, other: "Recomputed") -> "Recomputed":
        return Recomputed(
            self.clocks + other.clocks,
            self.earlier + other.earlier,
            self.later + other.later,
            self.same + other.same,
        )


def recompute_clocks(
    *,
    brand: Brand,
    by: Actor,
    at: datetime,
    is_trial: bool = False,
    progress: Callable[[int], object] | None = None,
) -> Recomputed:
    """Reckon the running clocks of promises whose calendar or law a later charter version corrected.

    Each batch is one step, so that it can be called again after an interruption. A trial moves nothing.
    """
    successors = {rule.code: rule for rule in rules_of(brand)}
    total, after = Recomputed(), 0
    while True:
        batch = list(
            Clock.objects.filter(
                brand=brand, id__gt=after, stopped_at__isnull=True, promise__retired_at__isnull=False
            )
            .only(*_READ)
            .order_by("id")[:BATCH]
        )
        if not batch:
            return total
        total += _recompute(batch, successors, is_trial=is_trial, by=by, at=at)
        after = batch[-1].id
        if progress is not None:
            progress(len(batch))


def _recompute(
    batch: list[Clock], successors: dict[str, Rule], *, is_trial: bool, by: Actor, at: datetime
) -> Recomputed:
    looked = earlier = later = 0
    moving: dict[int, Rule] = {}
    for clock in batch:
        rule = _successor(rule_with_id(clock.promise_id), successors)
        if rule is None:
            continue
        looked += 1
        limit_at = rule.of_clock(clock).due(clock.started_at, clock.ended_pauses)[1]
        if limit_at < clock.limit_at:
            earlier += 1
            moving[clock.id] = rule
        elif limit_at > clock.limit_at:
            later += 1
    if moving and not is_trial:
        _move_all(moving, by=by, at=at)
    return Recomputed(looked, earlier, later, looked - earlier - later)


def _move_all(moving: dict[int, Rule], *, by: Actor, at: datetime) -> None:
    with unit_of_work():
        clocks = (
            Clock.objects.select_for_update(of=("self",))
            .select_related("case")
            .filter(id__in=moving, stopped_at__isnull=True)
            .order_by("id")
        )
        for clock in clocks:
            rule = moving[clock.id]
            if rule.of_clock(clock).due(clock.started_at, clock.ended_pauses)[1] < clock.limit_at:
                move(clock=clock, rule=rule, cause="calendar", by=by, at=at)
                refresh_next_due(case=clock.case, by=by, at=at)


def _successor(rule: Rule, successors: dict[str, Rule]) -> Rule | None:
    """The promise that took the place of this one, if only its calendar changed or a law sets it."""
    later = successors.get(rule.code)
    if later is None or later.clock != rule.clock or later.promise_id == rule.promise_id:
        return None
    same = (later.limit, later.target, later.law) == (rule.limit, rule.target, rule.law)
    return later if same or (rule.law and later.law) else None
