"""A later due time: asked for with a reason, agreed to by a second person, told to the customer."""

import json
from datetime import datetime

from muhatap.approvals import operations as approvals
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from muhatap.letters.rendering import render_letter, template_mark
from muhatap.promises.events import LaterLimitAsked, LaterLimitDecided
from muhatap.promises.later import SORT, Question, later_choices, question_in
from muhatap.promises.models import Clock
from muhatap.promises.operations.moving import move
from muhatap.promises.operations.next_due import refresh_next_due


class NotOffered(Exception):
    """The charter has no later time for this clock, or somebody has asked already."""


class ReasonMissing(Exception):
    """The customer must be told why, so a later time needs a reason."""


class PromiseEnded(Exception):
    """The promise was kept or missed meanwhile; its time can no longer move."""


def ask_later(*, case: Case, clock: Clock, promise_id: int, reason: str, by: Actor, at: datetime) -> Question:
    """Ask that a clock goes on under a promise with a later limit; nothing moves before another agrees."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(clock.id)
    with unit_of_work() as unit:
        wanted = (clock.id, promise_id)
        choices = {(each.clock.id, each.rule.promise_id): each for each in later_choices(case, at)}
        choice = choices.get(wanted)
        if choice is None or choice.is_asked:
            raise NotOffered(clock.id)
        content = {"promise": str(promise_id), "limit_at": choice.limit_at.isoformat(), "reason": reason}
        # The reason may speak of the customer: it stands in the case's stream, where it can be erased.
        proposal = approvals.propose(
            brand=case.brand,
            sort=SORT,
            subject=str(clock.id),
            content=json.dumps(content, ensure_ascii=False),
            reason=case.number,
            by=by,
            at=at,
        )
        unit.flush()
        record(
            LaterLimitAsked(
                brand=case.brand_id,
                case=case.id,
                question=proposal.id,
                clock=clock.id,
                promise=choice.rule.code,
                limit_at=choice.limit_at,
                previous_limit_at=clock.limit_at,
                reason=reason,
            ),
            by=by,
            at=at,
        )
    return question_in(proposal)


def agree_later(*, case: Case, question: Question, by: Actor, at: datetime) -> None:
    """Agree as the second person; the clock moves and the customer reads the reason and the new time.

    `approvals.SamePerson` for who asked, `DecidedAlready`, `ProposalExpired` and `PromiseEnded`.
    """
    with unit_of_work():
        approvals.approve(proposal=question.proposal, by=by, at=at)
        clock = Clock.objects.select_for_update().get(id=question.clock_id)
        if clock.stopped_at is not None:
            raise PromiseEnded(clock.id)
        previous_limit_at = clock.limit_at
        _decided(case, question, is_approved=True, by=by, at=at)
        move(clock=clock, rule=question.rule, cause="approved", by=by, at=at)
        refresh_next_due(case=case, by=by, at=at)
        if question.rule.is_public:
            _tell_customer(case, question, clock.limit_at, previous_limit_at, by=by, at=at)


def keep_time(*, case: Case, question: Question, by: Actor, at: datetime) -> None:
    """Do not agree; or, for who asked, take the question back. Nothing moves."""
    with unit_of_work():
        approvals.refuse(proposal=question.proposal, reason="", by=by, at=at)
        _decided(case, question, is_approved=False, by=by, at=at)


def _decided(case: Case, question: Question, *, is_approved: bool, by: Actor, at: datetime) -> None:
    record(
        LaterLimitDecided(
            brand=case.brand_id,
            case=case.id,
            question=question.proposal.id,
            clock=question.clock_id,
            promise=question.rule.code,
            is_approved=is_approved,
            limit_at=question.limit_at,
            asked_by=question.proposal.proposed_by_id,
        ),
        by=by,
        at=at,
    )


def _tell_customer(
    case: Case,
    question: Question,
    limit_at: datetime,
    previous_limit_at: datetime,
    *,
    by: Actor,
    at: datetime,
) -> None:
    letter = render_letter(
        "later_limit",
        case=case,
        slots={
            "promise": case.brand.in_language(question.rule.names, case.language),
            "limit_at": limit_at,
            "previous_limit_at": previous_limit_at,
            "reason": question.reason,
        },
        language=case.language,
    )
    external_id = f"later:{question.proposal.id}"
    cases.post_message(
        case=case,
        new=cases.NewMessage(
            author=Author.AUTOMATIC,
            channel=case.channel,
            text=letter,
            external_id=external_id,
            template=template_mark("later_limit"),
        ),
        by=by,
        at=at,
    )
