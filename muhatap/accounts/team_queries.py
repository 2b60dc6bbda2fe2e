"""Reads about teams."""

from muhatap.accounts.models import Team


def teams_of(brand_id: int) -> list[Team]:
    """The teams of a brand, by code."""
    return list(Team.objects.filter(brand_id=brand_id).order_by("code"))


def team_with_code(brand_id: int, code: str) -> Team | None:
    """The team of a brand with this code."""
    return Team.objects.filter(brand_id=brand_id, code=code).first()
