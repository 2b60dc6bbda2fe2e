"""What can happen to a complaint."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from muhatap.cases.events import CaseFact
from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class ComplaintRegistered(CaseFact):
    """A complaint was registered; `received_at` is when dissatisfaction was first expressed."""

    kind: ClassVar[str] = "complaint.registered"

    complaint: int
    origin: str
    channel: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class ComplaintMoved(CaseFact):
    """A complaint came to another stage; `bypass` is the proposal that let it pass what is `missing`."""

    kind: ClassVar[str] = "complaint.moved"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    complaint: int
    stage: str
    previous: str
    cycle: int
    reason: str
    bypass: int | None
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PointsSplit(CaseFact):
    """What the customer complains about was split into points, with the remedy that she seeks."""

    kind: ClassVar[str] = "complaint.points_split"
    personal: ClassVar[frozenset[str]] = frozenset({"points", "remedy_sought"})

    complaint: int
    count: int
    points: tuple[str, ...]
    remedy_sought: str


@dataclass(frozen=True, kw_only=True)
class PointsConfirmed(CaseFact):
    """The customer confirmed that the points and the remedy sought are what she means."""

    kind: ClassVar[str] = "complaint.points_confirmed"

    complaint: int
    count: int


@dataclass(frozen=True, kw_only=True)
class ComplaintTriaged(CaseFact):
    """How grave a complaint is was judged; 1 is the gravest, `complexity` is `simple` or `complex`."""

    kind: ClassVar[str] = "complaint.triaged"
    personal: ClassVar[frozenset[str]] = frozenset({"reason", "vulnerability"})

    complaint: int
    severity: int
    impact: int
    urgency: int
    vulnerability: str
    complexity: str
    subject_staff: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class InvestigationPlanned(CaseFact):
    """How a complaint will be investigated was written down."""

    kind: ClassVar[str] = "complaint.planned"
    personal: ClassVar[frozenset[str]] = frozenset({"plan"})

    complaint: int
    plan: str


@dataclass(frozen=True, kw_only=True)
class ResolutionStepPlanned(CaseFact):
    """A step by which a complaint is set right was planned: its sort, who does it and by which day."""

    kind: ClassVar[str] = "complaint.step_planned"
    personal: ClassVar[frozenset[str]] = frozenset({"words"})

    complaint: int
    step: int
    sort: str
    owner: int
    due_on: date
    words: str


@dataclass(frozen=True, kw_only=True)
class ResolutionStepEnded(CaseFact):
    """A step of the plan was done, with its proof, or dropped, with the reason."""

    kind: ClassVar[str] = "complaint.step_ended"
    personal: ClassVar[frozenset[str]] = frozenset({"note"})

    complaint: int
    step: int
    is_done: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class DepartmentAsked(CaseFact):
    """A department was given a task; since tasks are the case's, `work.given` tells it."""

    kind: ClassVar[str] = "complaint.department_asked"
    personal: ClassVar[frozenset[str]] = frozenset({"title"})

    complaint: int
    task: int
    team: int
    due_at: datetime
    title: str


@dataclass(frozen=True, kw_only=True)
class DepartmentAnswered(CaseFact):
    """A department answered its task; since tasks are the case's, `work.answered` tells it."""

    kind: ClassVar[str] = "complaint.department_answered"
    personal: ClassVar[frozenset[str]] = frozenset({"answer"})

    complaint: int
    task: int
    files: tuple[str, ...]
    answer: str


@dataclass(frozen=True, kw_only=True)
class FindingMade(CaseFact):
    """A point was found upheld, partly upheld or not upheld; `evidence` are SHA-256 of files of the case."""

    kind: ClassVar[str] = "complaint.finding_made"
    personal: ClassVar[frozenset[str]] = frozenset({"facts"})

    complaint: int
    point: int
    finding: str
    evidence: tuple[str, ...]
    facts: str


@dataclass(frozen=True, kw_only=True)
class AnswerAwaited(CaseFact):
    """Something was asked of the customer or of somebody outside, with a day by which."""

    kind: ClassVar[str] = "complaint.answer_awaited"
    personal: ClassVar[frozenset[str]] = frozenset({"what", "whom"})

    complaint: int
    waiting: int
    of: str
    due_at: datetime
    what: str
    whom: str


