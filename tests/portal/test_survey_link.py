"""The page that a survey's letter leads to: once, without signing in, without cookies and scripts."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from muhatap.cases.models import Case, CaseLink, Message
from muhatap.channels.answer_links import answer_token
from muhatap.kernel.actors import Actor
from muhatap.surveys import operations as surveys
from muhatap.surveys.models import OwnAnswer, SurveyAnswer, SurveyInvitation
from tests.surveys.conftest import STAFF, asking, closed_case  # noqa: F401

WEEK = timedelta(days=7)


@pytest.fixture
def link(asking):  # noqa: F811
    """A case that was closed a day ago, about which its customer was asked; and the address of her letter."""
    now = timezone.now()
    case = closed_case(asking, at=now - timedelta(days=1), language="en")
    surveys.ask_due(by=STAFF, at=now - timedelta(hours=2))
    row = SurveyInvitation.objects.get(case=case)
    return case, row, f"/nehir/survey/{answer_token(case.brand_id, row.id)}/"


@pytest.fixture
def stranger():
    """A browser that never was here and enforces what browsers enforce."""
    return Client(enforce_csrf_checks=True)


def test_opening_it_changes_nothing_and_answering_ends_it(link, stranger):
    case, row, address = link
    for _ in range(2):
        shown = stranger.get(address)
        assert shown.status_code == 200
        assert "How satisfied are you?" in shown.content.decode()
    # A mail's scanner may open the address as often as it likes.
    assert not SurveyAnswer.objects.exists()
    said = {"score": "5", "recommend": "10", "comment": "Quick and clear.", "may_publish": "yes"}
    assert stranger.post(address, said).status_code == 303
    kept = SurveyAnswer.objects.get(invitation=row)
    assert (kept.score, kept.recommend, kept.may_publish) == (5, 10, True)
    assert "Thank you for your answer" in stranger.get(address).content.decode()
    assert stranger.post(address, {"score": "1"}).status_code in (200, 303)
    assert SurveyAnswer.objects.get(case=case).score == 5


def test_it_does_not_open_the_case(link, stranger):
    case, _, address = link
    page = stranger.get(address).content.decode()
    assert case.number not in page
    assert case.subject not in page
    assert stranger.get(f"/nehir/cases/{case.number}/").status_code == 303


@pytest.mark.parametrize("score", ["", "0", "6", "x", "99999"])
def test_what_was_typed_is_still_there_when_the_score_is_missing(link, stranger, score):
    answer = stranger.post(link[2], {"score": score, "comment": "Kept words", "recommend": "7"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kept words" in page
    assert 'value="7" checked' in page
    assert "choose a number from 1 to 5" in page


def test_another_brands_address_and_a_guessed_one_lead_nowhere(link, stranger):
    _, row, address = link
    assert stranger.get(address.replace("/nehir/", "/liman/")).status_code == 404
    assert stranger.get(f"/nehir/survey/{row.id}-{'a' * 32}/").status_code == 404
    assert stranger.get("/nehir/survey/x/").status_code == 404


def test_after_its_time_it_says_where_to_write(link, stranger):
    _, row, address = link
    SurveyInvitation.objects.filter(id=row.id).update(closes_at=timezone.now())
    assert stranger.get(address).status_code == 410
    stranger.post(address, {"score": "5"})
    assert not SurveyAnswer.objects.exists()


def test_a_low_score_opens_a_case_with_owner_and_clock_linked_to_the_first(asking, link, stranger):  # noqa: F811
    case, _, address = link
    stranger.post(address, {"score": "1", "comment": "Nobody called me back."})
    new = SurveyAnswer.objects.get(case=case).follow_up
    assert (new.is_open, new.owner) == (True, asking.staff["mert"])
    assert CaseLink.objects.get(older=case, newer=new).reason == "low_score"
    assert Message.objects.filter(case=new, author="customer").get().text == "Nobody called me back."
    page = stranger.get(address).content.decode()
    assert new.number in page
    assert "You hear from us at the latest" in page
    stranger.post(address, {"score": "1"})
    assert Case.objects.count() == 2


def test_large_print_and_language_are_hers(link, stranger):
    case, _, address = link
    case.customer.preferences = {"telling": {"by": "email", "large": True, "quiet": None}}
    case.customer.save(update_fields=["preferences"])
    assert 'data-size="large"' in stranger.get(address).content.decode()
    assert 'lang="tr"' in stranger.get(f"{address}?lang=tr").content.decode()


def test_own_questions_of_a_stage_are_asked_and_kept(asking, stranger):  # noqa: F811
    now = timezone.now()
    case = closed_case(asking, at=now - timedelta(days=1), language="en")
    SurveyInvitation.objects.all().delete()
    surveys.plan_stage(case=case, stage="responded", by=STAFF, at=now - timedelta(hours=3))
    surveys.ask_due(by=STAFF, at=now - timedelta(hours=1))
    row = SurveyInvitation.objects.get(case=case)
    address = f"/nehir/survey/{answer_token(case.brand_id, row.id)}/"
    assert "Was it explained?" in stranger.get(address).content.decode()
    assert stranger.post(address, {"score": "4", "explained": "9"}).status_code == 422
    stranger.post(address, {"score": "4", "explained": "2"})
    own = OwnAnswer.objects.get(answer__invitation=row)
    assert (own.question, own.score) == ("explained", 2)


def test_the_public_reads_what_two_people_agreed_and_what_she_allowed(asking, link, stranger):  # noqa: F811
    case, _, address = link
    stranger.post(address, {"score": "5", "comment": "Deniz called at once.", "may_publish": "yes"})
    mert, pelin = (Actor.staff(asking.staff[name].pk) for name in ("mert", "pelin"))
    now = timezone.now()
    entry = surveys.write_deed(
        brand=case.brand,
        said={"tr": "Yanıt geç geliyor.", "en": "Answers come late."},
        done={"tr": "Akşam ekibi kurduk.", "en": "We set up an evening team."},
        done_on=now.date(),
        by=mert,
        at=now,
    )
    answer = SurveyAnswer.objects.get(case=case)
    surveys.publish_comment(answer=answer, text="[…] called at once.", reply="", by=mert, at=now)
    before = stranger.get("/nehir/said/?lang=en").content.decode()
    assert "evening team" not in before
    surveys.agree_deed(entry=entry, by=pelin, at=now)
    page = stranger.get("/nehir/said/?lang=en").content.decode()
    assert "We set up an evening team." in page
    assert "[…] called at once." in page
    assert "Deniz" not in page
