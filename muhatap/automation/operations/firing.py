"""One rule, one case, one cause: whether it acts, what it does, and the proof of both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from muhatap.audit.recording import record, unit_of_work
from muhatap.automation.actions import Do, Plan, Refusal, Step, plan
from muhatap.automation.conditions import holding
from muhatap.automation.events import RuleApplied, RulesAtOdds
from muhatap.automation.grounds import ground_at, state_of
from muhatap.automation.loops import (
    LETTERS_PER_CASE_AND_DAY,
    LETTERS_PER_RULE_AND_DAY,
    Bar,
    Change,
    bar,
    undone_by,
)
from muhatap.automation.models import Firing, Rule, RuleVersion
from muhatap.automation.operations.acting import Doer, perform
from muhatap.automation.operations.switching import switch_off
from muhatap.automation.queries import (
    DONE,
    changes_in_hour,
    fired_in_hour,
    has_fired,
    letters_in_day,
)
from muhatap.cases.models import Case
from muhatap.cases.statuses import ClosedReason
from muhatap.channels.adapters.email.budgets import traffic_of
from muhatap.channels.caretakers import caretakers_of
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.notifications import operations as notifications

LABEL = "rule"
NOTHING = "nothing"
_LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a rule is asked: the event or moment, the root of its chain, and how long the chain is."""

    root: str
    event_id: int | None = None
    depth: int = 0
    base_at: datetime | None = None
    due_at: datetime | None = None


def _actor_of(firing_id: int) -> Actor:
    """Who acts when a rule does: what it causes names the firing, and so its whole chain."""
    return Actor(ActorKind.SYSTEM, firing_id, LABEL)


def try_rule(
    *, rule: Rule, version: RuleVersion, case: Case, cause: Cause, by: Actor, at: datetime
) -> Firing | None:
    """Let a rule act on a case if its condition holds and nothing bars it; the firing, or None."""
    if case.closed_reason == ClosedReason.MERGED or not _holds(version, case, at):
        return None
    planned = _within_budgets(_plan(version, case, at), rule, case, at)
    if not planned.changes_anything and not any(step.refusal for step in planned.steps):
        return _keep(rule, version, case, cause, NOTHING, at) if cause.due_at else None
    other = undone_by(_changes(rule, planned), changes_in_hour(case.id, at))
    if other is not None:
        _part(rule, Rule.objects.get(id=other), case, by=by, at=at)
        return None
    barred = bar(
        has_fired=has_fired(rule, case.id, cause.root),
        depth=cause.depth,
        fired_in_hour=fired_in_hour(case.id, at),
    )
    if barred is Bar.FIRED:
        return None
    if barred is not None:
        _tell_trouble(rule, case, barred, by=by, at=at)
        return _keep(rule, version, case, cause, barred, at)
    return _fire(rule, version, case, cause, planned, at)


def note_failure(
    *, rule: Rule, version: RuleVersion, case: Case, cause: Cause, by: Actor, at: datetime
) -> None:
    """Remember that a rule failed on a case, so that it is not tried again for this cause, and tell staff."""
    with unit_of_work():
        if not has_fired(rule, case.id, cause.root):
            _keep(rule, version, case, cause, "failed", at)
            _tell_trouble(rule, case, "failed", by=by, at=at)


def _holds(version: RuleVersion, case: Case, at: datetime) -> bool:
    return holding(version.condition, Case.objects.filter(id=case.id), case.brand, at).exists()


def _plan(version: RuleVersion, case: Case, at: datetime) -> Plan:
    return plan(version.does, state_of(case), ground_at(case.brand_id, at), by_rule=True)


