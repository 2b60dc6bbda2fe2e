"""The desk's pages of surveys: scores beside the response rate, comments, follow-ups, what was done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import ClosedReason, Status
from muhatap.kernel.actors import Actor
from muhatap.reports import operations as reports
from muhatap.reports.keeping import write_cases
from muhatap.surveys import operations as surveys
from muhatap.surveys.models import SaidAndDone, SurveyAnswer
from tests.surveys.conftest import STAFF, SURVEY
from tests.world import load, make_case

HERE = "/desk/surveys/"


@pytest.fixture
def answered(world):
    """Two answers of Deniz's team: one praise that may be published, one low score; one person left out."""
    world.brand.survey = SURVEY
    world.brand.save(update_fields=["survey"])
    now = timezone.now()
    kept = []
    for customer, score, words in ((0, 5, "Deniz hızlıydı."), (1, 1, "Hiç aramadınız."), (0, None, "")):
        began = now - timedelta(days=3) + timedelta(hours=len(kept))
        case = make_case(world, at=began, customer=customer)
        cases.assign(case=case, owner=world.staff["deniz"], by=STAFF, at=began)
        cases.change_status(
            case=case,
            status=Status.CLOSED,
            closed=ClosedReason.SOLVED,
            by=STAFF,
            at=began + timedelta(hours=1),
        )
        surveys.ask_due(by=STAFF, at=began + timedelta(hours=3))
        if score is not None:
            told = surveys.Answer(score=score, comment=words, may_publish=score == 5)
            by = Actor.customer(case.customer_id)
            kept.append(
                surveys.answer_survey(case=load(case.id), answer=told, by=by, at=began + timedelta(hours=5))
            )
    write_cases(list(Case.objects.values_list("id", flat=True)), at=now)
    while reports.roll_days(by=STAFF, at=now):
        pass
    return kept


def shown(client, path=HERE):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_no_score_stands_without_how_many_answered(sign_in, world, answered):
    world.staff["mert"].language = "en"
    world.staff["mert"].save(update_fields=["language"])
    page = shown(sign_in("mert"))
    assert "was asked lately and rests" in page
    assert page.count("2 of 2") >= 5
    assert "too few to mean much" in page


def test_comments_are_word_by_word_and_only_of_ones_own_cases(sign_in, answered):
    page = shown(sign_in("mert"), f"{HERE}comments/")
    assert "Deniz hızlıydı." in page
    assert "Hiç aramadınız." in page
    assert "Hiç aramadınız." not in shown(sign_in("selin"), f"{HERE}comments/")
    assert sign_in("selin").get(f"{HERE}comments/{answered[0].id}/").status_code == 404
    assert sign_in("stranger").get(f"{HERE}comments/{answered[0].id}/").status_code == 404


def test_a_supervisor_publishes_a_cut_and_an_agent_does_not(sign_in, answered):
    place = f"{HERE}comments/{answered[0].id}/act/"
    published = {"act": "publish", "text": "[…] hızlıydı."}
    assert sign_in("deniz").post(place, published).status_code == 403
    mert = sign_in("mert")
    refused = mert.post(place, {"act": "publish", "text": "Harikaydı."})
    assert refused.status_code == 422
    assert mert.post(place, published).status_code == 303
    assert SurveyAnswer.objects.get(id=answered[0].id).published_text == "[…] hızlıydı."
    assert sign_in("gul").post(place, published).status_code == 403


def test_an_agent_answers_a_comment(sign_in, answered):
    place = f"{HERE}comments/{answered[1].id}/"
    assert (
        sign_in("deniz").post(f"{place}act/", {"act": "reply", "text": "Yarın arıyorum."}).status_code == 303
    )
    page = shown(sign_in("deniz"), place)
    assert "Yarın arıyorum." in page
    assert sign_in("mert").post(f"{place}act/", {"act": "reply", "text": "Ben de"}).status_code == 403


def test_a_follow_up_shows_its_owner_and_both_cases(sign_in, world, answered):
    page = shown(sign_in("mert"), f"{HERE}follow-ups/")
    first = answered[1].case.number
    new = load(SurveyAnswer.objects.get(id=answered[1].id).follow_up_id)
    assert first in page
    assert new.number in page
    assert "Mert Soylu" in page


def test_one_writes_what_was_done_and_another_publishes(sign_in, world):
    said = {
        "said-tr": "Geç",
        "said-en": "Late",
        "done-tr": "Ekip",
        "done-en": "Team",
        "done_on": "2026-11-01",
    }
    mert, pelin = sign_in("mert"), sign_in("pelin")
    assert mert.post(f"{HERE}said/nehir/new/", said | {"done-en": ""}).status_code == 422
    assert mert.post(f"{HERE}said/nehir/new/", said | {"done_on": "x"}).status_code == 422
    assert mert.post(f"{HERE}said/liman/new/", said).status_code == 404
    assert mert.post(f"{HERE}said/nehir/new/", said).status_code == 303
    entry = SaidAndDone.objects.get()
    mert.post(f"{HERE}said/{entry.id}/act/", {"act": "agree"})
    assert SaidAndDone.objects.get().published_at is None
    assert sign_in("stranger").post(f"{HERE}said/{entry.id}/act/", {"act": "agree"}).status_code == 404
    pelin.post(f"{HERE}said/{entry.id}/act/", {"act": "agree"})
    assert SaidAndDone.objects.get().published_at is not None
    assert sign_in("deniz").get(f"{HERE}said/").status_code == 403
