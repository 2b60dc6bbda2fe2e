"""The people to whom a member of staff can give cases, in all of her brands."""

from muhatap.accounts.models import Staff, Team
from muhatap.accounts.queries import colleagues_in, scope_of
from muhatap.accounts.roles import Permission


def colleagues_of(staff: Staff) -> list[Staff]:
    """Everybody who may own a case of a brand in which she may answer, each once, by name."""
    found: dict[int, Staff] = {}
    for brand_id in scope_of(staff).brand_ids_with(Permission.ANSWER_CASES):
        found |= {each.pk: each for each in colleagues_in(brand_id)}
    return sorted(found.values(), key=lambda each: (each.name, each.pk))


def colleague_of_brand(brand_id: int, staff_id: int) -> Staff | None:
    """The colleague with this id who may own cases of the brand."""
    return next((each for each in colleagues_in(brand_id) if each.pk == staff_id), None)


def teams_of_brand(brand_id: int) -> list[Team]:
    """The teams of a brand, by name."""
    return list(Team.objects.filter(brand_id=brand_id).order_by("name", "id"))


def team_of_brand(brand_id: int, team_id: int) -> Team | None:
    """The team of the brand with this id."""
    return Team.objects.filter(brand_id=brand_id, id=team_id).first()
