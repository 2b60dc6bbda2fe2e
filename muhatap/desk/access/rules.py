"""The page of sign-in rules: each role of each brand, and the people with their factors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.accounts.models import AccessRule, Staff
from muhatap.accounts.operations import NewRule
from muhatap.accounts.queries import access_rules_of, factors_of, scope_of, staff_in
from muhatap.accounts.roles import Permission, Role
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposals_waiting
from muhatap.brands.models import Brand
from muhatap.desk.access.asked import NO_ROLE, ROLE
from muhatap.desk.queries import brands_with
from muhatap.dossiers.wording import role_words
from muhatap.kernel.networks import is_within

TAKING_OFF = "factors_off"
PROOFS = {
    "in_person": gettext_lazy("She stands before me and I know her"),
    "document": gettext_lazy("I saw her identity card"),
    "video": gettext_lazy("I saw her in a video call and asked what only she knows"),
}


@dataclass(frozen=True, slots=True)
class RoleLine:
    """The rule of a role in a brand, or what holds without one."""

    role: Role
    words: str
    rule: AccessRule | None


@dataclass(frozen=True, slots=True)
class Section:
    """A brand with its rules, its people and what waits for a second person."""

    brand: Brand
    lines: Sequence[RoleLine]
    people: Sequence[tuple[Staff, bool, bool]]
    waiting: Sequence[tuple[Proposal, str, str]]
    roles_waiting: Sequence[tuple[Proposal, str, str]]
    may_set: bool


def sections_of(staff: Staff, at: datetime) -> list[Section]:
    """The brands whose sign-in she sets, or watches as a second person."""
    scope, found = scope_of(staff), []
    for brand in _brands(staff):
        rules = {rule.role: rule for rule in access_rules_of([brand.id])}
        people = staff_in([brand.id])
        factors = factors_of(each.pk for each in people)
        names = {str(each.pk): each.name for each in people}
        found.append(
            Section(
                brand=brand,
                lines=[RoleLine(role, role_words(role), rules.get(role)) for role in Role],
                people=[
                    (each, bool(factors.get(each.pk)), "webauthn" in factors.get(each.pk, ()))
                    for each in people
                ],
                waiting=[
                    (each, names.get(each.subject, ""), str(PROOFS.get(each.content, each.content)))
                    for each in proposals_waiting(brand, TAKING_OFF, at)
                ],
                roles_waiting=[
                    (each, names.get(each.subject, ""), granted_words(each.content))
                    for each in proposals_waiting(brand, ROLE, at)
                ],
                may_set=scope.may(Permission.MANAGE_ACCESS, brand.id),
            )
        )
    return found


def granted_words(role: str) -> str:
    """The role that somebody is to get, or that she is to have none."""
    return _("no role") if role == NO_ROLE else role_words(role)


def new_rule(given: Mapping[str, str]) -> NewRule:
    """The rule that a form asks for; numbers that are none ask for nothing."""
    return NewRule(
        needs_passkey=given.get("factor") == "passkey",
        grace_days=_number(given, "grace_days", 365),
        idle_minutes=_number(given, "idle_minutes", 1440),
        longest_hours=_number(given, "longest_hours", 12),
        networks=tuple(given.get("networks", "").replace(",", " ").split())[:50],
    )


def fault_of(staff: Staff, brand: Brand, role: str, rule: NewRule, address: str) -> str:
    """Why a rule cannot be set, in words: it would keep out her who sets it."""
    if rule.networks and scope_of(staff).roles.get(brand.id) == role:
        try:
            if not is_within(address, rule.networks):
                return _("Your own address is outside of these networks, so the rule would keep you out.")
        except ValueError:
            return ""
    return ""


def _brands(staff: Staff) -> list[Brand]:
    both = (Permission.MANAGE_ACCESS, Permission.SECOND_ACCESS)
    found = {brand.id: brand for right in both for brand in brands_with(staff, right)}
    return list(found.values())


def _number(given: Mapping[str, str], name: str, most: int) -> int:
    written = given.get(name, "")
    return min(int(written), most) if written.isascii() and written.isdecimal() and len(written) < 6 else 0
