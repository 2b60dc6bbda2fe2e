"""A charter that was read: frozen dataclasses, the same for every face, table and file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
    Survey,
)
from muhatap.charters.mapping import from_plain, keyed, pairs, to_plain
from muhatap.charters.terms import PaymentMethod, RefundTerm
from muhatap.charters.texts import Interval, Text


@dataclass(frozen=True)
class WeekHours:
    mon: tuple[Interval, ...] = ()
    tue: tuple[Interval, ...] = ()
    wed: tuple[Interval, ...] = ()
    thu: tuple[Interval, ...] = ()
    fri: tuple[Interval, ...] = ()
    sat: tuple[Interval, ...] = ()
    sun: tuple[Interval, ...] = ()

    def days(self) -> tuple[tuple[Interval, ...], ...]:
        """Return the intervals of the seven days, Monday first."""
        return (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)


@dataclass(frozen=True)
class DayHours:
    day: str
    hours: tuple[Interval, ...]


@dataclass(frozen=True)
class DayName:
    day: str
    name: Text


@dataclass(frozen=True)
class Holidays:
    country: str = ""
    half_day_until: str = "13:00"
    extra: tuple[str, ...] = ()
    worked: tuple[str, ...] = ()
    confirmed_until: str = ""
    names: tuple[DayName, ...] = pairs()
    half_days: tuple[DayHours, ...] = pairs()


@dataclass(frozen=True)
class Calendar:
    code: str
    name: Text
    hours: WeekHours
    zone: str = ""
    holidays: Holidays = Holidays()
    half_days_count: bool = True


@dataclass(frozen=True)
class Plan:
    code: str
    name: Text
    description: Text | None = None
    calendar: str = ""
    account_manager: bool = False
    deputy: bool = False
    raises_to: str = ""


@dataclass(frozen=True)
class Capabilities:
    attachments: bool = True
    largest_megabytes: int | None = None
    longest_message: int | None = None
    formatted: bool = False
    public: bool = False
    reply_window: str = ""


@dataclass(frozen=True)
class Mailbox:
    name: str
    address: str
    topic: str = ""


@dataclass(frozen=True)
class Channel:
    code: str
    name: Text
    calendar: str
    open: bool = True
    best_effort: bool = False
    identity_level: int = 1
    address: str = ""
    expected: Text | None = None
    best_for: Text | None = None
    checklist: tuple[Text, ...] = ()
    languages: tuple[str, ...] = ()
    capabilities: Capabilities = Capabilities()
    mailboxes: tuple[Mailbox, ...] = ()


@dataclass(frozen=True)
class Team:
    code: str
    name: Text
    calendar: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Queue:
    code: str
    name: Text
    team: str
    escalates_to: str = ""


@dataclass(frozen=True)
class TopicGroup:
    code: str
    name: Text
    description: Text | None = None


@dataclass(frozen=True)
class Choice:
    code: str
    label: Text


@dataclass(frozen=True)
class FieldRule:
    """One question of a form; which parameters count depends on its kind."""

    code: str
    label: Text
    kind: str
    help: Text | None = None
    required: bool = False
    or_reason: bool = False
    choices: tuple[Choice, ...] = ()
    pattern: str = ""
    example: str = ""
    currencies: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    max_age_days: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    fields: tuple[FieldRule, ...] = ()


@dataclass(frozen=True)
class EvidenceRule:
    code: str
    label: Text
    help: Text | None = None
    kind: str = "document"
    required: bool = False
    secure: bool = False


@dataclass(frozen=True)
class QuickFix:
    text: Text
    link: str = ""
    channels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Completeness:
    fields: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    fast_lane: str = ""


@dataclass(frozen=True)
class PaymentFields:
    """The fields of a form that name one payment: its method and its time."""

    direction: str
    method: str
    at: str


@dataclass(frozen=True)
class Recommendation:
    channel: str
    when: str = "always"
    why: Text | None = None


@dataclass(frozen=True)
class Topic:
    code: str
    group: str
    name: Text
    queue: str
    description: Text | None = None
    priority: str = "P3"
    kind: str = "request"
    identity_level: int = 0
    sensitivity: str = "general"
    fields: tuple[FieldRule, ...] = ()
    evidence: tuple[EvidenceRule, ...] = ()
    completeness: Completeness | None = None
    payment: PaymentFields | None = None
    recommend: tuple[Recommendation, ...] = ()
    quick_fixes: tuple[QuickFix, ...] = ()
    ready: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Conditions:
    """For which cases a promise holds; an empty part means all."""

    channel: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
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
