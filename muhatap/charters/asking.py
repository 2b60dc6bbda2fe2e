"""What a charter asks customers afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from muhatap.charters.mapping import keyed
from muhatap.charters.texts import Text


@dataclass(frozen=True)
class OwnQuestion:
    code: str
    text: Text
    scale: str
    choices: tuple[Text, ...] = ()


@dataclass(frozen=True)
class StageSurvey:
    code: str
    question: Text
    ask: tuple[str, ...] = ()
    after: str = ""
    in_complaint: bool = False


@dataclass(frozen=True)
class PeriodicSurvey:
    question: Text
    every_months: int
    recommend: Text | None = None
    ask: tuple[str, ...] = ()
    sample: int | None = None


@dataclass(frozen=True)
class FollowUp:
    kind: str = "request"
    role: str = "supervisor"


@dataclass(frozen=True)
class Survey:
    question: Text
    comment: Text | None = None
    recommend: Text | None = None
    effort: Text | None = None
    consent: Text | None = None
    questions: tuple[OwnQuestion, ...] = keyed()
    ask: tuple[str, ...] = ()
    stages: tuple[StageSurvey, ...] = keyed()
    low_score: int | None = None
    follow_up: FollowUp | None = None
    not_for: tuple[str, ...] = ()
    periodic: PeriodicSurvey | None = None
    after: str = ""
    open_days: int | None = None
    rest_days: int | None = None
    in_complaint: bool = False
    enabled: bool = True
