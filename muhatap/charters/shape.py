"""A charter that was read: frozen dataclasses, the same for every face, table and file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from muhatap.charters.mapping import from_plain, keyed, pairs, to_plain


@dataclass(frozen=True)
class Text:
    """The same text in several languages."""

    values: tuple[tuple[str, str], ...]

    @classmethod
    def from_plain(cls, value: dict[str, str]) -> Text:
        """Return the text with Turkish first, so that the order in the file does not matter."""
        return cls(tuple(sorted(value.items(), reverse=True)))

    def to_plain(self) -> dict[str, str]:
        """Return the text as a mapping from language."""
        return dict(self.values)

    def in_language(self, language: str) -> str:
        """Return the text in the language, or in the first one there is."""
        return dict(self.values).get(language, self.values[0][1])


@dataclass(frozen=True)
class Interval:
    """A part of a day as "HH:MM" texts; `end` may be "24:00"."""

    start: str
    end: str

    @classmethod
    def from_plain(cls, value: list[str]) -> Interval:
        """Return the interval of a list of two times."""
        return cls(value[0], value[1])

    def to_plain(self) -> list[str]:
        """Return the interval as a list of two times."""
        return [self.start, self.end]


@dataclass(frozen=True)
class Licence:
    number: str
    kind: Text
    register_url: str = ""


@dataclass(frozen=True)
class Regulator:
    name: Text
    url: str = ""
    address: str = ""


@dataclass(frozen=True)
class LegalEntity:
    name: str
    address: str
    country: str = ""
    register_number: str = ""
    tax_number: str = ""
    licence: Licence | None = None
    regulator: Regulator | None = None


@dataclass(frozen=True)
class Contact:
    url: str
    email: str
    phone: str = ""
    urgent_phone: str = ""
    post: str = ""


@dataclass(frozen=True)
class Sender:
    name: str
    email: str
    signature: Text | None = None


@dataclass(frozen=True)
class Account:
    network: str
    handle: str
    url: str = ""


@dataclass(frozen=True)
class Official:
    domains: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()


@dataclass(frozen=True)
class Brand:
    code: str
    name: str
    languages: tuple[str, ...]
    default_language: str
    zone: str
    legal_entity: LegalEntity
    contact: Contact
    sender: Sender
    regulated: bool = False
    official: Official = Official()


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
class Holidays:
    country: str = ""
    half_day_until: str = "13:00"
    extra: tuple[str, ...] = ()
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
    mailboxes: tuple[Mailbox, ...] = ()


@dataclass(frozen=True)
class Team:
    code: str
    name: Text
    calendar: str = ""


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
class Topic:
    code: str
    group: str
    name: Text
    queue: str
    description: Text | None = None
    priority: str = "P3"
    kind: str = "request"
    identity_level: int = 0
    fields: tuple[FieldRule, ...] = ()
    evidence: tuple[EvidenceRule, ...] = ()
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
    public: bool = True
    source: str = ""
    note: Text | None = None


@dataclass(frozen=True)
class LadderStep:
    """`at` is "target" or a share of the limit in per cent; `to` a role or "queue:CODE"."""

    at: str | int
    do: tuple[str, ...]
    to: str
    tell_customer: bool = False


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
class PaymentMethod:
    code: str
    name: Text
    deposit_within: str = ""
    withdrawal_within: str = ""
    note: Text | None = None


@dataclass(frozen=True)
class Links:
    password_reset: str = ""
    one_time_code: str = ""
    resume_draft: str = ""
    case_link: str = ""


@dataclass(frozen=True)
class Policy:
    version: str
    url: str


@dataclass(frozen=True)
class Notice:
    version: str
    purpose: Text
    legal_basis: Text
    retention: Text
    policy: Policy
    recipients: Text | None = None


@dataclass(frozen=True)
class RetentionClass:
    code: str
    name: Text
    keep: str
    basis: Text
    after: str = "closed"


@dataclass(frozen=True)
class Survey:
    question: Text
    comment: Text | None = None
    recommend: Text | None = None
    after: str = ""
    rest_days: int | None = None
    enabled: bool = True


@dataclass(frozen=True)
class Letter:
    code: str
    opening: Text | None = None
    closing: Text | None = None


@dataclass(frozen=True)
class OutsideBody:
    name: Text
    when: Text
    url: str = ""


@dataclass(frozen=True)
class CharterDocument:
    """A whole charter, valid and complete, as `reading.read` returns it."""

    charter: int
    brand: Brand
    ladder: Ladder
    notices: Notice
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
    links: Links = Links()
    retention: tuple[RetentionClass, ...] = keyed()
    survey: Survey | None = None
    letters: tuple[Letter, ...] = keyed()
    outside_bodies: tuple[OutsideBody, ...] = ()

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical JSON, the same for every spelling of the same charter."""
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Return the charter as plain values in the form of the file; defaults are left out."""
        return to_plain(self)

    def canonical_json(self) -> str:
        """Return the charter as one line of JSON with sorted keys, of which the digest is taken."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

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
