"""What can happen to reviews of handled cases, to coaching, training and improvements.

They stand in the brand's chain, not in the case's: colleagues who read a case do not read of its review.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class ScorecardWritten(BrandFact):
    """A scorecard has a new version; reviews keep the one that they were written on."""

    kind: ClassVar[str] = "scorecard.written"

    scorecard: str
    version: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class SampleDrawn(BrandFact):
    """Cases were drawn for review: `seed` and `population_digest` (SHA-256) let anybody draw them again."""

    kind: ClassVar[str] = "quality.sample_drawn"

    sample: int
    seed: str
    population: int
    population_digest: str
    cases: int


@dataclass(frozen=True, kw_only=True)
class ReviewTaken(BrandFact):
    """A reviewer took a review, or gave it back."""

    kind: ClassVar[str] = "quality.review_taken"

    review: int
    reviewer: int | None


@dataclass(frozen=True, kw_only=True)
class ReviewFinished(BrandFact):
    """A review is done; scores are hundredths of a percent, `base` without critical errors."""

    kind: ClassVar[str] = "quality.reviewed"
    personal: ClassVar[frozenset[str]] = frozenset({"score", "base", "errors", "has_passed"})

    review: int
    role: str
    agent: int
    channel: str
    topic: str
    score: int
    base: int
    errors: int
    has_passed: bool


@dataclass(frozen=True, kw_only=True)
class ReviewersCompared(BrandFact):
    """Two people reviewed a case without seeing each other's marks; whether each passed it."""

    kind: ClassVar[str] = "quality.compared"

    review: int
    second: int
    agent: int
    channel: str
    topic: str
    first_passed: bool
    second_passed: bool


@dataclass(frozen=True, kw_only=True)
class ReviewShared(BrandFact):
    """The agent can read her review."""

    kind: ClassVar[str] = "quality.shared"

    review: int
    agent: int


@dataclass(frozen=True, kw_only=True)
class ReviewAcknowledged(BrandFact):
    """The agent has read her review and agrees, or lets it stand."""

    kind: ClassVar[str] = "quality.acknowledged"

    review: int
    agent: int


@dataclass(frozen=True, kw_only=True)
class ReviewDisputed(BrandFact):
    """The agent disagrees in writing; another reviewer decides in the review `second`."""

    kind: ClassVar[str] = "quality.disputed"

    review: int
    agent: int
    second: int


@dataclass(frozen=True, kw_only=True)
class DisputeSettled(BrandFact):
    """Another reviewer decided on a dispute; the score that counts from now on."""

    kind: ClassVar[str] = "quality.settled"
    personal: ClassVar[frozenset[str]] = frozenset({"score", "previous"})

    review: int
    agent: int
    score: int
    previous: int


@dataclass(frozen=True, kw_only=True)
class GoalSet(BrandFact):
    """A coach and an agent have one goal; the next sample checks it."""

    kind: ClassVar[str] = "coaching.goal_set"

    note: int
    agent: int
    criterion: str
    target: int


@dataclass(frozen=True, kw_only=True)
class GoalChecked(BrandFact):
    """The next sample has shown whether a goal was met, or it was dropped; `found` is a percentage."""

    kind: ClassVar[str] = "coaching.goal_checked"
    personal: ClassVar[frozenset[str]] = frozenset({"outcome", "found"})

    note: int
    agent: int
    outcome: str
    found: int | None


@dataclass(frozen=True, kw_only=True)
class CourseWritten(BrandFact):
    """The catalogue of training has a new or changed course."""

    kind: ClassVar[str] = "training.course_written"

    course: str


@dataclass(frozen=True, kw_only=True)
class SessionPlanned(BrandFact):
    """A course is held on a day."""

    kind: ClassVar[str] = "training.session_planned"

    course: str
    session: int


@dataclass(frozen=True, kw_only=True)
class AttendanceNoted(BrandFact):
    """It was noted who came to a session."""

    kind: ClassVar[str] = "training.attendance_noted"

    course: str
    session: int
    attended: int
    absent: int


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(BrandFact):
    """Somebody can do something from a day on; `skill` names what routing asks for, empty where nothing."""

    kind: ClassVar[str] = "training.certified"

    certificate: int
    course: str
    staff: int
    skill: str
    issued_on: date
    expires_on: date | None


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(BrandFact):
    """A certificate does not hold any more."""

    kind: ClassVar[str] = "training.certificate_revoked"

    certificate: int
    course: str
    staff: int
    skill: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ImprovementOpened(BrandFact):
    """Somebody will change something, and a measure will say whether it helped."""

    kind: ClassVar[str] = "improvement.opened"

    improvement: int
    number: int
    measure: str
    owner: int
    baseline: str
    target: str
    check_on: date


@dataclass(frozen=True, kw_only=True)
class ImprovementMoved(BrandFact):
    """An improvement has another owner or another day of its check, and why."""

    kind: ClassVar[str] = "improvement.moved"

    improvement: int
    number: int
    owner: int
    check_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ImprovementClosed(BrandFact):
    """An improvement was measured again and kept, changed or rolled back."""

    kind: ClassVar[str] = "improvement.closed"

    improvement: int
    number: int
    measure: str
    after: str
    size: int
    verdict: str


@dataclass(frozen=True, kw_only=True)
class ImprovementPublished(BrandFact):
    """The public reads what customers said and what was done; `text_digest` is the SHA-256 of the words."""

    kind: ClassVar[str] = "improvement.published"

    improvement: int
    number: int
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class QualityTermsSet(BrandFact):
    """Somebody set how often work is reviewed, and when a case counts as risky."""

    kind: ClassVar[str] = "quality.terms_set"

    values: str
