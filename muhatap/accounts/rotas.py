"""Reads of who is on call and who is away."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from muhatap.accounts.models import OnCallShift, Staff, Team
from muhatap.accounts.on_call import on_call_at
from muhatap.brands.models import Brand


def staff_on_call(brand: Brand, team_id: int | None, at: datetime) -> list[int]:
    """Who is on call for the team at a moment, else for any team of the brand; nobody who is away."""
    rows = OnCallShift.objects.filter(team__brand=brand, staff__is_active=True)
    shifts = list(rows.order_by("position", "begins", "id"))
    local = at.astimezone(ZoneInfo(brand.zone))
    for_team = [shift for shift in shifts if shift.team_id == team_id]
    return present(on_call_at(for_team, local) or on_call_at(shifts, local), at)


def present(staff_ids: Iterable[int], at: datetime) -> list[int]:
    """Those of these people who are not away at a moment, in the same order."""
    wanted = list(staff_ids)
    absent = Q(away_until__gt=at) & (Q(away_from__isnull=True) | Q(away_from__lte=at))
    away = set(Staff.objects.filter(absent, id__in=wanted).values_list("id", flat=True))
    return [staff_id for staff_id in wanted if staff_id not in away]


def rota_of(team: Team) -> list[OnCallShift]:
    """The shifts of a team by day of the week, hour and order."""
    return list(
        OnCallShift.objects.filter(team=team)
        .select_related("staff")
        .order_by("weekday", "begins", "position", "id")
    )


def teams_of_brand(brand: Brand) -> list[Team]:
    """The teams of a brand, by name."""
    return list(Team.objects.filter(brand=brand).order_by("name", "id"))


def shift_of_brands(shift_id: int, brand_ids: Iterable[int]) -> OnCallShift | None:
    """The shift with this id, if one of these brands has it."""
    rows = OnCallShift.objects.filter(id=shift_id, team__brand_id__in=list(brand_ids))
    return rows.select_related("team").first()


def team_with_code(brand_id: int, code: str) -> Team | None:
    """The team of a brand with this code."""
    return Team.objects.filter(brand_id=brand_id, code=code).first()
