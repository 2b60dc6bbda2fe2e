"""Looking at a payment more closely, without telling anybody why (tipping off is an offence in itself)."""

from datetime import datetime, timedelta

from django.conf import settings

from muhatap.accounts.queries import staff_with_role
from muhatap.accounts.roles import Role
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.evidence.events import ReviewBegun, ReviewEnded
from muhatap.evidence.models import AdditionalReview
from muhatap.evidence.reviews import PURPOSE
from muhatap.evidence.wording import TOLD
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import seal
from muhatap.notifications import operations as notifications

# How often those who may read its reason are reminded that a customer still waits.
_REMIND_EVERY = timedelta(days=3)


class NotAReview(ValueError):
    """A review has a reason, and tells the customer one of the approved texts."""


class ReviewedAlready(Exception):
    """The case is in review."""


class SameHand(Exception):
    """Who began a review does not end it."""


def begin_review(*, case: Case, reason: str, told: str, by: Actor, at: datetime) -> AdditionalReview:
    """Begin a review; the reason is sealed and stands in no record, the customer reads the approved text."""
    if not reason.strip() or told not in TOLD:
        raise NotAReview(told)
    with unit_of_work():
        if AdditionalReview.objects.filter(case=case, ended_at__isnull=True).exists():
            raise ReviewedAlready(case.id)
        review = AdditionalReview(case=case, told=told, began_by_id=by.id, began_at=at)
        review.sealed_reason = seal(
            settings.MUHATAP_KEYRING, PURPOSE, reason.strip().encode(), context=str(review.id).encode()
        )
        review.save(force_insert=True)
        record(ReviewBegun(brand=case.brand_id, case=case.id, review=review.id, told=told), by=by, at=at)
    return review


def end_review(*, review: AdditionalReview, by: Actor, at: datetime) -> AdditionalReview:
    """End a review as another person than who began it."""
    with unit_of_work():
        held = (
            AdditionalReview.objects.select_for_update(of=("self",)).select_related("case").get(id=review.id)
        )
        if held.ended_at is not None:
            return held
        if held.began_by_id == by.id:
            raise SameHand(held.id)
        held.ended_by_id, held.ended_at = by.id, at
        held.save(update_fields=["ended_by", "ended_at"])
        record(
            ReviewEnded(
                brand=held.case.brand_id, case=held.case_id, review=held.id, began_by=held.began_by_id
            ),
            by=by,
            at=at,
        )
    return held


def remind_of_reviews(*, by: Actor, at: datetime) -> int:
    """Tell compliance every three days of each review that still runs; returns how many were told now."""
    waiting = AdditionalReview.objects.filter(ended_at__isnull=True, began_at__lte=at - _REMIND_EVERY)
    told = 0
    for review in waiting.select_related("case").order_by("began_at", "id"):
        case = review.case
        told += notifications.tell(
            staff_ids=[each.pk for each in staff_with_role(case.brand_id, Role.COMPLIANCE)],
            kind="review_waits",
            brand_id=case.brand_id,
            case_id=case.id,
            params={"number": case.number, "subject": case.subject},
            once_key=f"review:{review.id}:{(at - review.began_at) // _REMIND_EVERY}",
            by=by,
            at=at,
        )
    return told
