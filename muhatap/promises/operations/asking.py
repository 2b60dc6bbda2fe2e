"""A later due time: asked for with a reason, agreed to by a second person, told to the customer."""

from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from muhatap.letters.rendering import render_letter
from muhatap.promises.events import LaterLimitAsked, LaterLimitDecided
from muhatap.promises.later import later_choices
from muhatap.promises.models import Clock, LaterLimit
from muhatap.promises.operations.moving import move
from muhatap.promises.operations.next_due import refresh_next_due
from muhatap.promises.rules import rule_with_id


class NotOffered(Exception):
    """The charter has no later time for this clock, or somebody has asked already."""


class ReasonMissing(Exception):
    """The customer must be told why, so a later time needs a reason."""


class SamePerson(Exception):
    """Nobody agrees to a later time that she asked for herself."""


class AlreadyDecided(Exception):
    """Somebody agreed or did not agree before, or the promise has ended."""


def ask_later(
    *, case: Case, clock: Clock, promise_id: int, reason: str, by: Actor, staff: Staff, at: datetime
) -> LaterLimit:
    """Ask that a clock goes on under a promise with a later limit; nothing moves before another agrees."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(clock.id)
    with unit_of_work():
        choice = next(
            (
                each
                for each in later_choices(case)
                if each.clock.id == clock.id and each.rule.promise_id == promise_id
            ),
            None,
        )
        if choice is None or choice.pending is not None:
            raise NotOffered(clock.id)
        question = LaterLimit.objects.create(
            brand_id=case.brand_id,
            case=case,
            clock=clock,
            promise_id=promise_id,
            limit_at=choice.limit_at,
            reason=reason,
            asked_by=staff,
            asked_at=at,
        )
        record(
            LaterLimitAsked(
                brand=case.brand_id,
                case=case.id,
                question=question.id,
                clock=clock.id,
                promise=choice.rule.code,
                limit_at=choice.limit_at,
                previous_limit_at=clock.limit_at,
                reason=reason,
            ),
            by=by,
            at=at,
        )
    return question


def decide_later(*, question: LaterLimit, is_approved: bool, by: Actor, staff: Staff, at: datetime) -> None:
    """Agree to a later time or not; `SamePerson` for who asked.

    The customer reads the reason and the new time.
    """
    with unit_of_work() as unit:
        unit.flush()
        question = (
            LaterLimit.objects.select_for_update(of=("self",))
            .select_related("clock", "case__brand", "case__customer", "case__topic", "promise")
            .get(id=question.id)
        )
        if question.asked_by_id == staff.pk:
            raise SamePerson(staff.pk)
        clock = question.clock
        if question.is_approved is not None or clock.stopped_at is not None:
            raise AlreadyDecided(question.id)
        question.is_approved, question.decided_by, question.decided_at = is_approved, staff, at
        question.save(update_fields=["is_approved", "decided_by", "decided_at"])
        record(
            LaterLimitDecided(
                brand=question.brand_id,
                case=question.case_id,
                question=question.id,
                clock=clock.id,
                promise=question.promise.code,
                is_approved=is_approved,
                limit_at=question.limit_at,
                asked_by=question.asked_by_id,
            ),
            by=by,
            at=at,
        )
        if is_approved:
            previous_limit_at = clock.limit_at
            move(clock=clock, rule=rule_with_id(question.promise_id), cause="approved", by=by, at=at)
            refresh_next_due(case=question.case, by=by, at=at)
            if question.promise.is_public:
                _tell_customer(question, clock, previous_limit_at, by=by, at=at)


def _tell_customer(
    question: LaterLimit, clock: Clock, previous_limit_at: datetime, *, by: Actor, at: datetime
) -> None:
    case = question.case
    letter = render_letter(
        "later_limit",
        case=case,
        slots={
            "promise": case.brand.in_language(question.promise.names, case.language),
            "limit_at": clock.limit_at,
            "previous_limit_at": previous_limit_at,
            "reason": question.reason,
        },
        language=case.language,
    )
    cases.post_message(
        case=case,
        new=cases.NewMessage(
            author=Author.AUTOMATIC,
            channel=case.channel,
            text=letter,
            external_id=f"later:{question.id}",
        ),
        by=by,
        at=at,
    )
