"""Reads about staff: what a person may see and do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import F, QuerySet

from muhatap.accounts.models import (
    AccessRule,
    ApiToken,
    BrokenGlass,
    DirectoryGroup,
    DirectoryPerson,
    EnrolmentCode,
    Membership,
    Staff,
    Visit,
)
from muhatap.accounts.roles import GRANTS, SEES_ALL_QUEUES, Permission, Role
from muhatap.brands.models import Brand
from muhatap.kernel.kept_reads import KeptRead

_KNOWN_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a member of staff may see: brands as a whole, and queues of her teams in the other brands."""

    staff_id: int
    roles: dict[int, Role]
    whole_brand_ids: frozenset[int]
    team_ids: frozenset[int]
    # The charter that each of her brands runs now: what hangs on a charter is kept by its number.
    charter_numbers: Mapping[int, int] = field(default_factory=dict)
    # The rules that say how people of her roles come to the desk.
    rule_ids: tuple[int, ...] = ()

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
        known = _scope(staff.pk)
        staff._scope = known  # type: ignore[attr-defined]
    return known


# By hand: it is asked at every page, and one statement of the ORM costs more to build than this to run.
_RIGHTS = """
SELECT m.brand_id, m.role, b.charter_number, 0, COALESCE(r.id, 0) FROM accounts_membership m
JOIN brands_brand b ON b.id = m.brand_id
LEFT JOIN accounts_accessrule r ON r.brand_id = m.brand_id AND r.role = m.role WHERE m.staff_id = %s
UNION ALL SELECT 0, '', 0, t.team_id, 0 FROM accounts_team_members t WHERE t.staff_id = %s
"""


def _scope(staff_id: int) -> Scope:
    with connection.cursor() as cursor:
        cursor.execute(_RIGHTS, [staff_id, staff_id])
        rows = cursor.fetchall()
    roles = {brand_id: Role(role) for brand_id, role, _, _, _ in rows if role}
    return Scope(
        staff_id=staff_id,
        roles=roles,
        whole_brand_ids=frozenset(b for b, role in roles.items() if role in SEES_ALL_QUEUES),
        team_ids=frozenset(team_id for _, role, _, team_id, _ in rows if not role),
        charter_numbers={brand_id: number for brand_id, role, number, _, _ in rows if role},
        rule_ids=tuple(rule_id for *_, rule_id in rows if rule_id),
    )


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


def staff_id_of_address(email: str) -> int | None:
    """Who signs in by this address, if anybody does."""
    return Staff.objects.filter(email__iexact=email).values_list("id", flat=True).first()


def staff_addresses() -> list[str]:
    """The addresses by which people sign in."""
    return list(Staff.objects.values_list("email", flat=True))


def staff_with_address(email: str) -> Staff | None:
    """The member of staff who signs in by this address."""
    return Staff.objects.filter(email__iexact=email.strip()).first()


def all_staff() -> list[Staff]:
    """Everybody with an account, by name."""
    return list(Staff.objects.prefetch_related("memberships__brand").order_by("name", "id"))


def has_only_demo_staff() -> bool:
    """Whether this is a demo: every active account is a demo account of demo brands."""
    active = Staff.objects.filter(is_active=True)
    real_brand = Membership.objects.filter(staff__is_active=True, brand__is_demo=False)
    return (
        active.filter(is_demo=True).exists()
        and not active.filter(is_demo=False).exists()
        and not real_brand.exists()
    )


def answering_in(brand_id: int) -> list[tuple[int, str]]:
    """Id and name of the active staff who may own a case of the brand, by name."""
    return _ANSWERING(brand_id)


def colleagues_in(brand_id: int) -> list[Staff]:
    """The active staff who may own a case of the brand, by name."""
    return list(_answering(brand_id))


def _answering(brand_id: int) -> QuerySet[Staff]:
    may_answer = [role for role, granted in GRANTS.items() if Permission.ANSWER_CASES in granted]
    return Staff.objects.filter(
        memberships__brand_id=brand_id, memberships__role__in=may_answer, is_active=True
    ).order_by("name", "id")


_ANSWERING = KeptRead(lambda brand_id: _answering(brand_id).values_list("id", "name"))


def names_of(staff_ids: Iterable[int]) -> dict[int, str]:
    """The names of these members of staff, by id."""
    return dict(Staff.objects.filter(id__in=set(staff_ids)).values_list("id", "name"))


def open_visits_of(staff: Staff, since: datetime) -> list[Visit]:
    """Her sessions that were used after a moment and have not ended, the last used first."""
    rows = Visit.objects.filter(staff=staff, ended_at__isnull=True, seen_at__gt=since)
    return list(rows.order_by("-seen_at", "-id"))