def _within_budgets(planned: Plan, rule: Rule, case: Case, at: datetime) -> Plan:
    """The plan with those letters refused that would be one too many."""
    if not any(step.action.do is Do.LETTER and step.is_done for step in planned.steps):
        return planned
    sent = letters_in_day(case.id, at)
    spent = sent.get(rule.id, 0) >= LETTERS_PER_RULE_AND_DAY or sum(sent.values()) >= LETTERS_PER_CASE_AND_DAY
    loops = bool(case.customer_email) and traffic_of(case.brand_id, case.customer_email, at).is_loop
    refusal = Refusal.LETTERS_SPENT if spent else Refusal.MAIL_LOOP if loops else ""
    if not refusal:
        return planned
    steps = tuple(
        replace(step, refusal=refusal) if step.action.do in {Do.LETTER, Do.STATUS} else step
        for step in planned.steps
    )
    # Without the letter the customer would not know why her case stands still.
    return replace(planned, steps=steps)


def _changes(rule: Rule, planned: Plan) -> list[Change]:
    return [
        Change(rule.id, step.field, step.old, step.new)
        for step in planned.steps
        if step.field and step.is_done
    ]


def _fire(rule: Rule, version: RuleVersion, case: Case, cause: Cause, planned: Plan, at: datetime) -> Firing:
    with unit_of_work():
        firing = _keep(rule, version, case, cause, DONE, at)
        by = _actor_of(firing.id)
        doer = Doer(version.name, f"rule:{firing.id}", LABEL)
        done = perform(case=case, plan=planned, doer=doer, by=by, at=at)
        firing.steps = [step.plain() for step in done]
        firing.letters = sum(step.action.do is Do.LETTER and step.is_done for step in done)
        firing.save(update_fields=["steps", "letters"])
        _record(firing, version, cause, done, by=by, at=at)
    return firing


def _record(
    firing: Firing, version: RuleVersion, cause: Cause, done: Sequence[Step], *, by: Actor, at: datetime
) -> None:
    record(
        RuleApplied(
            brand=firing.case.brand_id,
            case=firing.case_id,
            rule=firing.rule_id,
            version=version.number,
            name=version.name,
            firing=firing.id,
            because=version.when,
            hours=version.hours,
            cause=cause.event_id,
            root=cause.root,
            depth=cause.depth,
            steps=tuple(step.plain() for step in done),
            is_late_detected=cause.due_at is not None and at - cause.due_at > _LATE,
        ),
        by=by,
        at=at,
    )


def _keep(rule: Rule, version: RuleVersion, case: Case, cause: Cause, outcome: str, at: datetime) -> Firing:
    return Firing.objects.create(
        rule=rule,
        version=version,
        case=case,
        root=cause.root,
        cause_event_id=cause.event_id,
        base_at=cause.base_at,
        depth=cause.depth,
        at=at,
        outcome=outcome,
    )


def _part(rule: Rule, other: Rule, case: Case, *, by: Actor, at: datetime) -> None:
    """Stop two rules that undo one another, and tell those who look after rules and the case."""
    with unit_of_work():
        people = {*caretakers_of(case), rule.on_by_id, other.on_by_id} - {None}
        for each, rival in ((rule, other), (other, rule)):
            switch_off(rule=each, reason=f"at_odds:{rival.name}", by=by, at=at)
        notifications.tell(
            staff_ids=people,
            kind="rules_at_odds",
            brand_id=case.brand_id,
            case_id=case.id,
            params={"number": case.number, "subject": case.subject, "rules": [rule.name, other.name]},
            once_key=f"odds:{rule.id}:{other.id}:{at.isoformat()}",
            by=by,
            at=at,
        )
        record(
            RulesAtOdds(
                brand=case.brand_id,
                case=case.id,
                rule=rule.id,
                name=rule.name,
                other=other.id,
                other_name=other.name,
            ),
            by=by,
            at=at,
        )


def _tell_trouble(rule: Rule, case: Case, why: str, *, by: Actor, at: datetime) -> None:
    hour = at.replace(minute=0, second=0, microsecond=0).isoformat()
    notifications.tell(
        staff_ids={*caretakers_of(case), rule.on_by_id} - {None},
        kind="rule_barred",
        brand_id=case.brand_id,
        case_id=case.id,
        params={"number": case.number, "subject": case.subject, "rule": rule.name, "why": str(why)},
        once_key=f"barred:{why}:{case.id}:{rule.id}:{hour}",
        by=by,
        at=at,
    )
