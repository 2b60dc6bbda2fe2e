"""What a case is about has changed: due times move earlier by themselves, and never later."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.promises.events import ClockMoved
from muhatap.promises.lifecycle import Happening, started_by
from muhatap.promises.models import Clock
from muhatap.promises.operations.next_due import refresh_next_due
from muhatap.promises.operations.starting import start_clocks
from muhatap.promises.rules import Rule, rule_with_id, rules_for_case
from muhatap.promises.timing import settle


def follow_facts(*, case: Case, cause: str, by: Actor, at: datetime) -> list[Clock]:
    """Let each running clock follow the promise that now applies, if that is not later; begin new ones.

    The promises are those of the day on which the case was received. A limit of law counts from then,
    a promise that applies only now counts from now.
    """
    with unit_of_work() as unit:
        unit.flush()
        runs = list(
            Clock.objects.select_for_update(of=("self",))
            .filter(case=case)
            .select_related("promise")
            .order_by("id")
        )
        wanted = rules_for_case(case, _complexity(runs))
        moved = []
        for clock in runs:
            rule = wanted.get(clock.name)
            if clock.stopped_at is None and rule is not None and _is_not_later(clock, rule):
                move(clock=clock, rule=rule, cause=cause, by=by, at=at)
                moved.append(clock)
        ran = {clock.name for clock in runs}
        for name in sorted(started_by(Happening.OPENED) & wanted.keys() - ran):
            started_at = case.received_at if wanted[name].law else at
            start_clocks(case=case, names=(name,), rules=wanted, started_at=started_at, by=by, at=at)
        if moved:
            refresh_next_due(case=case, by=by, at=at)
    return moved


def move(*, clock: Clock, rule: Rule, cause: str, by: Actor, at: datetime) -> None:
    """Put a running clock under another promise, from the same start and with the same pauses."""
    previous, previous_limit_at = rule_with_id(clock.promise_id).code, clock.limit_at
    clock.promise_id = rule.promise_id
    settle(clock, rule)
    clock.save(update_fields=["promise", "target_at", "limit_at", "next_step_at"])
    record(
        ClockMoved(
            brand=clock.brand_id,
            case=clock.case_id,
            clock=clock.id,
            promise=rule.code,
            previous_promise=previous,
            target_at=clock.target_at,
            limit_at=clock.limit_at,
            previous_limit_at=previous_limit_at,
            cause=cause,
        ),
        by=by,
        at=at,
    )


def _complexity(runs: list[Clock]) -> str:
    """A case that two people found complex stays so."""
    running = (rule_with_id(clock.promise_id) for clock in runs if clock.stopped_at is None)
    return "complex" if any("complex" in rule.when.get("complexity", ()) for rule in running) else ""


def _is_not_later(clock: Clock, rule: Rule) -> bool:
    if rule.promise_id == clock.promise_id:
        return False
    return rule.of_clock(clock).due(clock.started_at, clock.ended_pauses)[1] <= clock.limit_at
