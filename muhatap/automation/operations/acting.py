"""Doing what was planned on a case: every action is an operation that people have too."""

from dataclasses import dataclass, replace
from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.automation.actions import Do, Plan, Refusal, Step
from muhatap.automation.filling import filled
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.people import Person
from muhatap.cases.statuses import Author, ClosedReason, ParticipantRole, Status
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.promises.reached_people import people_of
from muhatap.topics.models import Queue, Topic

_NOTE_CHANNEL = "desk"


@dataclass(frozen=True, slots=True)
class Doer:
    """Who lets actions be done: a rule's firing or a person's macro; `key` tells one time from another."""

    name: str
    key: str
    reason: str
    staff: Staff | None = None


def perform(*, case: Case, plan: Plan, doer: Doer, by: Actor, at: datetime) -> tuple[Step, ...]:
    """Do the steps of a plan in order; what turns out not to be possible is refused and the rest goes on."""
    with unit_of_work():
        return tuple(
            _do(case, step, doer, f"{doer.key}:{place}", by, at) if step.is_done else step
            for place, step in enumerate(plan.steps)
        )


def _do(case: Case, step: Step, doer: Doer, key: str, by: Actor, at: datetime) -> Step:
    match step.action.do:
        case Do.PRIORITY:
            priority = int(step.new)
            cases.change_priority(case=case, priority=priority, reason=doer.reason, by=by, at=at)
        case Do.QUEUE:
            queue = Queue.objects.get(id=int(step.new))
            cases.move_to_queue(case=case, queue=queue, reason=doer.reason, by=by, at=at)
        case Do.OWNER:
            owner = Staff.objects.get(id=int(step.new)) if step.new else None
            cases.assign(case=case, owner=owner, by=by, at=at)
        case Do.TOPIC:
            topic = Topic.objects.get(brand_id=case.brand_id, code=step.new, retired_at__isnull=True)
            cases.correct_topic(case=case, topic=topic, by=by, at=at)
        case Do.TAG:
            cases.change_tags(case=case, add=[step.action.value], reason=doer.reason, by=by, at=at)
        case Do.UNTAG:
            cases.change_tags(case=case, remove=[step.action.value], reason=doer.reason, by=by, at=at)
        case Do.STATUS:
            return _change_status(case, step, by, at)
        case Do.PARTICIPANT:
            person = Person(step.action.value)
            cases.name_participant(case=case, person=person, role=ParticipantRole.COPIED, by=by, at=at)
        case Do.NOTE | Do.LETTER:
            return _write(case, step, doer, key, by, at)
        case Do.TELL:
            _tell(case, step, doer, key, by, at)
    return step


def _change_status(case: Case, step: Step, by: Actor, at: datetime) -> Step:
    status, _sep, reason = step.action.value.partition(":")
    closed = ClosedReason(reason) if reason else None
    try:
        cases.change_status(case=case, status=Status(status), closed=closed, by=by, at=at)
    except cases.CannotMove:
        return replace(step, refusal=Refusal.CANNOT_MOVE)
    return step


def _write(case: Case, step: Step, doer: Doer, key: str, by: Actor, at: datetime) -> Step:
    is_letter = step.action.do is Do.LETTER
    words = filled(step.action, case, doer.staff, at)
    if is_letter and words.missing:
        # A letter with a hole in it is worse than none.
        return replace(step, refusal=Refusal.LACKS_VALUE)
    cases.post_message(
        case=case,
        new=cases.NewMessage(
            author=Author.AUTOMATIC if is_letter else Author.NOTE,
            channel=case.channel if is_letter else _NOTE_CHANNEL,
            text=words.text,
            external_id=key,
        ),
        by=by,
        at=at,
    )
    return step


def _tell(case: Case, step: Step, doer: Doer, key: str, by: Actor, at: datetime) -> None:
    notifications.tell(
        staff_ids=people_of(case, step.action.value, at),
        kind="rule_told",
        brand_id=case.brand_id,
        case_id=case.id,
        params={
            "number": case.number,
            "subject": case.subject,
            "rule": doer.name,
            "text": filled(step.action, case, doer.staff, at).text[:300],
        },
        once_key=key,
        by=by,
        at=at,
    )