def is_new_place(staff: Staff, device: str, network: str, at: datetime) -> bool:
    """Whether she signed in before, but never in the last 90 days by this device and network."""
    visits = Visit.objects.filter(staff=staff)
    if visits.filter(device=device, network=network, seen_at__gt=at - _KNOWN_FOR).exists():
        return False
    return visits.exists()


def brands_named(codes: Iterable[str]) -> dict[str, Brand]:
    """The brands with these codes."""
    return {brand.code: brand for brand in Brand.objects.filter(code__in=list(codes))}


def directory_people(brand: Brand, asked: tuple[str, str] | None) -> list[DirectoryPerson]:
    """The people whom a brand's directory keeps, narrowed by an attribute and its value."""
    rows = DirectoryPerson.objects.filter(brand=brand).select_related("staff", "brand")
    return list(_narrowed(rows, asked, {"userName": "staff__email__iexact"}).order_by("id"))


def directory_groups(brand: Brand, asked: tuple[str, str] | None) -> list[DirectoryGroup]:
    """The groups that a brand's directory keeps."""
    rows = DirectoryGroup.objects.filter(brand=brand).select_related("brand")
    return list(_narrowed(rows, asked, {"displayName": "name"}).order_by("id"))


def directory_person(brand: Brand, person_id: int) -> DirectoryPerson | None:
    """The person with this id, if this brand's directory keeps her."""
    return next(iter(directory_people(brand, ("id", str(person_id)))), None)


def directory_group(brand: Brand, group_id: int) -> DirectoryGroup | None:
    """The group with this id, if this brand's directory keeps it."""
    return next(iter(directory_groups(brand, ("id", str(group_id)))), None)


def _narrowed(rows: QuerySet, asked: tuple[str, str] | None, columns: Mapping[str, str]) -> QuerySet:
    if asked is None:
        return rows
    name, value = asked
    if name == "id":
        is_number = value.isascii() and value.isdecimal() and len(value) < 20 and int(value) < 1 << 63
        return rows.filter(id=int(value)) if is_number else rows.none()
    return rows.filter(**{columns.get(name, "external_id"): value.replace("\0", "")})


def needs_enrolment_code(staff: Staff) -> bool:
    """Whether her factors were taken off and no new one was set up since."""
    return EnrolmentCode.objects.filter(staff=staff).exists()


def access_rules_of(brand_ids: Iterable[int]) -> list[AccessRule]:
    """The rules of access of these brands."""
    return list(AccessRule.objects.filter(brand_id__in=list(brand_ids)).select_related("brand", "set_by"))


def factors_of(staff_ids: Iterable[int]) -> dict[int, set[str]]:
    """Which second factors these people have, by id; recovery codes are none by themselves."""
    found: dict[int, set[str]] = {}
    rows = Authenticator.objects.filter(user_id__in=list(staff_ids)).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    for staff_id, sort in rows.values_list("user_id", "type"):
        found.setdefault(staff_id, set()).add(sort)
    return found


def open_glass(staff: Staff, number: str, at: datetime) -> BrokenGlass | None:
    """The emergency opening by which she reads the case with this number now."""
    rows = BrokenGlass.objects.filter(staff=staff, number=number, begun_at__lte=at, ends_at__gt=at)
    return rows.order_by("-ends_at").first()


def glasses_of(brand_ids: Iterable[int], at_most: int = 100) -> list[BrokenGlass]:
    """The emergency openings in these brands: those that wait to be judged first, then the newest."""
    rows = BrokenGlass.objects.filter(brand_id__in=list(brand_ids)).select_related(
        "staff", "reviewed_by", "brand"
    )
    return list(rows.order_by(F("reviewed_at").asc(nulls_first=True), "-begun_at", "-id")[:at_most])


def glass_in(brand_ids: Iterable[int], glass_id: int) -> BrokenGlass | None:
    """The emergency opening with this id, if it is in one of these brands."""
    return BrokenGlass.objects.filter(brand_id__in=list(brand_ids), id=glass_id).first()


def staff_in(brand_ids: Iterable[int]) -> list[Staff]:
    """Everybody with a role in one of these brands, by name."""
    rows = Staff.objects.filter(memberships__brand_id__in=list(brand_ids)).distinct()
    return list(rows.order_by("name", "id"))


def tokens_of(brand_id: int | None) -> list[ApiToken]:
    """The tokens of a brand, or all, oldest first."""
    tokens = ApiToken.objects.select_related("brand", "made_by").order_by("created_at", "id")
    return list(tokens if brand_id is None else tokens.filter(brand_id=brand_id))


def brand_named(code: str | None) -> Brand | None:
    """The brand with this code; without a code, the brand of an installation that has just one."""
    if code:
        return Brand.objects.filter(code=code.lower()).first()
    found = list(Brand.objects.order_by("created_at")[:2])
    return found[0] if len(found) == 1 else None
