"""Giving people an account, a second factor and a role."""

from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from muhatap.accounts.events import FactorChanged, RoleGiven, StaffCreated
from muhatap.accounts.models import Membership, Staff, Team
from muhatap.accounts.roles import Role
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor


class AddressTaken(ValueError):
    """Somebody signs in by this address already."""


def create_staff(
    *,
    email: str,
    name: str,
    password: str | None,
    by: Actor,
    at: datetime,
    language: str = "tr",
    is_demo: bool = False,
) -> Staff:
    """Make an account, a demo one with its second factor; `AddressTaken` when the address is known."""
    address = email.strip().lower()
    if Staff.objects.filter(email__iexact=address).exists():
        raise AddressTaken(address)
    with unit_of_work():
        member = Staff(email=address, name=name, language=language, is_demo=is_demo, date_joined=at)
        member.set_password(password)
        member.save(force_insert=True)
        record(StaffCreated(staff=member.pk, is_demo=is_demo), by=by, at=at)
        if is_demo:
            enrol_totp(staff=member, secret=generate_totp_secret(), by=by, at=at)
    return member


def enrol_totp(*, staff: Staff, secret: str, by: Actor, at: datetime) -> None:
    """Give a member of staff this base32 secret as her second factor, in place of an earlier one."""
    with unit_of_work():
        Authenticator.objects.filter(user=staff, type=Authenticator.Type.TOTP).delete()
        TOTP.activate(staff, secret)
        record(FactorChanged(staff=staff.pk, factor="totp", change="added"), by=by, at=at)


def give_role(*, staff: Staff, brand: Brand, role: Role, by: Actor, at: datetime) -> Membership:
    """Give a member of staff her one role in a brand, in place of an earlier one."""
    with unit_of_work():
        known = Membership.objects.select_for_update().filter(staff=staff, brand=brand).first()
        previous = known.role if known else ""
        membership = known or Membership(staff=staff, brand=brand)
        membership.role = role
        if known is None:
            membership.save(force_insert=True)
        elif previous != role:
            membership.save(update_fields=["role"])
        if previous != role:
            record(RoleGiven(brand=brand.id, staff=staff.pk, role=role, previous=previous), by=by, at=at)
    return membership


def join_teams(*, staff: Staff, brand: Brand, codes: Iterable[str], by: Actor, at: datetime) -> list[str]:
    """Add a member of staff to teams of a brand; returns the codes that the brand has no team for."""
    wanted = list(codes)
    with unit_of_work():
        teams = list(Team.objects.filter(brand=brand, code__in=wanted))
        staff.teams.add(*teams)
    known = {team.code for team in teams}
    return [code for code in wanted if code not in known]
