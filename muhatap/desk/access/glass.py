"""Cases that somebody opened in an emergency although her queues do not show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from muhatap.accounts.models import BrokenGlass, Staff
from muhatap.accounts.queries import glasses_of, open_glass, scope_of
from muhatap.accounts.roles import Permission
from muhatap.audit.models import Viewing
from muhatap.cases.models import Case
from muhatap.cases.numbers import parse_number
from muhatap.cases.queries import case_of_brand
from muhatap.kernel.actors import ActorKind

MINUTES = (15, 30, 60)


@dataclass(frozen=True, slots=True)
class Opening:
    """An emergency opening with what she looked at in its time."""

    glass: BrokenGlass
    looks: int
    is_open: bool
    may_judge: bool


def case_behind_glass(staff: Staff, number: str, at: datetime) -> tuple[Case, BrokenGlass] | None:
    """The case with this number, if she opened it in an emergency and its time is not over."""
    known = parse_number(number)
    glass = open_glass(staff, known, at) if known else None
    if glass is None or not scope_of(staff).may(Permission.BREAK_GLASS, glass.brand_id):
        return None
    case = case_of_brand(glass.brand_id, glass.number)
    return (case, glass) if case is not None else None


def case_to_open(staff: Staff, number: str) -> Case | None:
    """The case of her brands that she may open in an emergency; the same answer for what is not there."""
    known = parse_number(number)
    if known is None:
        return None
    found = (case_of_brand(brand_id, known) for brand_id in _brand_ids(staff))
    return next((case for case in found if case is not None), None)


def openings_for(staff: Staff, at: datetime) -> Sequence[Opening]:
    """The openings that she may judge, those that wait first."""
    rows = glasses_of(scope_of(staff).brand_ids_with(Permission.REVIEW_GLASS))
    return [
        Opening(
            each,
            Viewing.objects.filter(
                stream_id=each.case_id, actor_kind=ActorKind.STAFF, actor_id=each.staff_id, door="glass"
            ).count(),
            each.ends_at > at,
            each.reviewed_at is None and each.staff_id != staff.pk,
        )
        for each in rows
    ]


def own_openings(staff: Staff, at: datetime) -> list[BrokenGlass]:
    """Her own openings that are not over."""
    return [each for each in glasses_of(_brand_ids(staff)) if each.staff_id == staff.pk and each.ends_at > at]


def _brand_ids(staff: Staff) -> list[int]:
    return scope_of(staff).brand_ids_with(Permission.BREAK_GLASS)
