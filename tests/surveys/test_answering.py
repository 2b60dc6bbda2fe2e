"""One question about one case, answered once."""

import json

import pytest

from muhatap.audit.models import Event
from muhatap.kernel.actors import Actor
from muhatap.reports.observations import Kind
from muhatap.reports.surroundings import Ground, fold_cases
from muhatap.surveys import operations as surveys
from muhatap.surveys.models import SurveyAnswer
from tests.world import NOON, make_case

CUSTOMER = Actor.customer(1)


def answer(case, score=4, comment="", **more):
    told = surveys.Answer(score=score, comment=comment, **more)
    return surveys.answer_survey(case=case, answer=told, by=CUSTOMER, at=NOON)


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


def test_more_scales_are_kept_and_recorded_each(world):
    case = make_case(world)
    kept = answer(case, 5, "İyi anlattınız.", recommend=9, effort=7, may_publish=True)
    assert (kept.recommend, kept.effort, kept.may_publish) == (9, 7, True)
    told = [json.loads(each.content) for each in Event.objects.filter(stream_id=case.id, kind="survey.rated")]
    assert {(each["sort"], each["score"]) for each in told} == {("nps", 9), ("ces", 7)}


@pytest.mark.parametrize("more", [{"recommend": 11}, {"effort": 0}, {"effort": 8}, {"recommend": -1}])
def test_a_scale_has_its_ends(world, more):
    case = make_case(world)
    with pytest.raises(surveys.NotAScore):
        answer(case, 5, **more)
    assert not SurveyAnswer.objects.filter(case=case).exists()


def test_without_words_there_is_nothing_to_publish(world):
    assert answer(make_case(world), 5, "  ", may_publish=True).may_publish is False


def test_scales_are_measured_and_one_invitation_counts_once(world):
    case = make_case(world)
    answer(case, 5, recommend=10, effort=6)
    (_, folded) = fold_cases([case.id], ground=Ground(), as_of=NOON)[case.id]
    said = [each.values for each in folded.observations if each.kind is Kind.SURVEY]
    assert {each["sort"]: each["score"] for each in said} == {"csat": 5, "nps": 10, "ces": 6}
    assert sum(each["invited"] for each in said) == 1
