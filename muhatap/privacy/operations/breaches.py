"""Keeping the register of breaches: suspected, known since a moment, described, ended."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import Max

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.privacy.breach_events import (
    AwarenessConfirmed,
    BreachClosed,
    BreachDescribed,
    BreachKnown,
    BreachSuspected,
)
from muhatap.privacy.breach_keeping import BreachIsOver as BreachIsOver
from muhatap.privacy.breach_keeping import digest_of, keep_step, open_breach, still_lacking
from muhatap.privacy.models import Breach, BreachState

HARMED = ("confidentiality", "integrity", "availability")
CATEGORIES = (
    "identity", "contact", "location", "account", "finance", "transactions", "correspondence", "documents",
    "credentials", "marketing", "health", "biometric", "beliefs", "convictions", "other_special",
)  # fmt: skip


class BreachLacks(ValueError):
    """Something is missing before a step may be taken; `field` says what."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class MovesLater(Exception):
    """Awareness, once said, may only turn out to be earlier."""


class SamePerson(Exception):
    """Awareness is confirmed by another person than who said it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is known of a breach; numbers may be estimates until they are final."""

    title: str
    what: str = ""
    found_how: str = ""
    began_at: datetime | None = None
    ended_at: datetime | None = None
    harmed: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    people_groups: str = ""
    people_count: int | None = None
    records_count: int | None = None
    counts_are_final: bool = False
    consequences: str = ""
    measures: str = ""
    advice: str = ""
    contact: str = ""
    countries: tuple[str, ...] = ()
    likelihood: int = 0
    severity: int = 0


def suspect_breach(
    *,
    brand: Brand,
    title: str,
    found_at: datetime,
    by: Actor,
    at: datetime,
    found_how: str = "",
    case: Case | None = None,
    is_exercise: bool = False,
) -> Breach:
    """Write down a suspicion at once; one case suspects once. `BreachLacks` without a title."""
    if not title.strip() or found_at > at:
        raise BreachLacks("found_at" if title.strip() else "title")
    with unit_of_work():
        # The brand's row makes those who write at once wait for each other's number.
        Brand.objects.select_for_update().get(id=brand.id)
        known = Breach.objects.filter(case=case).first() if case is not None else None
        if known is not None:
            return known
        last = Breach.objects.filter(brand=brand).aggregate(last=Max("number"))["last"] or 0
        row = Breach.objects.create(
            brand=brand,
            number=last + 1,
            title=title.strip(),
            found_at=found_at,
            found_how=found_how.strip(),
            case=case,
            is_exercise=is_exercise,
            countries=list(section_of(brand, "jurisdictions") or {}),
            opened_by_id=by.id if by.kind is ActorKind.STAFF else None,
            opened_at=at,
        )
        keep_step(row, "suspected", row.title, by=by, at=at)
        record(
            BreachSuspected(
                brand=brand.id,
                breach=row.id,
                number=row.number,
                found_at=found_at,
                is_exercise=is_exercise,
            ),
            by=by,
            at=at,
        )
    return row


def say_aware(*, breach: Breach, aware_at: datetime, by: Actor, at: datetime) -> Breach:
    """Say since when the operator is aware: the limits run from it. It only ever moves earlier.

    `BreachLacks` for a moment to come, `MovesLater`, `BreachIsOver`.
    """
    with unit_of_work():
        row = open_breach(breach)
        if aware_at > at or aware_at < row.found_at:
            raise BreachLacks("aware_at")
        if row.aware_at is not None and aware_at >= row.aware_at:
            raise MovesLater(row.number)
        row.aware_at, row.aware_by_id, row.aware_second_id = aware_at, by.id, None
        row.state = BreachState.AWARE
        row.save(update_fields=["aware_at", "aware_by", "aware_second", "state"])
        keep_step(row, "aware", aware_at.isoformat(), by=by, at=at)
        record(
            BreachKnown(brand=row.brand_id, breach=row.id, number=row.number, aware_at=aware_at), by=by, at=at
        )
    return row


def confirm_awareness(*, breach: Breach, by: Actor, at: datetime) -> None:
    """Confirm as the second person since when it was known; `SamePerson`, `BreachLacks`, `BreachIsOver`."""
    with unit_of_work():
        row = open_breach(breach)
        if row.aware_at is None or row.aware_second_id is not None:
            raise BreachLacks("aware_at")
        if row.aware_by_id == by.id:
            raise SamePerson(row.number)
        row.aware_second_id = by.id
        row.save(update_fields=["aware_second"])
        keep_step(row, "confirmed", by=by, at=at)
        record(
            AwarenessConfirmed(brand=row.brand_id, breach=row.id, number=row.number, aware_at=row.aware_at),
            by=by,
            at=at,
        )


def describe_breach(*, breach: Breach, known: Description, by: Actor, at: datetime) -> Breach:
    """Write down what is known now; what it was before stays in the chain as a digest."""
    _check(known)
    with unit_of_work():
        row = open_breach(breach)
        changed = tuple(
            each.name for each in fields(known) if _plain(getattr(row, each.name)) != _told(known, each.name)
        )
        if not changed:
            return row
        for name in changed:
            setattr(row, name, _told(known, name))
        row.save(update_fields=list(changed))
        keep_step(row, "described", ", ".join(changed), by=by, at=at)
        record(
            BreachDescribed(
                brand=row.brand_id,
                breach=row.id,
                number=row.number,
                fields=changed,
                content_digest=digest_of({name: str(_told(known, name)) for name in changed}),
            ),
            by=by,
            at=at,
        )
    return row


def close_breach(*, breach: Breach, lessons: str, by: Actor, at: datetime) -> None:
    """Close it with what was learned, after authority and people were decided; or call it unfounded.

    What nobody was aware of needs only the reason. `BreachLacks`, `BreachIsOver`.
    """
    if not lessons.strip():
        raise BreachLacks("lessons")
    with unit_of_work():
        row = open_breach(breach)
        is_real = row.aware_at is not None
        if is_real:
            for name in still_lacking(row):
                raise BreachLacks(name)
        row.state = BreachState.CLOSED if is_real else BreachState.UNFOUNDED
        row.lessons, row.closed_at = lessons.strip(), at
        row.save(update_fields=["state", "lessons", "closed_at"])
        keep_step(row, "closed" if is_real else "unfounded", row.lessons, by=by, at=at)
        record(
            BreachClosed(
                brand=row.brand_id,
                breach=row.id,
                number=row.number,
                state=row.state,
                lessons_digest=digest_of({"lessons": row.lessons}),
            ),
            by=by,
            at=at,
        )


def _check(known: Description) -> None:
    if not known.title.strip():
        raise BreachLacks("title")
    if not set(known.harmed) <= set(HARMED):
        raise BreachLacks("harmed")
    if not set(known.categories) <= set(CATEGORIES):
        raise BreachLacks("categories")
    if known.began_at and known.ended_at and known.ended_at < known.began_at:
        raise BreachLacks("ended_at")
    for name in ("likelihood", "severity"):
        if not 0 <= getattr(known, name) <= 4:
            raise BreachLacks(name)


def _told(known: Description, name: str) -> Any:
    value = getattr(known, name)
    return list(value) if isinstance(value, tuple) else value.strip() if isinstance(value, str) else value


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, (list, tuple)) else value
