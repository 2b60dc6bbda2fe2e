"""Opening a case in an emergency that one's queues do not show: with a reason, for a while, judged later."""

from datetime import datetime, timedelta

from muhatap.accounts.events import GlassBroken, GlassReviewed
from muhatap.accounts.models import BrokenGlass, Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor

SHORTEST_REASON = 10
LONGEST = timedelta(hours=1)


class NeedsReason(ValueError):
    """A case is opened in an emergency only with a reason that another person can judge."""


class ReviewedAlready(ValueError):
    """Another person judged it already."""


class OwnGlass(ValueError):
    """Nobody judges what she did herself."""


def break_glass(
    *,
    brand: Brand,
    staff: Staff,
    case: tuple[int, str],
    reason: str,
    lasting: timedelta,
    by: Actor,
    at: datetime,
) -> BrokenGlass:
    """Let a person read the case (its id and number) for a while, an hour at most."""
    case_id, number = case
    said = " ".join(reason.split())
    if len(said) < SHORTEST_REASON:
        raise NeedsReason
    with unit_of_work() as unit:
        glass = BrokenGlass(
            brand=brand,
            staff=staff,
            case_id=case_id,
            number=number,
            reason=said[:500],
            begun_at=at,
            ends_at=at + min(lasting, LONGEST),
        )
        unit.add(glass)
        record(
            GlassBroken(
                brand=brand.id,
                glass=glass.id,
                case=case_id,
                staff=staff.pk,
                reason=glass.reason,
                until=glass.ends_at,
            ),
            by=by,
            at=at,
        )
    return glass


def review_glass(
    *, glass: BrokenGlass, reviewer: Staff, was_right: bool, note: str, by: Actor, at: datetime
) -> None:
    """Judge an emergency opening; never one's own, and once. It ends with the judgement that it was wrong."""
    if glass.staff_id == reviewer.pk:
        raise OwnGlass
    with unit_of_work():
        held = BrokenGlass.objects.select_for_update().get(pk=glass.pk)
        if held.reviewed_at is not None:
            raise ReviewedAlready
        held.reviewed_by, held.reviewed_at, held.was_right = reviewer, at, was_right
        held.note = " ".join(note.split())[:500]
        if not was_right:
            held.ends_at = min(held.ends_at, at)
        held.save(update_fields=["reviewed_by", "reviewed_at", "was_right", "note", "ends_at"])
        record(
            GlassReviewed(
                brand=held.brand_id,
                glass=held.id,
                case=held.case_id,
                staff=held.staff_id,
                was_right=was_right,
                note=held.note,
            ),
            by=by,
            at=at,
        )
