"""Accounts that an identity provider or a directory keeps: who somebody is, her roles, and the end of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from muhatap.accounts.events import RoleTaken, StaffLinked, StaffResumed, StaffStopped
from muhatap.accounts.group_table import Grants
from muhatap.accounts.models import ApiToken, ExternalIdentity, Membership, Staff, Team, Visit
from muhatap.accounts.operations.attending import end_visits
from muhatap.accounts.operations.staffing import create_staff, give_role
from muhatap.accounts.operations.tokens import revoke_token
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor


class NoRole(PermissionError):
    """The groups of this person give her nothing here."""


class Stopped(PermissionError):
    """The account of this person was stopped."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who somebody is at her provider; `email` only where the provider made sure of it."""

    issuer: str
    subject: str
    email: str
    name: str


def staff_at_provider(*, known: Known, grants: Grants, by: Actor, at: datetime) -> Staff:
    """The account of somebody whom the provider knows, made at first sign-in where a group gives a role."""
    with unit_of_work():
        linked = ExternalIdentity.objects.filter(issuer=known.issuer, subject=known.subject)
        found = linked.select_related("staff").first()
        staff = found.staff if found else Staff.objects.filter(email__iexact=known.email).first()
        if staff is not None and not staff.is_active:
            raise Stopped(known.subject)
        if staff is None:
            if not known.email or not grants.roles:
                raise NoRole(known.subject)
            staff = create_staff(email=known.email, name=known.name[:120], password=None, by=by, at=at)
        if found is None:
            ExternalIdentity.objects.create(
                staff=staff, issuer=known.issuer, subject=known.subject, linked_at=at
            )
            record(StaffLinked(staff=staff.pk, issuer=known.issuer), by=by, at=at)
    return staff


def follow_grants(
    *, staff: Staff, grants: Grants, brands: Mapping[str, Brand], by: Actor, at: datetime
) -> None:
    """Give her in these brands exactly the roles and teams that her groups give; other brands stay."""
    with unit_of_work():
        for code, brand in brands.items():
            role = grants.roles.get(code)
            if role is None:
                take_role(staff=staff, brand=brand, by=by, at=at)
            else:
                give_role(staff=staff, brand=brand, role=role, by=by, at=at)
            wanted = grants.teams.get(code)
            if role is None or wanted is not None:
                staff.teams.remove(
                    *Team.objects.filter(brand=brand, members=staff).exclude(code__in=wanted or ())
                )
                staff.teams.add(*Team.objects.filter(brand=brand, code__in=wanted or ()))


def take_role(*, staff: Staff, brand: Brand, by: Actor, at: datetime) -> None:
    """Take a person's role in a brand away; who had none keeps none."""
    with unit_of_work():
        held = Membership.objects.select_for_update().filter(staff=staff, brand=brand).first()
        if held is None:
            return
        held.delete()
        record(RoleTaken(brand=brand.id, staff=staff.pk, previous=held.role), by=by, at=at)


def stop_staff(*, staff: Staff, by: Actor, at: datetime) -> None:
    """Stop an account: nobody signs in by it, its sessions and the tokens it made are over."""
    if not staff.is_active:
        return
    with unit_of_work():
        staff.is_active = False
        staff.save(update_fields=["is_active"])
        open_visits = Visit.objects.filter(staff=staff, ended_at__isnull=True)
        end_visits(staff=staff, visits=list(open_visits), by=by, at=at)
        for token in ApiToken.objects.filter(made_by=staff, revoked_at__isnull=True):
            revoke_token(token=token, by=by, at=at)
        record(StaffStopped(staff=staff.pk), by=by, at=at)


def resume_staff(*, staff: Staff, by: Actor, at: datetime) -> None:
    """Let a stopped account be used again."""
    if staff.is_active:
        return
    with unit_of_work():
        staff.is_active = True
        staff.save(update_fields=["is_active"])
        record(StaffResumed(staff=staff.pk), by=by, at=at)
