"""Taking a customer's answer about one case, once."""

from datetime import datetime

from django.db import IntegrityError

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.surveys.events import SurveyAnswered
from muhatap.surveys.models import SurveyAnswer

SCORES = range(1, 6)


class NotAScore(ValueError):
    """A score outside 1 to 5."""


class AnsweredAlready(Exception):
    """The survey of a case is answered once."""


def answer_survey(*, case: Case, score: int, comment: str, by: Actor, at: datetime) -> SurveyAnswer:
    """Keep how satisfied the customer is (CSAT, 1 to 5) and her words, masked; `AnsweredAlready` after."""
    if score not in SCORES:
        raise NotAScore(score)
    if SurveyAnswer.objects.filter(case=case).exists():
        raise AnsweredAlready(case.id)
    words = mask(comment.strip()).text
    try:
        with unit_of_work() as unit:
            answer = SurveyAnswer(brand_id=case.brand_id, case=case, score=score, comment=words, at=at)
            unit.add(answer)
            record(
                SurveyAnswered(
                    brand=case.brand_id,
                    case=case.id,
                    score=score,
                    has_comment=bool(words),
                    channel=case.channel,
                    topic=case.topic.code if case.topic else "",
                    case_kind=case.kind,
                ),
                by=by,
                at=at,
            )
    except IntegrityError as twice:
        raise AnsweredAlready(case.id) from twice
    return answer
