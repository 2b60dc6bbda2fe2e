"""What a complaint is about: points and remedy sought, split out by staff, confirmed by the customer."""

from collections.abc import Sequence
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.complaints.events import PointsConfirmed, PointsSplit
from muhatap.complaints.holding import hold
from muhatap.complaints.models import Complaint, Point
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask

MOST_POINTS = 20


class PointsSettled(Exception):
    """A point that was found upon or decided can no longer be worded anew."""


class NoPoints(Exception):
    """A complaint has at least one point, and no more than twenty."""


def split_points(
    *, complaint: Complaint, points: Sequence[str], remedy_sought: str, by: Actor, at: datetime
) -> None:
    """Write the points raised and the remedy sought; a point that stays as it is keeps its finding.

    What changed has to be confirmed by the customer again. Numbers of identity and cards are masked.
    """
    texts = [mask(text.strip()).text for text in points if text.strip()]
    if not texts or len(texts) > MOST_POINTS:
        raise NoPoints(len(texts))
    with unit_of_work() as unit:
        hold(complaint)
        standing = list(complaint.points.filter(retired_at__isnull=True).order_by("number"))
        kept = {point.text: point for point in standing}
        gone = [point for point in standing if point.text not in texts]
        if any(point.finding for point in gone):
            raise PointsSettled([point.number for point in gone if point.finding])
        for point in gone:
            point.retired_at = at
            point.save(update_fields=["retired_at"])
        _number(complaint, texts, kept)
        complaint.remedy_sought = mask(remedy_sought.strip()).text
        complaint.points_confirmed_at = None
        complaint.save(update_fields=["remedy_sought", "points_confirmed_at"])
        unit.flush()
        record(
            PointsSplit(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                count=len(texts),
                points=tuple(texts),
                remedy_sought=complaint.remedy_sought,
            ),
            by=by,
            at=at,
        )


def confirm_points(*, complaint: Complaint, by: Actor, at: datetime) -> None:
    """Note that the customer confirms her points and what she seeks; said twice it is said once."""
    with unit_of_work():
        hold(complaint)
        count = complaint.points.filter(retired_at__isnull=True).count()
        if complaint.points_confirmed_at is not None or not count:
            return
        complaint.points_confirmed_at = at
        complaint.save(update_fields=["points_confirmed_at"])
        record(
            PointsConfirmed(
                brand=complaint.brand_id, case=complaint.case_id, complaint=complaint.id, count=count
            ),
            by=by,
            at=at,
        )


def _number(complaint: Complaint, texts: Sequence[str], kept: dict[str, Point]) -> None:
    # Numbers are unique among standing points: those that stay step aside before all are counted anew.
    for place, point in enumerate(kept.values()):
        if point.retired_at is None:
            point.number = 1000 + place
            point.save(update_fields=["number"])
    for number, text in enumerate(dict.fromkeys(texts), start=1):
        point = kept.get(text)
        if point is None:
            Point.objects.create(complaint=complaint, number=number, text=text)
        else:
            point.number = number
            point.save(update_fields=["number"])
