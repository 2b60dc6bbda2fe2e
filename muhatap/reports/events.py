"""What can happen to measures: histories taken in, months closed, bounds set and left."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class HistoryImported(BrandFact):
    """The history of another system was taken into the measures, instead of what it had before."""

    kind: ClassVar[str] = "report.history_imported"

    source: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class MonthClosed(BrandFact):
    """The figures of a month were kept; `digest` is the SHA-256 of their canonical JSON."""

    kind: ClassVar[str] = "report.month_closed"

    month: date
    rules: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class BoundSet(BrandFact):
    """It was said within what a measure should stay, and who answers for it; empty limits end that."""

    kind: ClassVar[str] = "report.bound_set"

    measure: str
    low: str
    high: str
    days: int
    owner: int


@dataclass(frozen=True, kw_only=True)
class BoundLeft(BrandFact):
    """A measure left its bound."""

    kind: ClassVar[str] = "report.bound_left"

    measure: str
    value: str
    size: int
    alert: int


@dataclass(frozen=True, kw_only=True)
class AlertAnswered(BrandFact):
    """The owner said what she does about a measure that left its bound."""

    kind: ClassVar[str] = "report.alert_answered"

    measure: str
    alert: int


@dataclass(frozen=True, kw_only=True)
class DaySealed(BrandFact):
    """What the public reads of the days up to this one was signed; `digest` is its SHA-256."""

    kind: ClassVar[str] = "report.day_sealed"

    day: date
    number: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class ReportPublished(BrandFact):
    """The report of a month or quarter became public, as two people wanted, up to before `until`."""

    kind: ClassVar[str] = "report.published"

    since: date
    until: date
    digest: str
    proposed_by: int
    approved_by: int
