"""Reads about staff: what a person may see and do."""

from dataclasses import dataclass

from muhatap.accounts.models import Membership, Staff, Team
from muhatap.accounts.roles import GRANTS, SEES_ALL_QUEUES, Permission, Role


@dataclass(frozen=True, slots=True)
class Scope:
    """What a member of staff may see: brands as a whole, and queues of her teams in the other brands."""

    staff_id: int
    roles: dict[int, Role]
    whole_brand_ids: frozenset[int]
    team_ids: frozenset[int]

    def may(self, permission: Permission, brand_id: int) -> bool:
        """Whether her role in this brand grants the permission."""
        role = self.roles.get(brand_id)
        return role is not None and permission in GRANTS[role]

    def may_anywhere(self, permission: Permission) -> bool:
        """Whether any of her roles grants the permission."""
        return any(permission in GRANTS[role] for role in self.roles.values())

    def brand_ids_with(self, permission: Permission) -> list[int]:
        """The brands in which her role grants the permission."""
        return [brand_id for brand_id, role in self.roles.items() if permission in GRANTS[role]]


def scope_of(staff: Staff) -> Scope:
    """The scope of a member of staff, read once for each request and kept on her object."""
    known: Scope | None = getattr(staff, "_scope", None)
    if known is None:
        roles = {
            brand_id: Role(role)
            for brand_id, role in Membership.objects.filter(staff=staff).values_list("brand_id", "role")
        }
        known = Scope(
            staff_id=staff.pk,
            roles=roles,
            whole_brand_ids=frozenset(b for b, role in roles.items() if role in SEES_ALL_QUEUES),
            team_ids=frozenset(Team.objects.filter(members=staff).values_list("id", flat=True)),
        )
        staff._scope = known  # type: ignore[attr-defined]
    return known


def staff_of_team(team_id: int) -> list[Staff]:
    """The active members of a team."""
    return list(Staff.objects.filter(teams=team_id, is_active=True).order_by("id"))


def staff_with_role(brand_id: int, *roles: Role) -> list[Staff]:
    """The active staff who have one of these roles in the brand."""
    return list(
        Staff.objects.filter(
            memberships__brand_id=brand_id, memberships__role__in=roles, is_active=True
        ).order_by("id")
    )
