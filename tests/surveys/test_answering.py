"""One question about one case, answered once."""

import json

import pytest

from muhatap.audit.models import Event
from muhatap.kernel.actors import Actor
from muhatap.surveys import operations as surveys
from muhatap.surveys.models import SurveyAnswer
from tests.world import NOON, make_case

CUSTOMER = Actor.customer(1)


def answer(case, score=4, comment=""):
    return surveys.answer_survey(case=case, score=score, comment=comment, by=CUSTOMER, at=NOON)


def test_an_answer_is_kept_and_recorded_without_its_words(world):
    case = make_case(world)
    answer(case, 5, "Teşekkürler, kartım 4242 4242 4242 4242")
    kept = SurveyAnswer.objects.get(case=case)
    assert kept.score == 5
    assert "4242 4242" not in kept.comment
    told = json.loads(Event.objects.get(stream_id=case.id, kind="survey.answered").content)
    assert (told["score"], told["has_comment"]) == (5, True)
    assert "Teşekkürler" not in json.dumps(told, ensure_ascii=False)


@pytest.mark.parametrize("score", [0, 6, -1])
def test_only_one_to_five_is_a_score(world, score):
    with pytest.raises(surveys.NotAScore):
        answer(make_case(world), score)


def test_a_case_is_answered_once(world):
    case = make_case(world)
    answer(case)
    with pytest.raises(surveys.AnsweredAlready):
        answer(case, 1)
    assert SurveyAnswer.objects.get(case=case).score == 4
