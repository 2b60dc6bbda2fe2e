"""Following what happened: every published event is shown once to the rules that hear its kind.

The rules read behind the relay and not among its listeners, so that a rule may cause what another rule hears
while the graph of reactions stays without a cycle.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from muhatap.audit.models import Event
from muhatap.audit.recording import unit_of_work
from muhatap.automation.models import Reached, Rule, RuleVersion
from muhatap.automation.operations.firing import LABEL, Cause, note_failure, try_rule
from muhatap.automation.operations.switching import FOLLOWER
from muhatap.automation.queries import (
    DONE,
    case_for_rules,
    firing_with,
    published_after,
    rules_on,
    values_of,
)
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.kernel.outages import is_outage

_log = logging.getLogger("muhatap.rules")
_BATCH = 500
Acting = Sequence[tuple[Rule, RuleVersion]]


class _Failed(Exception):
    """A rule failed while it acted; its cause is the error."""

    def __init__(self, rule: Rule, version: RuleVersion, case_id: int, cause: Cause) -> None:
        super().__init__(rule.name)
        self.rule, self.version, self.case_id, self.why = rule, version, case_id, cause


def follow_events(*, by: Actor, at: datetime, limit: int = _BATCH) -> int:
    """Show the next published events to the rules; returns how many were looked at, 0 when all were."""
    acting = [(rule, version) for rule, version in rules_on() if not version.trigger.is_moment]
    if not acting:
        return 0
    reached, _ = Reached.objects.get_or_create(name=FOLLOWER)
    kinds = {kind for _, version in acting for kind in version.trigger.heard.kinds}
    events, last = published_after(reached.seq, kinds, limit)
    if last == reached.seq:
        return 0
    for seq, event in events:
        if heard := _hearing(acting, event):
            _follow(seq, event, heard, by=by, at=at)
    with unit_of_work():
        Reached.objects.filter(name=FOLLOWER, seq__lt=last).update(seq=last)
    return last - reached.seq


def _hearing(acting: Acting, event: Event) -> Acting:
    values = values_of(event)
    return [
        (rule, version)
        for rule, version in acting
        if rule.brand_id == event.brand_id
        and rule.on_at is not None
        and rule.on_at <= event.at
        and version.trigger.heard.hears(event.kind, values)
    ]


def _follow(seq: int, event: Event, hearing: Acting, *, by: Actor, at: datetime) -> None:
    for _ in range(len(hearing) + 1):
        try:
            _show(seq, event, hearing, by=by, at=at)
        except _Failed as failed:
            if is_outage(failed.__cause__):
                raise
            _log.exception("rule failed: %s", failed.rule.id)
            case = case_for_rules(failed.case_id)
            note_failure(rule=failed.rule, version=failed.version, case=case, cause=failed.why, by=by, at=at)
        else:
            return


def _show(seq: int, event: Event, hearing: Acting, *, by: Actor, at: datetime) -> None:
    with unit_of_work():
        # Locked until all of it is done: no other worker shows this event again, and a crash undoes all.
        reached = Reached.objects.select_for_update().get(name=FOLLOWER)
        if reached.seq >= seq:
            return
        reached.seq = seq
        reached.save(update_fields=["seq"])
        case = case_for_rules(event.stream_id)
        if case is None:
            return
        cause = _cause_of(event)
        for rule, version in hearing:
            if _acts_and_stops(rule, version, case.id, cause, by=by, at=at):
                return


def _acts_and_stops(
    rule: Rule, version: RuleVersion, case_id: int, cause: Cause, *, by: Actor, at: datetime
) -> bool:
    rule.refresh_from_db(fields=["on_version"])
    if rule.on_version != version.number:
        return False
    case = case_for_rules(case_id)
    try:
        firing = try_rule(rule=rule, version=version, case=case, cause=cause, by=by, at=at)
    except Exception as error:
        raise _Failed(rule, version, case_id, cause) from error
    return firing is not None and firing.outcome == DONE and version.stops


def _cause_of(event: Event) -> Cause:
    parent = None
    if event.actor_kind == ActorKind.SYSTEM and event.actor_label == LABEL and event.actor_id:
        parent = firing_with(event.actor_id)
    if parent is None:
        return Cause(root=f"event:{event.id}", event_id=event.id)
    return Cause(root=parent.root, event_id=event.id, depth=parent.depth + 1)
