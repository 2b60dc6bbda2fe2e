"""What a case can be about: topics with their questions, documents and quick fixes."""

from __future__ import annotations

from dataclasses import dataclass

from muhatap.charters.texts import Text


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
    max_age_days: int | None = None


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
class PromotionFields:
    """The fields of a form that name one promotion's conditions, and its least deposit."""

    last_day: str
    turnover: str
    done: str
    deposit: str = ""
    minimum_deposit: int | None = None


@dataclass(frozen=True)
class Recommendation:
    channel: str
    when: str = "always"
    why: Text | None = None


@dataclass(frozen=True)
class GuideAnswer:
    code: str
    label: Text
    to: str = ""


@dataclass(frozen=True)
class GuideStep:
    code: str
    title: Text
    text: Text | None = None
    article: str = ""
    answers: tuple[GuideAnswer, ...] = ()


@dataclass(frozen=True)
class Guide:
    code: str
    name: Text
    steps: tuple[GuideStep, ...]
    minutes: int = 0


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
    promotion: PromotionFields | None = None
    recommend: tuple[Recommendation, ...] = ()
    quick_fixes: tuple[QuickFix, ...] = ()
    guide: str = ""
    ready: tuple[Text, ...] = ()
