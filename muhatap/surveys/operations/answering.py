"""Taking a customer's answer about one case, once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.surveys.events import SurveyAnswered, SurveyRated
from muhatap.surveys.models import SurveyAnswer

SCORES = range(1, 6)
SCALES = {"nps": range(11), "ces": range(1, 8)}


class NotAScore(ValueError):
    """A score outside of its scale: CSAT 1 to 5, NPS 0 to 10, CES 1 to 7."""


class AnsweredAlready(Exception):
    """The survey of a case is answered once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a customer answers: satisfaction, other scales, her words, and whether they may be shown."""

    score: int
    recommend: int | None = None
    effort: int | None = None
    comment: str = ""
    may_publish: bool = False

    @property
    def ratings(self) -> dict[str, int]:
        """The answered scales beside satisfaction."""
        told = {"nps": self.recommend, "ces": self.effort}
        return {sort: score for sort, score in told.items() if score is not None}


def answer_survey(*, case: Case, answer: Answer, by: Actor, at: datetime) -> SurveyAnswer:
    """Keep what the customer answers about a case, her words masked; NotAScore, AnsweredAlready."""
    if answer.score not in SCORES or any(each not in SCALES[sort] for sort, each in answer.ratings.items()):
        raise NotAScore(answer.score)
    if SurveyAnswer.objects.filter(case=case).exists():
        raise AnsweredAlready(case.id)
    words = mask(answer.comment.strip()).text
    try:
        with unit_of_work() as unit:
            kept = SurveyAnswer(
                brand_id=case.brand_id,
                case=case,
                score=answer.score,
                recommend=answer.recommend,
                effort=answer.effort,
                comment=words,
                may_publish=answer.may_publish and bool(words),
                at=at,
            )
            unit.add(kept)
            about = {
                "brand": case.brand_id,
                "case": case.id,
                "channel": case.channel,
                "topic": case.topic.code if case.topic else "",
                "case_kind": case.kind,
            }
            for sort, score in answer.ratings.items():
                record(SurveyRated(sort=sort, score=score, **about), by=by, at=at)
            record(SurveyAnswered(score=answer.score, has_comment=bool(words), **about), by=by, at=at)
    except IntegrityError as twice:
        raise AnsweredAlready(case.id) from twice
    return kept
