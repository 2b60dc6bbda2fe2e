"""A charter that was read: frozen dataclasses, the same for every face, table and file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from muhatap.charters.asking import Survey
from muhatap.charters.brand import Brand
from muhatap.charters.duties import (
    NO_LINKS,
    Accessibility,
    HelpCentre,
    IdentityLevel,
    Jurisdiction,
    Letter,
    Links,
    Notice,
    OutsideBody,
    Prioritisation,
    Publication,
    RetentionClass,
)
from muhatap.charters.mapping import from_plain, keyed, pairs, to_plain
from muhatap.charters.places import Calendar, Channel, Plan, Queue, Team
from muhatap.charters.subjects import FieldRule, Guide, Topic, TopicGroup
from muhatap.charters.terms import PaymentMethod, RefundTerm
from muhatap.charters.texts import Text


@dataclass(frozen=True)
class Conditions:
    """For which cases a promise holds; an empty part means all."""

    channel: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    jurisdiction: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    complexity: tuple[str, ...] = ()


@dataclass(frozen=True)
class Promise:
    """One promised time; spans stay texts such as "72h", an empty one means none."""

    id: str
    clock: str
    name: Text
    limit: str
    target: str = ""
    share: int | None = None
    calendar: str = ""
    when: Conditions = Conditions()
    pauses: tuple[str, ...] = ()
    pause_cap: str = ""
    law: str = ""
    last_day: str = ""
    public: bool = True
    source: str = ""
    note: Text | None = None


@dataclass(frozen=True)
class LadderStep:
    """`at` is "target", a share of the limit in per cent or "5bd-before"; `to` a role or "queue:CODE"."""

    at: str | int
    do: tuple[str, ...]
    to: str
    tell_customer: bool = False
    page_every: str = ""


@dataclass(frozen=True)
class ClockSteps:
    clock: str
    steps: tuple[LadderStep, ...]


@dataclass(frozen=True)
class Ladder:
    default: tuple[LadderStep, ...]
    clocks: tuple[ClockSteps, ...] = pairs()

    def steps_of(self, clock: str) -> tuple[LadderStep, ...]:
        """Return the clock's own steps, or the default ones."""
        return {each.clock: each.steps for each in self.clocks}.get(clock, self.default)


@dataclass(frozen=True)
class CharterDocument:
    """A whole charter, valid and complete, as `reading.read` returns it."""

    charter: int
    brand: Brand
    ladder: Ladder
    notices: Notice
    publication: Publication | None = None
    help_centre: HelpCentre | None = None
    jurisdictions: tuple[Jurisdiction, ...] = keyed()
    identity_levels: tuple[IdentityLevel, ...] = keyed()
    calendars: tuple[Calendar, ...] = keyed()
    plans: tuple[Plan, ...] = keyed()
    channels: tuple[Channel, ...] = keyed()
    teams: tuple[Team, ...] = keyed()
    queues: tuple[Queue, ...] = keyed()
    groups: tuple[TopicGroup, ...] = keyed()
    guides: tuple[Guide, ...] = keyed()
    common_fields: tuple[FieldRule, ...] = ()
    topics: tuple[Topic, ...] = ()
    promises: tuple[Promise, ...] = ()
    payment_methods: tuple[PaymentMethod, ...] = keyed()
    refund_terms: tuple[RefundTerm, ...] = ()
    links: Links = NO_LINKS
    retention: tuple[RetentionClass, ...] = keyed()
    survey: Survey | None = None
    letters: tuple[Letter, ...] = keyed()
    outside_bodies: tuple[OutsideBody, ...] = ()
    accessibility: Accessibility | None = None
    prioritisation: Prioritisation | None = None

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical JSON: the same for every spelling, another for every order."""
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()

    @property
    def standing(self) -> dict[str, Any]:
        """Who answers for the brand, as it is kept with it: legal entity, official addresses, publication."""
        return {
            **to_plain(self.brand.legal_entity),
            "official": to_plain(self.brand.official),
            "regulated": self.brand.regulated,
            "portal": self.publication.portal if self.publication else "public",
        }

    def to_json(self) -> dict[str, Any]:
        """Return the charter as plain values in the form of the file; defaults are left out."""
        return to_plain(self)

    def canonical_json(self) -> str:
        """Return the charter as one line of JSON, of which the digest is taken; keep it as text."""
        # Keys are not sorted, and jsonb would sort them: the order of groups and queues is what people see.
        return json.dumps(self.to_json(), ensure_ascii=False, separators=(",", ":"))

    def calendar_of(self, promise: Promise) -> str:
        """Return the code of the calendar that counts the promise's business time."""
        if promise.calendar:
            return promise.calendar
        paid = [each.calendar for each in self.plans if each.code in promise.when.plan and each.calendar]
        own = [each.calendar for each in self.teams if each.code in promise.when.team and each.calendar]
        if paid or own:
            return (*paid, *own)[0]
        named = promise.when.channel or tuple(each.code for each in self.channels)
        return next(each.calendar for each in self.channels if each.code in named)

    def conditions_of(self, promise: Promise) -> dict[str, list[str]]:
        """Return the conditions that are not empty; groups are written out as their topics."""
        conditions = {name: list(values) for name, values in vars(promise.when).items() if values}
        groups = conditions.pop("group", None)
        if groups:
            topics = [each.code for each in self.topics if each.group in groups]
            named = conditions.get("topic", topics)
            conditions["topic"] = [code for code in topics if code in named]
        return conditions

    def texts(self) -> Iterator[Text]:
        """Yield every text of the charter."""
        yield from _texts(self)


def document_from(plain: dict[str, Any]) -> CharterDocument:
    """Return the document of plain values that are valid by the schema."""
    return from_plain(CharterDocument, plain)


def _texts(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name))
