"""Telling people of what they must know about access, whatever notices they chose."""

from datetime import datetime

from muhatap.accounts.models import BrokenGlass, Membership, Staff
from muhatap.accounts.queries import staff_with_role
from muhatap.accounts.roles import Role
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications


def tell_of_glass(*, glass_id: int, key: str, by: Actor, at: datetime) -> None:
    """Tell supervisors and compliance of an emergency opening, but not her who opened."""
    glass = BrokenGlass.objects.select_related("staff").get(id=glass_id)
    watching = staff_with_role(glass.brand_id, Role.SUPERVISOR, Role.COMPLIANCE)
    notifications.tell(
        staff_ids=[each.pk for each in watching if each.pk != glass.staff_id],
        kind="glass_broken",
        brand_id=glass.brand_id,
        case_id=glass.case_id,
        params={"number": glass.number, "name": glass.staff.name, "reason": glass.reason[:200]},
        once_key=key,
        by=by,
        at=at,
    )


def tell_of_judgement(*, glass_id: int, key: str, by: Actor, at: datetime) -> None:
    """Tell her who opened a case that another person judged it."""
    glass = BrokenGlass.objects.get(id=glass_id)
    notifications.tell(
        staff_ids=[glass.staff_id],
        kind="glass_judged",
        brand_id=glass.brand_id,
        case_id=None,
        params={"number": glass.number},
        once_key=key,
        by=by,
        at=at,
    )


def tell_of_device(*, staff_id: int, device: str, network: str, key: str, by: Actor, at: datetime) -> None:
    """Tell a person of a sign-in by a new device, in the first of her brands."""
    membership = Membership.objects.filter(staff_id=staff_id).order_by("id").first()
    if membership is None:
        return
    notifications.tell(
        staff_ids=[staff_id],
        kind="device_seen",
        brand_id=membership.brand_id,
        case_id=None,
        params={"device": device, "network": network},
        once_key=key,
        by=by,
        at=at,
    )


def tell_of_asking(*, staff_id: int, brand_id: int, asked_by: int, key: str, by: Actor, at: datetime) -> None:
    """Tell a person that her factors are to be taken off, and those who may agree but not who asked."""
    name = Staff.objects.get(pk=staff_id).name
    deciding = staff_with_role(brand_id, Role.COMPLIANCE, Role.ADMIN)
    notifications.tell(
        staff_ids=sorted({staff_id, *(each.pk for each in deciding)} - {asked_by}),
        kind="factors_asked",
        brand_id=brand_id,
        case_id=None,
        params={"name": name},
        once_key=key,
        by=by,
        at=at,
    )


def tell_of_factors(*, staff_id: int, brand_id: int, key: str, by: Actor, at: datetime) -> None:
    """Tell a person, compliance and the administrators that her second factors were taken off."""
    name = Staff.objects.get(pk=staff_id).name
    watching = staff_with_role(brand_id, Role.COMPLIANCE, Role.ADMIN)
    notifications.tell(
        staff_ids=sorted({staff_id, *(each.pk for each in watching)}),
        kind="factors_taken_off",
        brand_id=brand_id,
        case_id=None,
        params={"name": name},
        once_key=key,
        by=by,
        at=at,
    )
