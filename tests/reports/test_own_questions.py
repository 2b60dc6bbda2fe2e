"""Own survey questions as measures: counted like satisfaction, by the charter's scale, from the facts."""

from datetime import timedelta

import pytest

from muhatap.reports import operations as reports
from muhatap.reports import queries
from muhatap.reports.keeping import write_cases
from muhatap.reports.own import own_measures
from muhatap.surveys import operations as surveys
from tests.surveys.conftest import STAFF, SURVEY
from tests.world import NOON, make_case

QUESTIONS = {
    "quick": {"text": {"tr": "Hızlı mıydık?", "en": "Were we quick?"}, "scale": "rating"},
    "again": {"text": {"tr": "Önerir misiniz?"}, "scale": "recommend"},
    "easy": {"text": {"tr": "Kolay mıydı?"}, "scale": "ease"},
    "first": {"text": {"tr": "İlk mi?"}, "scale": "yes_no"},
    "wish": SURVEY["questions"]["wish"],
}
ANSWERS = (
    {"quick": "5", "again": "10", "easy": "7", "first": "1", "wish": "1"},
    {"quick": "4", "again": "9", "easy": "4", "first": "0", "wish": "2"},
    {"quick": "2", "again": "3", "easy": "5"},
)
PERIOD = queries.Period(NOON.date() - timedelta(days=1), NOON.date() + timedelta(days=2))


@pytest.fixture
def counted(world):
    world.brand.survey = {**SURVEY, "questions": QUESTIONS, "ask": list(QUESTIONS)}
    world.brand.save(update_fields=["survey"])
    ids = []
    for customer, own in enumerate(ANSWERS):
        case = make_case(world, customer=customer % 2)
        ids.append(case.id)
        surveys.answer_survey(case=case, answer=surveys.Answer(score=4, own=own), by=STAFF, at=NOON)
    write_cases(ids, at=NOON)
    while reports.roll_days(by=STAFF, at=NOON):
        pass
    return world


def test_each_scale_is_counted_its_own_way_and_beside_the_catalogue(counted):
    found = queries.figures(
        ["csat", "own_quick", "own_again", "own_easy", "own_first", "survey_response"],
        PERIOD,
        brands=[counted.brand],
    )
    told = {each.measure.id: (each.part, each.size) for each in found}
    assert told["own_quick"] == (2, 3)
    assert told["own_again"] == (1, 3)
    assert told["own_easy"] == (2, 3)
    assert told["own_first"] == (1, 2)
    assert told["csat"] == (3, 3)


def test_a_question_is_broken_down_by_topic_and_a_choice_is_no_measure(counted):
    (figure,) = queries.figures(["own_quick"], PERIOD, brands=[counted.brand], by=("topic",))
    assert (figure.key, figure.part, figure.whole) == (("PAY-WD",), 2, 3)
    assert "own_wish" not in own_measures([counted.brand])
    with pytest.raises(queries.UnknownMeasure):
        queries.figures(["own_wish"], PERIOD, brands=[counted.brand])


def test_of_another_brand_nothing_is_counted(counted):
    with pytest.raises(queries.UnknownMeasure):
        queries.figures(["own_quick"], PERIOD, brands=[counted.other_brand])
