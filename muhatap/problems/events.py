"""What can happen to a problem, and to a case that one stands behind."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from muhatap.cases.events import CaseFact
from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class ProblemTied(CaseFact):
    """A case and a problem belong together; `how` says by whom or what."""

    kind: ClassVar[str] = "problem.case_tied"

    problem: int
    number: int
    how: str


@dataclass(frozen=True, kw_only=True)
class ProblemUntied(CaseFact):
    """A case and a problem do not belong together after all."""

    kind: ClassVar[str] = "problem.case_untied"

    problem: int
    number: int


@dataclass(frozen=True, kw_only=True)
class NoticeGiven(CaseFact):
    """The customer of a case got the message that goes to everybody whom a problem affects."""

    kind: ClassVar[str] = "problem.notice_given"

    problem: int
    number: int
    notice: int
    message: int


@dataclass(frozen=True, kw_only=True)
class ProblemOpened(BrandFact):
    """Somebody wrote down a cause behind several cases."""

    kind: ClassVar[str] = "problem.opened"

    problem: int
    number: int
    title: str
    owner: int
    severity: int


@dataclass(frozen=True, kw_only=True)
class ProblemDescribed(BrandFact):
    """What is known of a problem changed; `fields` names what."""

    kind: ClassVar[str] = "problem.described"

    problem: int
    number: int
    fields: tuple[str, ...]
    content_digest: str


@dataclass(frozen=True, kw_only=True)
class ProblemMoved(BrandFact):
    """A problem came to another state."""

    kind: ClassVar[str] = "problem.moved"

    problem: int
    number: int
    state: str
    previous: str
    reason: str
    fixed_on: date | None


@dataclass(frozen=True, kw_only=True)
class ProblemReturned(BrandFact):
    """A case came after the fix, so the fix has failed."""

    kind: ClassVar[str] = "problem.returned"

    problem: int
    number: int
    case: int
    fixed_on: date


@dataclass(frozen=True, kw_only=True)
class KnownIssuePublished(BrandFact):
    """The public reads of a problem; `text_digest` is the SHA-256 of the words."""

    kind: ClassVar[str] = "known_issue.published"

    problem: int
    number: int
    version: int
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class KnownIssueEnded(BrandFact):
    """The public no longer reads of a problem."""

    kind: ClassVar[str] = "known_issue.ended"

    problem: int
    number: int
    version: int


@dataclass(frozen=True, kw_only=True)
class NoticeStarted(BrandFact):
    """A message to everybody affected goes out, agreed by a second person where there are many."""

    kind: ClassVar[str] = "problem.notice_started"

    problem: int
    number: int
    notice: int
    count: int
    proposal: int | None
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class AffectedAsked(BrandFact):
    """The operator's system was asked whom a problem affects; `outcome` is `answered` or why not."""

    kind: ClassVar[str] = "problem.affected_asked"

    problem: int
    number: int
    call: str
    outcome: str
    count: int


@dataclass(frozen=True, kw_only=True)
class RateRose(BrandFact):
    """Cases that are alike came faster than chance explains."""

    kind: ClassVar[str] = "problem.rate_rose"

    suggestion: int
    recent: int
    expected_tenths: int


@dataclass(frozen=True, kw_only=True)
class SuggestionDecided(BrandFact):
    """A person decided whether one cause stands behind cases that are alike."""

    kind: ClassVar[str] = "problem.suggestion_decided"

    suggestion: int
    problem: int | None
    cases: int


@dataclass(frozen=True, kw_only=True)
class ProblemTermsSet(BrandFact):
    """Somebody set how readily the brand is alarmed and from how many people two send a notice."""

    kind: ClassVar[str] = "problem.terms_set"

    sensitivity: str
    least_cases: int
    second_above: int
    cost_per_case: int
    currency: str
