"""What customers say about how they were served."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.cases.events import CaseFact


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(CaseFact):
    """The customer said how satisfied she is, from 1 to 5; her words lie with the answer, not here."""

    kind: ClassVar[str] = "survey.answered"

    score: int
    has_comment: bool
    channel: str
    topic: str
    case_kind: str


@dataclass(frozen=True, kw_only=True)
class SurveyRated(CaseFact):
    """Beside satisfaction she answered one more scale: `nps` from 0 to 10 or `ces` from 1 to 7."""

    kind: ClassVar[str] = "survey.rated"

    sort: str
    score: int
    channel: str
    topic: str
    case_kind: str
