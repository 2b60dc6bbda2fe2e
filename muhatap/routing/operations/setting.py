"""Setting how queues give out their cases, what people can do and carry, and who looks after whom."""

from collections.abc import Iterable
from datetime import date, datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.customers.models import Customer
from muhatap.kernel.actors import Actor
from muhatap.routing.events import (
    AccountManagerNamed,
    LimitsSet,
    QueueRoutingSet,
    SkillGiven,
    SkillSet,
    SkillTaken,
    WeightsSet,
)
from muhatap.routing.models import (
    BrandWeights,
    HeldSkill,
    Limits,
    NamedContact,
    Placement,
    QueueRouting,
    Skill,
    Unplaced,
)
from muhatap.routing.rules import Strategy
from muhatap.topics.models import Queue


class WrongDays(ValueError):
    """A skill cannot end before it begins."""


def set_queue(
    *, queue: Queue, is_on: bool, strategy: Strategy, return_minutes: int | None, by: Actor, at: datetime
) -> None:
    """Say whether a queue gives out its cases by itself, how, and after how many minutes they return."""
    values = {"is_on": is_on, "strategy": strategy, "return_minutes": return_minutes or None}
    with unit_of_work():
        row, is_new = QueueRouting.objects.select_for_update().get_or_create(
            queue=queue, defaults={"brand_id": queue.brand_id, **values}
        )
        if not is_new and all(getattr(row, name) == value for name, value in values.items()):
            return
        QueueRouting.objects.filter(id=row.id).update(**values)
        if not is_on:
            Unplaced.objects.filter(case__queue=queue).delete()
            Placement.objects.filter(case__queue=queue, ended_at__isnull=True).update(ended_at=at)
        record(QueueRoutingSet(brand=queue.brand_id, queue=queue.id, **values), by=by, at=at)


def set_weights(*, brand: Brand, weights: dict[str, int], by: Actor, at: datetime) -> None:
    """Say how many points a case of each channel takes."""
    with unit_of_work():
        row, _ = BrandWeights.objects.select_for_update().get_or_create(brand=brand)
        if row.weights == weights:
            return
        BrandWeights.objects.filter(id=row.id).update(weights=weights)
        record(WeightsSet(brand=brand.id, weights=weights), by=by, at=at)


def set_skill(
    *,
    brand: Brand,
    code: str,
    names: dict[str, str],
    needed_by: tuple[Iterable[str], Iterable[str], Iterable[str]],
    by: Actor,
    at: datetime,
) -> Skill:
    """Make or change a skill; `needed_by` are the codes of topics, queues and plans whose cases need it."""
    topics, queues, plans = (sorted(set(each)) for each in needed_by)
    with unit_of_work():
        skill, _ = Skill.objects.update_or_create(
            brand=brand,
            code=code,
            defaults={"names": names, "topics": topics, "queues": queues, "plans": plans},
        )
        record(
            SkillSet(
                brand=brand.id,
                code=code,
                topics=tuple(topics),
                queues=tuple(queues),
                plans=tuple(plans),
                removed=False,
            ),
            by=by,
            at=at,
        )
    return skill


def remove_skill(*, skill: Skill, by: Actor, at: datetime) -> None:
    """Remove a skill from everybody who has it; no case needs it any more."""
    with unit_of_work():
        record(
            SkillSet(brand=skill.brand_id, code=skill.code, topics=(), queues=(), plans=(), removed=True),
            by=by,
            at=at,
        )
        skill.delete()


def give_skill(
    *, skill: Skill, staff: Staff, valid_from: date, valid_until: date | None, by: Actor, at: datetime
) -> None:
    """Note that a person has a skill between two days, both included; `WrongDays` when they are reversed."""
    if valid_until is not None and valid_until < valid_from:
        raise WrongDays(skill.code)
    with unit_of_work():
        HeldSkill.objects.update_or_create(
            skill=skill, staff=staff, defaults={"valid_from": valid_from, "valid_until": valid_until}
        )
        record(
            SkillGiven(
                brand=skill.brand_id,
                staff=staff.pk,
                skill=skill.code,
                valid_from=valid_from.isoformat(),
                valid_until=valid_until.isoformat() if valid_until else "",
            ),
            by=by,
            at=at,
        )


def take_skill(*, skill: Skill, staff: Staff, by: Actor, at: datetime) -> None:
    """Note that a person no longer has a skill."""
    with unit_of_work():
        if HeldSkill.objects.filter(skill=skill, staff=staff).delete()[0]:
            record(SkillTaken(brand=skill.brand_id, staff=staff.pk, skill=skill.code), by=by, at=at)


def set_limits(
    *,
    staff: Staff,
    brand: Brand,
    points: int,
    channels: dict[str, int],
    languages: Iterable[str],
    by: Actor,
    at: datetime,
) -> None:
    """Say what a person carries at once, in all brands together, and in which languages she answers."""
    values = {"points": points, "channels": channels, "languages": sorted(set(languages))}
    with unit_of_work():
        row, is_new = Limits.objects.select_for_update().get_or_create(staff=staff, defaults=values)
        if not is_new and all(getattr(row, name) == value for name, value in values.items()):
            return
        Limits.objects.filter(id=row.id).update(**values)
        record(
            LimitsSet(
                brand=brand.id,
                staff=staff.pk,
                points=points,
                channels=channels,
                languages=tuple(values["languages"]),
            ),
            by=by,
            at=at,
        )


def name_account_manager(*, customer: Customer, staff: Staff | None, by: Actor, at: datetime) -> None:
    """Say who looks after a customer, or with None that nobody does."""
    with unit_of_work():
        known = NamedContact.objects.select_for_update().filter(customer=customer).first()
        if (known.staff_id if known else None) == (staff.pk if staff else None):
            return
        if staff is None:
            NamedContact.objects.filter(customer=customer).delete()
        else:
            NamedContact.objects.update_or_create(customer=customer, defaults={"staff": staff})
        fact = AccountManagerNamed(
            brand=customer.brand_id, customer=customer.id, staff=staff.pk if staff else None
        )
        record(fact, by=by, at=at)
