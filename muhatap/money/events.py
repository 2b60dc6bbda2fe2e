"""What can happen to a remedy and to the terms under which it is given. Amounts are minor units."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from muhatap.cases.events import CaseFact
from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class RemedyProposed(CaseFact):
    """Somebody proposed to give the customer something; `deviation` is why it is not what is usual."""

    kind: ClassVar[str] = "remedy.proposed"
    personal: ClassVar[frozenset[str]] = frozenset({"words", "deviation"})

    remedy: int
    sort: str
    amount: int
    interest: int
    currency: str
    words: str
    deviation: str


@dataclass(frozen=True, kw_only=True)
class RefundJudged(CaseFact):
    """A refund was judged by the charter's rules: which holds, empty for none, and why the others do not."""

    kind: ClassVar[str] = "refund.judged"

    remedy: int
    nature: str
    method: str
    jurisdiction: str
    paid: int
    days_since: int
    charter: int | None
    rule: str
    most: int
    trace: tuple[dict[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class RemedyApproved(CaseFact):
    """A remedy was approved by another person, or stands without one where no money is given."""

    kind: ClassVar[str] = "remedy.approved"

    remedy: int
    sort: str
    amount: int
    currency: str
    proposed_by: int


@dataclass(frozen=True, kw_only=True)
class RemedyRefused(CaseFact):
    """A remedy was refused, or taken back by who proposed it."""

    kind: ClassVar[str] = "remedy.refused"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    remedy: int
    sort: str
    amount: int
    currency: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RemedyCarriedOut(CaseFact):
    """An approved remedy was carried out; `reference` proves it."""

    kind: ClassVar[str] = "remedy.executed"
    personal: ClassVar[frozenset[str]] = frozenset({"reference"})

    remedy: int
    sort: str
    amount: int
    currency: str
    done_on: date
    reference: str


@dataclass(frozen=True, kw_only=True)
class RemedyReversed(CaseFact):
    """An approved remedy does not count any more; it may have been carried out before."""

    kind: ClassVar[str] = "remedy.reversed"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    remedy: int
    sort: str
    amount: int
    currency: str
    was_executed: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class RemedyTermsSet(BrandFact):
    """Two people set who may propose and approve how much, and what a month holds."""

    kind: ClassVar[str] = "remedy.terms_set"

    currency: str
    propose: Mapping[str, int]
    approve: Mapping[str, int]
    monthly: int | None
    warn_percent: int
    proposal: int
    proposed_by: int


@dataclass(frozen=True, kw_only=True)
class LedgerExported(BrandFact):
    """Rows of the ledger of remedies left the desk."""

    kind: ClassVar[str] = "remedy.ledger_exported"
    security: ClassVar[str] = "export"

    rows: int
    since: date
    until: date


@dataclass(frozen=True, kw_only=True)
class RefundAnswered(CaseFact):
    """An enquiry for a refund or withdrawal was decided; `charter` is the one whose rules stood."""

    kind: ClassVar[str] = "refund.answered"
    personal: ClassVar[frozenset[str]] = frozenset({"words"})

    answer: int
    outcome: str
    ground: str
    amount: int
    currency: str
    charter: int | None
    words: str


@dataclass(frozen=True, kw_only=True)
class RefundAnswerTold(CaseFact):
    """The customer was told how her enquiry for a refund or withdrawal was decided."""

    kind: ClassVar[str] = "refund.answer_told"

    answer: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class TraceAsked(CaseFact):
    """A provider was asked to trace a payment; `is_awaited` where the case waits for the answer."""

    kind: ClassVar[str] = "trace.asked"
    personal: ClassVar[frozenset[str]] = frozenset({"provider", "reference"})

    trace: int
    due_at: datetime
    is_awaited: bool
    provider: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class TraceAnswered(CaseFact):
    """The provider told what became of the payment: `paid`, `on_its_way`, `returned` or `not_found`."""

    kind: ClassVar[str] = "trace.answered"
    personal: ClassVar[frozenset[str]] = frozenset({"answer"})

    trace: int
    result: str
    was_late: bool
    answer: str
