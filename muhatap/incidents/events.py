"""What happens to what is said about the standing of a service."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class IncidentOpened(BrandFact):
    """Somebody said that parts of the service do not work, or will not; `text_digest` is of the words."""

    kind: ClassVar[str] = "incident.opened"

    incident: int
    update: int
    sort: str
    components: tuple[str, ...]
    effect: str
    begins_at: datetime
    until_at: datetime | None
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class IncidentUpdated(BrandFact):
    """Somebody said more about an incident; from `holds_at` on it has this state and effect."""

    kind: ClassVar[str] = "incident.updated"

    incident: int
    update: int
    state: str
    effect: str
    holds_at: datetime
    until_at: datetime | None
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class IncidentEnded(BrandFact):
    """An incident is over, maintenance is done, or it was called off before it began."""

    kind: ClassVar[str] = "incident.ended"

    incident: int
    update: int
    state: str
    ended_at: datetime
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class DisturbanceNoticed(BrandFact):
    """The desk itself noticed that a part works badly or not; `cause` is a code."""

    kind: ClassVar[str] = "disturbance.noticed"

    component: str
    effect: str
    cause: str
    since_at: datetime


@dataclass(frozen=True, kw_only=True)
class DisturbanceOver(BrandFact):
    """What the desk noticed by itself has passed."""

    kind: ClassVar[str] = "disturbance.over"

    component: str
    cause: str
    since_at: datetime
