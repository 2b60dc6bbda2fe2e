"""What customers say about how they were served."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from muhatap.cases.events import CaseFact
from muhatap.kernel.facts import BrandFact, Upcaster


@dataclass(frozen=True, kw_only=True)
class SurveyInvited(CaseFact):
    """The customer was asked: `sort` is closing, stage or periodic, `via` email, chat or portal."""

    kind: ClassVar[str] = "survey.invited"

    invitation: int
    sort: str
    stage: str
    via: str
    message: int | None


@dataclass(frozen=True, kw_only=True)
class SurveyShown(CaseFact):
    """The customer saw a question that nobody sent her: on the page of her case."""

    kind: ClassVar[str] = "survey.shown"

    invitation: int


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(CaseFact):
    """The customer said how satisfied she is, from 1 to 5; her words lie with the answer, not here."""

    kind: ClassVar[str] = "survey.answered"
    schema: ClassVar[int] = 2
    upcasters: ClassVar[Mapping[int, Upcaster]] = {
        1: lambda values: values | {"invitation": None, "occasion": "closing", "own": 0}
    }

    score: int
    has_comment: bool
    channel: str
    topic: str
    case_kind: str
    invitation: int | None
    occasion: str
    own: int


@dataclass(frozen=True, kw_only=True)
class SurveyRated(CaseFact):
    """Beside satisfaction she answered one more scale: `nps` 0 to 10, `ces` 1 to 7, `explained` 1 to 5."""

    kind: ClassVar[str] = "survey.rated"

    sort: str
    score: int
    channel: str
    topic: str
    case_kind: str


@dataclass(frozen=True, kw_only=True)
class LowScoreFollowed(CaseFact):
    """A low score is looked after: in a new case, or in this one where it is still open (`new_case` None)."""

    kind: ClassVar[str] = "survey.low_score_followed"

    answer: int
    score: int
    new_case: int | None
    new_number: str
    owner: int | None


@dataclass(frozen=True, kw_only=True)
class CommentAnswered(CaseFact):
    """Staff answered the customer's comment; `message` is the letter."""

    kind: ClassVar[str] = "survey.comment_answered"

    answer: int
    message: int


@dataclass(frozen=True, kw_only=True)
class CommentPublished(CaseFact):
    """A comment became public, by the customer's leave; the digest is of what the public reads."""

    kind: ClassVar[str] = "survey.comment_published"
    personal: ClassVar[frozenset[str]] = frozenset({"text_digest"})

    answer: int
    cuts: int
    has_reply: bool
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class CommentKeptInside(CaseFact):
    """A comment is not published, or no longer."""

    kind: ClassVar[str] = "survey.comment_kept_inside"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    answer: int
    was_public: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class SaidAndDonePublished(BrandFact):
    """What customers said and what was done became public, by two people."""

    kind: ClassVar[str] = "survey.deed_published"

    entry: int
    written_by: int
    agreed_by: int
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class SaidAndDoneWithdrawn(BrandFact):
    """What customers said and what was done is public no more."""

    kind: ClassVar[str] = "survey.deed_withdrawn"

    entry: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SaidAndDoneTold(CaseFact):
    """Whoever gave feedback was written to about what was done; `why` says why she was not."""

    kind: ClassVar[str] = "survey.deed_told"

    entry: int
    answer: int
    message: int | None
    why: str
