"""The log of security events: the facts that are marked as such, read from the chains that hold them.

It is no second log. Each event stands in its chain with its place, its hash and the hash before it, so that
whoever takes one away or changes one is found by `muhatap audit verify` and by the signed head logs.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.module_loading import autodiscover_modules

from muhatap.audit.models import Event
from muhatap.audit.recording import kinds_of_facts
from muhatap.kernel.actors import ActorKind

CATEGORIES = ("sign_in", "session", "factor", "permission", "key", "export", "erasure", "refused", "glass")
_AT_ONCE = 500
# A page looks through at most so many events for those that its reader may see.
_LOOKED_THROUGH = 20_000


@dataclass(frozen=True, slots=True)
class SecurityEvent:
    """One event as those read it who watch over the desk; people are ids, and no secret is among it."""

    id: int
    at: datetime
    kind: str
    category: str
    brand_id: int | None
    actor_kind: str
    actor_id: int | None
    actor_label: str
    content: dict[str, Any]
    stream_id: int
    seq: int
    prev_hash: str
    hash: str

    @property
    def staff_id(self) -> int | None:
        """Whom it is about: the member of staff that it names, else the one who acted."""
        named = str(self.content.get("staff") or "")
        if named.isdecimal():
            return int(named)
        return self.actor_id if self.actor_kind == ActorKind.STAFF else None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which events: of what category and kind, about whom, from when (included) until when (excluded)."""

    category: str = ""
    kind: str = ""
    staff_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """What a reader may see: events of these brands, and of the installation those about these people."""

    brand_ids: frozenset[int]
    staff_ids: frozenset[int]


def category_of(kind: str) -> str:
    """The category of a kind of fact; empty where it is an everyday one."""
    return _categories().get(kind, "")


def security_kinds(category: str = "") -> list[str]:
    """The kinds of facts that are security events, all or those of a category."""
    return sorted(kind for kind, of in _categories().items() if category in {"", of})


@cache
def _categories() -> dict[str, str]:
    # A command of the console has loaded little; a kind that it does not know would be missing silently.
    autodiscover_modules("events")
    return {name: fact.security for name, fact in kinds_of_facts().items() if fact.security}


def security_events(asked: Asked) -> Iterator[SecurityEvent]:
    """All events that are asked for, oldest first, of all brands: for whoever runs the installation."""
    rows = _rows(asked).order_by("at", "id").iterator(chunk_size=_AT_ONCE)
    return (each for row in rows if _concerns(each := _read(row), asked))


def security_events_within(
    within: Within, asked: Asked, *, before: int | None = None, limit: int = 50
) -> list[SecurityEvent]:
    """The newest events that a reader may see, those before the event with this id."""
    rows = _rows(asked).filter(Q(brand_id__in=within.brand_ids) | Q(brand_id__isnull=True)).order_by("-id")
    rows = rows.filter(id__lt=before) if before is not None else rows
    found: list[SecurityEvent] = []
    for row in rows[:_LOOKED_THROUGH].iterator(chunk_size=_AT_ONCE):
        event = _read(row)
        if _concerns(event, asked) and _is_within(event, within):
            found.append(event)
            if len(found) == limit:
                break
    return found


def _rows(asked: Asked) -> QuerySet[Event]:
    kinds: Sequence[str] = security_kinds(asked.category)
    if asked.kind:
        kinds = [kind for kind in kinds if kind == asked.kind]
    rows = Event.objects.filter(kind__in=kinds)
    if asked.since is not None:
        rows = rows.filter(at__gte=asked.since)
    return rows.filter(at__lt=asked.until) if asked.until is not None else rows


def _is_within(event: SecurityEvent, within: Within) -> bool:
    if event.brand_id is not None:
        return event.brand_id in within.brand_ids
    # A sign-in by an address that nobody has is about no brand and tells nothing of one.
    return event.staff_id is None or event.staff_id in within.staff_ids


def _concerns(event: SecurityEvent, asked: Asked) -> bool:
    return asked.staff_id is None or asked.staff_id in {event.staff_id, event.actor_id}


def _read(row: Event) -> SecurityEvent:
    try:
        content = json.loads(row.content)
    except ValueError:
        content = {}
    return SecurityEvent(
        id=row.id,
        at=row.at,
        kind=row.kind,
        category=category_of(row.kind),
        brand_id=row.brand_id,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        actor_label=row.actor_label,
        content=content if isinstance(content, dict) else {},
        stream_id=row.stream_id,
        seq=row.seq,
        prev_hash=row.prev_hash,
        hash=row.hash,
    )
