"""Rules that wait for a moment: each moment of each case is looked at once, however long nobody looked."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from muhatap.audit.models import Event
from muhatap.audit.recording import unit_of_work
from muhatap.automation.conditions import holding
from muhatap.automation.models import Firing, Rule, RuleVersion
from muhatap.automation.operations.firing import Cause, note_failure, try_rule
from muhatap.automation.queries import case_for_rules, has_fired, rules_on, values_of
from muhatap.automation.standing import stands
from muhatap.automation.triggers import Base
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.kernel.outages import is_outage
from muhatap.promises.models import Clock

_log = logging.getLogger("muhatap.rules")
_PAGE = 200
# What was recorded for a time commits a little later than that time.
_SLACK = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that has come for a case: what it is counted from, and when it was due."""

    case_id: int
    base_at: datetime
    due_at: datetime


def sweep_moments(*, by: Actor, at: datetime) -> int:
    """Let rules act whose moment has come for a case; returns how often one did."""
    return sum(
        _sweep(rule, version, by=by, at=at) for rule, version in rules_on() if version.trigger.is_moment
    )


def _sweep(rule: Rule, version: RuleVersion, *, by: Actor, at: datetime) -> int:
    is_promise = version.trigger.base is Base.PROMISE
    fired = 0
    for page in (_before_promises if is_promise else _after_events)(rule, version, at):
        fired += sum(_take(rule, version, moment, by=by, at=at) for moment in page)
        if not is_promise:
            # After an interruption the next sweep begins here.
            _note_swept(rule, page[-1].due_at)
    _note_swept(rule, at)
    return fired


def _note_swept(rule: Rule, until: datetime) -> None:
    with unit_of_work():
        Rule.objects.filter(id=rule.id).update(swept_until=until)


def _begun(rule: Rule) -> datetime:
    return max(rule.on_at, (rule.swept_until or rule.on_at) - _SLACK)


def _after_events(rule: Rule, version: RuleVersion, at: datetime) -> Iterator[list[Moment]]:
    span, heard = timedelta(seconds=version.trigger.seconds), version.trigger.heard
    events = Event.objects.filter(
        brand_id=rule.brand_id, kind__in=heard.kinds, at__gt=_begun(rule) - span, at__lte=at - span
    ).order_by("at", "id")
    last: Event | None = None
    while True:
        rest = Q() if last is None else Q(at__gt=last.at) | Q(at=last.at, id__gt=last.id)
        page = list(events.filter(rest)[:_PAGE])
        found = [
            Moment(event.stream_id, event.at, event.at + span)
            for event in page
            if heard.hears(event.kind, values_of(event))
        ]
        if found:
            yield found
        if len(page) < _PAGE:
            return
        last = page[-1]


def _before_promises(rule: Rule, version: RuleVersion, at: datetime) -> Iterator[list[Moment]]:
    """Until its promise ends a case may come to fulfil the condition; what ended unseen is looked at late."""
    span = timedelta(seconds=version.trigger.seconds)
    done = Firing.objects.filter(rule=rule, case=OuterRef("id"), base_at=OuterRef("next_due_at"))
    running = Clock.objects.filter(
        case=OuterRef("id"), stopped_at__isnull=True, paused_at__isnull=True, limit_at=OuterRef("next_due_at")
    )
    rows = Case.objects.filter(
        ~Exists(done),
        Exists(running),
        brand_id=rule.brand_id,
        is_open=True,
        next_due_at__gt=_begun(rule),
        next_due_at__lte=at + span,
    )
    rows = holding(version.condition, rows, rule.brand, at).order_by("next_due_at", "id")
    after = Q()
    while True:
        page = list(rows.filter(after).values_list("id", "next_due_at")[:_PAGE])
        if page:
            yield [Moment(case_id, due, due - span) for case_id, due in page]
        if len(page) < _PAGE:
            return
        case_id, due = page[-1]
        after = Q(next_due_at__gt=due) | Q(next_due_at=due, id__gt=case_id)


def _take(rule: Rule, version: RuleVersion, moment: Moment, *, by: Actor, at: datetime) -> int:
    cause = Cause(
        root=f"{version.when}:{moment.due_at.isoformat()}", base_at=moment.base_at, due_at=moment.due_at
    )
    try:
        with unit_of_work():
            # Two workers may sweep at once: the second one waits here and finds the firing of the first.
            now = Rule.objects.select_for_update(of=("self",)).get(id=rule.id)
            if now.on_version != version.number or has_fired(rule, moment.case_id, cause.root):
                return 0
            case = case_for_rules(moment.case_id)
            if case is None or not stands(version.when, case, moment.base_at):
                return 0
            firing = try_rule(rule=now, version=version, case=case, cause=cause, by=by, at=at)
            return int(firing is not None)
    except Exception as error:
        if is_outage(error):
            raise
        _log.exception("rule failed: %s", rule.id)
        case = case_for_rules(moment.case_id)
        note_failure(rule=rule, version=version, case=case, cause=cause, by=by, at=at)
    return 0
