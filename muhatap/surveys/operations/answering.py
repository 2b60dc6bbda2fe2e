"""Taking a customer's answer, once for each time that she is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.surveys.asking import OPEN_DAYS
from muhatap.surveys.events import SurveyAnswered, SurveyInvited, SurveyRated
from muhatap.surveys.models import OwnAnswer, SurveyAnswer, SurveyInvitation
from muhatap.surveys.operations.following_up import follow_low_score
from muhatap.surveys.queries import open_invitation
from muhatap.surveys.questions import NotAnAnswer, Question, Scale, own_sort, questions_of, read_own
from muhatap.surveys.sorts import Sort, State, Via

SCORES = range(1, 6)
SCALES = {"nps": range(11), "ces": range(1, 8)}


class NotAScore(ValueError):
    """A score outside of its scale: CSAT 1 to 5, NPS 0 to 10, CES 1 to 7, or what a question allows."""


class AnsweredAlready(Exception):
    """A survey is answered once."""


class SurveyOver(Exception):
    """The time in which an invitation can be answered has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a customer answers: satisfaction, other scales, her words, and whether they may be shown.

    `own` are the answers to the brand's own questions as they were typed or chosen, by code.
    """

    score: int
    recommend: int | None = None
    effort: int | None = None
    comment: str = ""
    may_publish: bool = False
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def ratings(self) -> dict[str, int]:
        """The answered scales beside satisfaction."""
        told = {"nps": self.recommend, "ces": self.effort}
        return {sort: score for sort, score in told.items() if score is not None}


def answer_survey(
    *, case: Case, answer: Answer, by: Actor, at: datetime, invitation: SurveyInvitation | None = None
) -> SurveyAnswer:
    """Keep what the customer answers, her words as she wrote them but for what is never kept.

    Without an invitation it belongs to the case's open one. A low score is followed up in the same
    transaction. NotAScore, AnsweredAlready, SurveyOver.
    """
    if answer.score not in SCORES or any(each not in SCALES[sort] for sort, each in answer.ratings.items()):
        raise NotAScore(answer.score)
    words = mask(answer.comment.strip()).text
    try:
        with unit_of_work() as unit:
            asked = _held(invitation or open_invitation(case, at), by=by, at=at)
            if asked is None and SurveyAnswer.objects.filter(case=case).exists():
                raise AnsweredAlready(case.id)
            questions = questions_of(case.brand.survey, *_occasion(asked))
            own = _own_of(questions, answer)
            kept = SurveyAnswer(
                brand_id=case.brand_id,
                case=case,
                invitation=asked,
                sort=asked.sort if asked else Sort.CLOSING,
                score=answer.score,
                recommend=answer.recommend,
                effort=answer.effort,
                comment=words,
                may_publish=answer.may_publish and bool(words),
                at=at,
            )
            follow_low_score(answer=kept, by=by, at=at)
            unit.add(kept, *(_row(kept, each, *own[each.code]) for each in questions if each.code in own))
            rated = answer.ratings | _explained(questions, own) | _measured(questions, own)
            _record(kept, rated, len(own), by=by, at=at)
    except IntegrityError as twice:
        raise AnsweredAlready(case.id) from twice
    return kept


def _held(row: SurveyInvitation | None, *, by: Actor, at: datetime) -> SurveyInvitation | None:
    """The invitation, locked and answered; one that is only planned was answered before it went out."""
    if row is None:
        return None
    held = SurveyInvitation.objects.select_for_update(of=("self",)).get(id=row.id)
    if held.state == State.ANSWERED:
        raise AnsweredAlready(held.id)
    if held.state == State.LEFT_OUT or (held.closes_at is not None and held.closes_at <= at):
        raise SurveyOver(held.id)
    if held.state == State.PLANNED:
        held.via, held.asked_at, held.closes_at = Via.PORTAL, at, at + timedelta(days=OPEN_DAYS)
        record(
            SurveyInvited(
                brand=held.brand_id,
                case=held.case_id,
                invitation=held.id,
                sort=held.sort,
                stage=held.stage,
                via=held.via,
                message=None,
            ),
            by=by,
            at=at,
        )
    held.state = State.ANSWERED
    held.save(update_fields=["state", "via", "asked_at", "closes_at"])
    return held


def _occasion(asked: SurveyInvitation | None) -> tuple[str, str]:
    return (asked.sort, asked.stage) if asked else (Sort.CLOSING, "")


def _own_of(questions: list[Question], answer: Answer) -> dict[str, tuple[int | None, str]]:
    try:
        return read_own(questions, answer.own)
    except NotAnAnswer as wrong:
        raise NotAScore(wrong.code) from wrong


def _row(kept: SurveyAnswer, question: Question, score: int | None, words: str) -> OwnAnswer:
    return OwnAnswer(
        answer=kept, question=question.code, scale=question.scale, score=score, words=mask(words).text
    )


def _explained(questions: list[Question], own: dict[str, tuple[int | None, str]]) -> dict[str, int]:
    """What the fairness of decisions is measured by: the first question whether the answer was explained."""
    for question in questions:
        score = own.get(question.code, (None, ""))[0]
        if question.scale is Scale.EXPLAINED and score is not None:
            return {"explained": score}
    return {}


def _measured(questions: list[Question], own: dict[str, tuple[int | None, str]]) -> dict[str, int]:
    """The numbers that answer own questions, each under its own name, as `reports.own` counts them."""
    rated = [each for each in questions if each.code in own and each.scale is not Scale.CHOICE]
    scores = {own_sort(each.code, each.scale): own[each.code][0] for each in rated}
    return {sort: score for sort, score in scores.items() if score is not None}


def _record(kept: SurveyAnswer, ratings: dict[str, int], own: int, *, by: Actor, at: datetime) -> None:
    case = kept.case
    about = {
        "brand": case.brand_id,
        "case": case.id,
        "channel": case.channel,
        "topic": case.topic.code if case.topic else "",
        "case_kind": case.kind,
    }
    for sort, score in ratings.items():
        record(SurveyRated(sort=sort, score=score, **about), by=by, at=at)
    told = SurveyAnswered(
        score=kept.score,
        has_comment=bool(kept.comment),
        invitation=kept.invitation_id,
        occasion=kept.sort,
        own=own,
        **about,
    )
    record(told, by=by, at=at)
