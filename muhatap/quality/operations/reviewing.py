"""Doing reviews: taking one, marking it, comparing two blind ones, settling a dispute."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.notifications import operations as notifications
from muhatap.quality.events import DisputeSettled, ReviewersCompared, ReviewFinished, ReviewTaken
from muhatap.quality.models import Review, ReviewRole, ReviewState
from muhatap.quality.operations.coaching import check_goal
from muhatap.quality.people import staff_id_of
from muhatap.quality.scoring import hundredths, result_of, sheet_from


class MayNotReview(Exception):
    """She handled the case herself, looked at it in another review, or a colleague has it."""


class DoneAlready(Exception):
    """The review is finished; its marks never change."""


def take_review(*, review: Review, by: Actor, at: datetime) -> Review:
    """Take a review that waits; taken twice by one person it stays hers. `MayNotReview`, `DoneAlready`."""
    with unit_of_work():
        held = _held(review)
        if held.reviewer_id == by.id and by.id is not None:
            return held
        _check(held, by)
        held.reviewer_id = staff_id_of(by)
        held.save(update_fields=["reviewer"])
        record(ReviewTaken(brand=held.brand_id, review=held.id, reviewer=held.reviewer_id), by=by, at=at)
    return held


def give_review_back(*, review: Review, by: Actor, at: datetime) -> None:
    """Let somebody else do a review that she took."""
    with unit_of_work():
        held = _held(review)
        if held.reviewer_id != by.id:
            raise MayNotReview(held.id)
        held.reviewer_id = None
        held.save(update_fields=["reviewer"])
        record(ReviewTaken(brand=held.brand_id, review=held.id, reviewer=None), by=by, at=at)


def finish_review(
    *, review: Review, marks: Mapping[str, str], errors: Iterable[str], comment: str, by: Actor, at: datetime
) -> Review:
    """Note the marks of every criterion and what critical errors were made; `MarksMissing`, `MayNotReview`.

    A critical error needs words of the reviewer: `MarksMissing` names it where there are none.
    """
    with unit_of_work():
        held = _held(review)
        _check(held, by)
        sheet = sheet_from(held.scorecard.sheet)
        known = {each.code for each in sheet.criteria}
        made = [each.code for each in sheet.criticals if each.code in set(errors)]
        result = result_of(sheet, marks, made)
        held.reviewer_id = staff_id_of(by)
        held.marks = {code: mark for code, mark in marks.items() if code in known}
        held.errors, held.comment = made, mask(comment.strip()).text
        held.score, held.base = hundredths(result.score), hundredths(result.base)
        held.has_passed, held.state, held.done_at = result.has_passed, ReviewState.DONE, at
        held.save()
        if held.role == ReviewRole.DISPUTE:
            _settle(held, by=by, at=at)
        else:
            _compare(held, by=by, at=at)
        if held.role == ReviewRole.FIRST:
            check_goal(review=held, by=by, at=at)
        record(
            ReviewFinished(
                brand=held.brand_id,
                review=held.id,
                role=held.role,
                agent=held.agent_id,
                channel=held.channel,
                topic=held.topic,
                score=held.score,
                base=held.base,
                errors=len(made),
                has_passed=held.has_passed,
            ),
            by=by,
            at=at,
        )
    return held


def _held(review: Review) -> Review:
    rows = Review.objects.select_for_update(of=("self",)).select_related(
        "scorecard", "about", "case", "agent"
    )
    held = rows.get(id=review.id)
    if held.state != ReviewState.WAITING:
        raise DoneAlready(held.id)
    return held


def _check(held: Review, by: Actor) -> None:
    others = Review.objects.filter(sample_id=held.sample_id, case_id=held.case_id).exclude(id=held.id)
    looked = set(others.filter(reviewer__isnull=False).values_list("reviewer_id", flat=True))
    if by.id is None or by.id == held.agent_id or by.id in looked:
        raise MayNotReview(held.id)
    if held.reviewer_id not in {None, by.id}:
        raise MayNotReview(held.id)


def _compare(done: Review, *, by: Actor, at: datetime) -> None:
    first = done if done.role == ReviewRole.FIRST else done.about
    pair = Review.objects.filter(about=first, role=ReviewRole.BLIND).exclude(state=ReviewState.WAITING)
    second = done if done.role == ReviewRole.BLIND else pair.first()
    if first is None or second is None or ReviewState.WAITING in {first.state, second.state}:
        return
    record(
        ReviewersCompared(
            brand=done.brand_id,
            review=first.id,
            second=second.id,
            agent=first.agent_id,
            channel=first.channel,
            topic=first.topic,
            first_passed=bool(first.has_passed),
            second_passed=bool(second.has_passed),
        ),
        by=by,
        at=at,
    )


def _settle(done: Review, *, by: Actor, at: datetime) -> None:
    first = Review.objects.select_for_update().get(id=done.about_id)
    first.state, first.settled_score, first.settled_at = ReviewState.SETTLED, done.score, at
    first.save(update_fields=["state", "settled_score", "settled_at"])
    notifications.tell(
        staff_ids=[first.agent_id],
        kind="quality_settled",
        brand_id=first.brand_id,
        case_id=None,
        params={"review": str(first.id), "case": done.case.number},
        once_key=f"quality-settled:{first.id}",
        by=by,
        at=at,
    )
    record(
        DisputeSettled(
            brand=first.brand_id,
            review=first.id,
            agent=first.agent_id,
            score=done.score or 0,
            previous=first.score or 0,
        ),
        by=by,
        at=at,
    )
