"""A low score is looked after by somebody else, with a clock, once."""

import json
from datetime import timedelta

import pytest

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, CaseLink, Message
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.promises.models import Clock
from muhatap.surveys import operations as surveys
from muhatap.surveys.models import SurveyAnswer
from tests.surveys.conftest import STAFF, closed_case
from tests.world import NOON, load, make_case

LATER = NOON + timedelta(hours=3)


def answer(case, score, comment="", **more):
    told = surveys.Answer(score=score, comment=comment, **more)
    return surveys.answer_survey(case=case, answer=told, by=Actor.customer(case.customer_id), at=LATER)


def test_it_opens_a_case_with_another_owner_a_clock_and_a_link(asking):
    case = closed_case(asking)
    cases.assign(case=case, owner=asking.staff["mert"], by=STAFF, at=NOON)
    kept = answer(load(case.id), 2, "Kimse dönmedi.")
    new = load(SurveyAnswer.objects.get(id=kept.id).follow_up_id)
    # The only supervisor had the case: then its queue's people are told, and nobody judges her own work.
    assert new.owner is None
    assert (new.queue_id, new.topic_id, new.customer_id) == (case.queue_id, case.topic_id, case.customer_id)
    assert Clock.objects.filter(case=new, name="first_reply", stopped_at__isnull=True).exists()
    assert CaseLink.objects.filter(older=case, newer=new, reason="low_score").exists()
    told = json.loads(Event.objects.get(stream_id=case.id, kind="survey.low_score_followed").content)
    assert (told["new_number"], told["score"]) == (new.number, 2)
    assert Notice.objects.filter(kind="low_score", about_case_id=new.id).exists()


def test_a_supervisor_who_did_not_have_it_gets_it(asking):
    case = closed_case(asking)
    kept = answer(case, 1)
    new = load(SurveyAnswer.objects.get(id=kept.id).follow_up_id)
    assert new.owner == asking.staff["mert"]
    # No words are invented for her; the colleague reads a note.
    assert not Message.objects.filter(case=new, author="customer").exists()
    assert case.number in Message.objects.get(case=new, author="note").text


@pytest.mark.parametrize("score", [3, 4, 5])
def test_what_is_not_low_opens_nothing(asking, score):
    answer(closed_case(asking), score)
    assert Case.objects.count() == 1


def test_without_a_low_score_in_the_charter_nothing_opens(asking):
    asking.brand.survey = {name: said for name, said in asking.brand.survey.items() if name != "low_score"}
    asking.brand.save(update_fields=["survey"])
    answer(closed_case(asking), 1)
    assert Case.objects.count() == 1


def test_while_the_case_is_open_it_is_looked_after_there(asking):
    case = make_case(asking)
    surveys.plan_stage(case=load(case.id), stage="responded", by=STAFF, at=NOON)
    kept = answer(load(case.id), 1, "Anlamadım.")
    assert SurveyAnswer.objects.get(id=kept.id).follow_up_id == case.id
    assert Case.objects.count() == 1
    assert Notice.objects.filter(kind="low_score", about_case_id=case.id).exists()


def test_answering_twice_opens_one_case(asking):
    case = closed_case(asking)
    answer(case, 1)
    with pytest.raises(surveys.AnsweredAlready):
        answer(load(case.id), 1)
    assert Case.objects.count() == 2
    assert SurveyAnswer.objects.count() == 1


def test_the_charter_may_make_it_a_complaint(asking):
    asking.brand.survey = asking.brand.survey | {"follow_up": {"kind": "complaint", "role": "compliance"}}
    asking.brand.save(update_fields=["survey"])
    kept = answer(closed_case(asking), 1, "Haksızlık.")
    new = load(SurveyAnswer.objects.get(id=kept.id).follow_up_id)
    assert (new.kind, new.owner) == ("complaint", asking.staff["pelin"])
