"""What is overdue: told once a week to whoever can do something about it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.quality import queries
from muhatap.quality.models import Improvement, Review, ReviewState
from muhatap.quality.operations.improving import tell_owner
from muhatap.quality.people import improvers_of, quality_terms, reviewers_of

_EXPIRES_SOON = timedelta(days=30)


def tell_overdue(*, brand: Brand, by: Actor, at: datetime) -> int:
    """Tell of overdue reviews, answers, coaching, training and improvements; returns how many were told.

    The key of each notice holds the week, so that what stays undone is told again and never daily.
    """
    today = at.astimezone(ZoneInfo(brand.zone)).date()
    week = today - timedelta(days=today.weekday())
    return (
        _reviews(brand, today, week, by, at)
        + _agents(brand, today, week, by, at)
        + _training(brand, today, week, by, at)
        + _improvements(brand, today, week, by, at)
    )


def _reviews(brand: Brand, today: date, week: date, by: Actor, at: datetime) -> int:
    late = Review.objects.filter(brand=brand, state=ReviewState.WAITING, due_on__lt=today)
    count = late.count()
    reviewers = [each.pk for each in reviewers_of(brand.id)] if count else []
    told = _tell(brand, reviewers, "quality_late", {"count": count}, f"{week}", by, at)
    patience = at - timedelta(days=quality_terms(brand).answer_within_days)
    unanswered = Review.objects.filter(brand=brand, state=ReviewState.SHARED, shared_at__lt=patience)
    for review in unanswered.select_related("case"):
        said = {"review": str(review.id), "case": review.case.number}
        told += _tell(brand, [review.agent_id], "quality_unanswered", said, f"{review.id}:{week}", by, at)
    return told


def _agents(brand: Brand, today: date, week: date, by: Actor, at: datetime) -> int:
    due = queries.agents_due(brand, today)
    names = ", ".join(each.staff.name for each in due if each.is_review_due or each.is_coaching_due)
    if not names:
        return 0
    reviewers = [each.pk for each in reviewers_of(brand.id)]
    return _tell(brand, reviewers, "quality_cadence", {"names": names[:300]}, f"{week}", by, at)


def _training(brand: Brand, today: date, week: date, by: Actor, at: datetime) -> int:
    told = 0
    for gap in queries.training_gaps(brand, today):
        said = {"course": gap.course.name, "name": gap.staff.name}
        once = f"{gap.course.id}:{week}"
        told += _tell(brand, [gap.staff.pk], "training_missing", said, once, by, at)
    for held in queries.certificates_expiring(brand, today, today + _EXPIRES_SOON):
        said = {"course": held.course.name, "expires_on": held.expires_on.isoformat()}
        told += _tell(brand, [held.staff_id], "training_expires", said, f"{held.id}", by, at)
    return told


def _improvements(brand: Brand, today: date, week: date, by: Actor, at: datetime) -> int:
    told = 0
    late = Improvement.objects.filter(brand=brand, closed_at__isnull=True, check_on__lte=today)
    for improvement in late:
        told += tell_owner(improvement=improvement, kind="improvement_late", once=f"{week}", by=by, at=at)
        if today - improvement.check_on >= timedelta(days=7):
            said = {"improvement": improvement.name, "id": str(improvement.id), "title": improvement.title}
            others = [each.pk for each in improvers_of(brand.id) if each.pk != improvement.owner_id]
            told += _tell(brand, others, "improvement_late", said, f"{improvement.id}:all:{week}", by, at)
    return told


def _tell(
    brand: Brand,
    staff_ids: Iterable[int],
    kind: str,
    params: dict[str, Any],
    once: str,
    by: Actor,
    at: datetime,
) -> int:
    return notifications.tell(
        staff_ids=staff_ids,
        kind=kind,
        brand_id=brand.id,
        case_id=None,
        params=params,
        once_key=f"{kind}:{brand.id}:{once}",
        by=by,
        at=at,
    )
