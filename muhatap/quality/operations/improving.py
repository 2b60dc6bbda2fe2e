"""Improvements: opened with a measure and its baseline, closed only with the measure after."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.notifications import operations as notifications
from muhatap.quality.events import (
    ImprovementClosed,
    ImprovementMoved,
    ImprovementOpened,
    ImprovementPublished,
)
from muhatap.quality.models import Improvement, Verdict
from muhatap.quality.people import staff_id_of


class NotAnImprovement(ValueError):
    """What is written down is no improvement; the message names the field."""


class NotMeasured(Exception):
    """It closes only with its measure read again, over days that begin after it was opened."""


class ClosedAlready(Exception):
    """The improvement is closed."""


class NotClosed(Exception):
    """The public reads only of what was done and measured."""


class NeedsAnotherPerson(Exception):
    """Whoever closed an improvement does not publish it too."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a measure said over some days, and of how many; `until` is the first day after."""

    value: Decimal | None
    size: int
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be changed, why, and how it will be judged."""

    title: str
    action: str
    owner: Staff
    measure: str
    is_better_up: bool
    target: Decimal
    check_on: date
    cause: str = ""
    problem_id: int | None = None
    channel: str = ""
    topic: str = ""
    alert_id: int | None = None


def open_improvement(
    *, brand: Brand, change: Change, baseline: Reading, by: Actor, at: datetime
) -> Improvement:
    """Write down a change with the measure as it stands; `NotAnImprovement`.

    For the same alert the same improvement comes back.
    """
    _check(change, at)
    with unit_of_work():
        Brand.objects.select_for_update().get(id=brand.id)
        if change.alert_id is not None:
            known = Improvement.objects.filter(brand=brand, alert_id=change.alert_id).first()
            if known is not None:
                return known
        last = Improvement.objects.filter(brand=brand).aggregate(last=Max("number"))["last"] or 0
        made = _made(brand, last + 1, change, baseline, by, at)
        made.save(force_insert=True)
        if change.owner.pk != by.id:
            tell_owner(improvement=made, kind="improvement_opened", once="opened", by=by, at=at)
        record(
            ImprovementOpened(
                brand=brand.id,
                improvement=made.id,
                number=made.number,
                measure=made.measure,
                owner=made.owner_id,
                baseline="" if made.baseline is None else str(made.baseline),
                target=str(made.target),
                check_on=made.check_on,
            ),
            by=by,
            at=at,
        )
    return made


def move_improvement(
    *, improvement: Improvement, owner: Staff, check_on: date, reason: str, by: Actor, at: datetime
) -> None:
    """Give it another owner or another day of its check, and say why; `NotAnImprovement`, `ClosedAlready`."""
    if not reason.strip() or check_on < at.date():
        raise NotAnImprovement("reason" if not reason.strip() else "check_on")
    with unit_of_work():
        held = _held(improvement)
        held.owner, held.check_on = owner, check_on
        held.save(update_fields=["owner", "check_on"])
        record(
            ImprovementMoved(
                brand=held.brand_id,
                improvement=held.id,
                number=held.number,
                owner=owner.pk,
                check_on=check_on,
                reason=mask(reason.strip()).text[:500],
            ),
            by=by,
            at=at,
        )


def close_improvement(
    *, improvement: Improvement, after: Reading, verdict: Verdict, result: str, by: Actor, at: datetime
) -> None:
    """Close it with its measure read again: kept, changed or rolled back. `NotMeasured`, `ClosedAlready`."""
    if verdict not in set(Verdict) or not result.strip():
        raise NotAnImprovement("result")
    with unit_of_work():
        held = _held(improvement)
        if after.value is None or not after.size or after.since < held.baseline_until:
            raise NotMeasured(held.id)
        held.after, held.after_size = after.value, after.size
        held.after_since, held.after_until = after.since, after.until
        held.verdict, held.result = verdict, mask(result.strip()).text
        held.closed_at, held.closed_by_id = at, staff_id_of(by)
        held.save()
        record(
            ImprovementClosed(
                brand=held.brand_id,
                improvement=held.id,
                number=held.number,
                measure=held.measure,
                after=str(held.after),
                size=held.after_size,
                verdict=verdict,
            ),
            by=by,
            at=at,
        )


def publish_improvement(
    *, improvement: Improvement, said: Mapping[str, str], did: Mapping[str, str], by: Actor, at: datetime
) -> None:
    """Let the public read what customers said and what was done, in all its languages.

    `NotClosed`; `NeedsAnotherPerson` for whoever closed it and for whatever is no person.
    """
    with unit_of_work():
        held = (
            Improvement.objects.select_for_update(of=("self",)).select_related("brand").get(id=improvement.id)
        )
        if held.is_open:
            raise NotClosed(held.id)
        if not held.may_be_published_by(staff_id_of(by)):
            raise NeedsAnotherPerson(held.id)
        texts = {
            name: {code: mask(each.get(code, "").strip()).text[:1000] for code in held.brand.languages}
            for name, each in (("said", said), ("did", did))
        }
        if not all(text for each in texts.values() for text in each.values()):
            raise NotAnImprovement("texts")
        held.said, held.did = texts["said"], texts["did"]
        held.published_at, held.published_by_id = at, staff_id_of(by)
        held.save(update_fields=["said", "did", "published_at", "published_by"])
        canonical = json.dumps(texts, sort_keys=True, ensure_ascii=False)
        record(_published(held, hashlib.sha256(canonical.encode()).hexdigest()), by=by, at=at)


def withdraw_publication(*, improvement: Improvement, by: Actor, at: datetime) -> None:
    """Take it from what the public reads; its words stay here."""
    with unit_of_work():
        held = Improvement.objects.select_for_update().get(id=improvement.id)
        if held.published_at is None:
            return
        held.published_at = held.published_by = None
        held.save(update_fields=["published_at", "published_by"])
        record(_published(held, ""), by=by, at=at)


def tell_owner(*, improvement: Improvement, kind: str, once: str, by: Actor, at: datetime) -> int:
    """Tell the owner of an improvement, once for each `once`."""
    return notifications.tell(
        staff_ids=[improvement.owner_id],
        kind=kind,
        brand_id=improvement.brand_id,
        case_id=None,
        params={
            "improvement": improvement.name,
            "id": str(improvement.id),
            "title": improvement.title,
            "check_on": improvement.check_on.isoformat(),
        },
        once_key=f"{kind}:{improvement.id}:{once}",
        by=by,
        at=at,
    )


def _check(change: Change, at: datetime) -> None:
    for name in ("title", "action", "measure"):
        if not getattr(change, name).strip():
            raise NotAnImprovement(name)
    if change.check_on <= at.date():
        raise NotAnImprovement("check_on")
    if not change.owner.is_active:
        raise NotAnImprovement("owner")


def _made(
    brand: Brand, number: int, change: Change, baseline: Reading, by: Actor, at: datetime
) -> Improvement:
    return Improvement(
        brand=brand,
        number=number,
        title=change.title.strip(),
        action=mask(change.action.strip()).text,
        cause=mask(change.cause.strip()).text,
        problem_id=change.problem_id,
        owner=change.owner,
        measure=change.measure,
        channel=change.channel,
        topic=change.topic,
        baseline=baseline.value,
        baseline_size=baseline.size,
        baseline_since=baseline.since,
        baseline_until=baseline.until,
        target=change.target,
        is_better_up=change.is_better_up,
        check_on=change.check_on,
        alert_id=change.alert_id,
        opened_at=at,
        opened_by_id=staff_id_of(by),
    )


def _held(improvement: Improvement) -> Improvement:
    held = Improvement.objects.select_for_update().get(id=improvement.id)
    if not held.is_open:
        raise ClosedAlready(held.id)
    return held


def _published(held: Improvement, digest: str) -> ImprovementPublished:
    return ImprovementPublished(
        brand=held.brand_id, improvement=held.id, number=held.number, text_digest=digest
    )