@dataclass(frozen=True, kw_only=True)
class DecisionProposed(CaseFact):
    """A decision was drafted; `second` is why another person must agree, `points` say point by point."""

    kind: ClassVar[str] = "complaint.decision_proposed"
    personal: ClassVar[frozenset[str]] = frozenset({"reasons", "remedy"})

    complaint: int
    decision: int
    round: int
    outcome: str
    points: tuple[dict[str, Any], ...]
    second: tuple[str, ...]
    reasons: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class DecisionSeconded(CaseFact):
    """A second person agreed to a decision, or did not."""

    kind: ClassVar[str] = "complaint.decision_seconded"

    complaint: int
    decision: int
    is_approved: bool
    proposed_by: int


@dataclass(frozen=True, kw_only=True)
class CustomerDecided(CaseFact):
    """The customer `accepted`, `refused`, `confirmed` or `withdrew`; `message` proves what staff noted."""

    kind: ClassVar[str] = "complaint.customer_decided"
    personal: ClassVar[frozenset[str]] = frozenset({"words"})

    complaint: int
    said: str
    message: int | None
    words: str


@dataclass(frozen=True, kw_only=True)
class RemedyAnswered(CaseFact):
    """The customer `accepted` or `refused` one remedy; `message` proves what staff noted."""

    kind: ClassVar[str] = "complaint.remedy_answered"
    personal: ClassVar[frozenset[str]] = frozenset({"words"})

    complaint: int
    remedy: int
    sort: str
    amount: int
    currency: str
    said: str
    message: int | None
    words: str


@dataclass(frozen=True, kw_only=True)
class ReviewerNamed(CaseFact):
    """An appeal was given to somebody who never touched the case before."""

    kind: ClassVar[str] = "complaint.reviewer_named"

    complaint: int
    reviewer: int


@dataclass(frozen=True, kw_only=True)
class RemedyExecuted(CaseFact):
    """What was promised as a remedy was done; `reference` proves it."""

    kind: ClassVar[str] = "complaint.remedy_executed"
    personal: ClassVar[frozenset[str]] = frozenset({"reference"})

    complaint: int
    decision: int
    done_on: date
    reference: str


@dataclass(frozen=True, kw_only=True)
class BodyNamed(CaseFact):
    """The outside body to which the customer can turn was named, with the last day for it."""

    kind: ClassVar[str] = "complaint.body_named"
    personal: ClassVar[frozenset[str]] = frozenset({"reference"})

    complaint: int
    body: str
    last_on: date
    reference: str


@dataclass(frozen=True, kw_only=True)
class BodyDecided(CaseFact):
    """The outside body decided."""

    kind: ClassVar[str] = "complaint.body_decided"
    personal: ClassVar[frozenset[str]] = frozenset({"decision"})

    complaint: int
    is_award: bool
    decision: str


@dataclass(frozen=True, kw_only=True)
class CauseConcluded(CaseFact):
    """The root cause was named, and it was decided whether and what to improve."""

    kind: ClassVar[str] = "complaint.cause_concluded"
    personal: ClassVar[frozenset[str]] = frozenset({"root_cause", "improvement"})

    complaint: int
    improves: bool
    root_cause: str
    improvement: str


@dataclass(frozen=True, kw_only=True)
class CustomerChased(CaseFact):
    """The customer asked again before anybody answered; `count` is which time it is."""

    kind: ClassVar[str] = "complaint.customer_chased"

    complaint: int
    count: int


@dataclass(frozen=True, kw_only=True)
class PassingAsked(CaseFact):
    """Somebody asked to pass a guard with a reason; nothing moves before another person agrees."""

    kind: ClassVar[str] = "complaint.passing_asked"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    complaint: int
    proposal: int
    stage: str
    missing: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class InformationAsked(CaseFact):
    """The customer asked for information about her case: its state, the reasons, or records."""

    kind: ClassVar[str] = "information.asked"
    personal: ClassVar[frozenset[str]] = frozenset({"words"})

    request: int
    about: str
    due_at: datetime
    words: str


@dataclass(frozen=True, kw_only=True)
class InformationGiven(CaseFact):
    """What was asked about a case was answered."""

    kind: ClassVar[str] = "information.given"

    request: int
    about: str
    message: int


@dataclass(frozen=True, kw_only=True)
class RegisterExported(BrandFact):
    """Rows of the register of complaints left the desk."""

    kind: ClassVar[str] = "complaint.register_exported"
    security: ClassVar[str] = "export"

    rows: int
    filters: str
