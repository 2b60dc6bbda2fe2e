"""The page of a case: everything that was ever said to the customer, and never a word that was not."""

import html
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.evidence import operations as evidence
from muhatap.kernel.actors import Actor
from muhatap.promises.derivations import told_lines
from muhatap.promises.explaining import Audience
from muhatap.promises.queries import clocks_of
from muhatap.surveys.models import SurveyAnswer
from tests.portal.conftest import PNG, PROGRAM
from tests.world import load

pytestmark = [pytest.mark.urls("tests.portal.urls"), pytest.mark.usefixtures("shop")]


@pytest.fixture
def deniz(shop):
    return Actor.staff(shop.staff["deniz"].id)


def shown(visitor, case) -> str:
    answer = visitor.get(f"/nehir/cases/{case.number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def post(case, author, text, by, channel="desk"):
    cases.post_message(
        case=load(case.id),
        new=cases.NewMessage(author=author, channel=channel, text=text),
        by=by,
        at=timezone.now(),
    )


def resolve(case, by):
    cases.change_status(case=load(case.id), status=Status.RESOLVED, by=by, at=timezone.now())


def test_the_page_says_where_the_case_stands_and_what_comes(visitor, own_case):
    page = shown(visitor, own_case)
    assert own_case.number in page
    assert "We have it. A person reads it next." in page
    assert re.search(r"Usually by .*, at the latest by", page)
    assert "You opened the case" in page
    assert 'class="track"' in page


def test_replies_and_notices_are_shown_and_notes_never(visitor, own_case, deniz, shop):
    cases.assign(case=load(own_case.id), owner=shop.staff["deniz"], by=deniz, at=timezone.now())
    post(own_case, Author.NOTE, "SECRET-NOTE customer seems rude", deniz)
    post(own_case, Author.STAFF, "Your money is on its way.", deniz)
    post(own_case, Author.AUTOMATIC, "We have your case.", Actor.system("letters"))
    page = shown(visitor, own_case)
    assert "Your money is on its way." in page
    assert "Deniz Aydın replied" in page
    assert "Deniz Aydın took your case" in page
    assert "We have your case." in page
    assert "SECRET-NOTE" not in page


def test_what_happens_inside_stays_inside(visitor, own_case, deniz, shop):
    case = load(own_case.id)
    at = timezone.now()
    cases.change_priority(case=case, priority=1, reason="INTERNAL-REASON", by=deniz, at=at)
    cases.move_to_queue(case=case, queue=shop.queues["leads"], reason="INTERNAL-MOVE", by=deniz, at=at)
    cases.plan_next_step(
        case=case, next_step="INTERNAL-STEP", next_update_at=at + timedelta(days=1), by=deniz, at=at
    )
    page = shown(visitor, own_case)
    assert "INTERNAL" not in page


def test_a_reply_opens_the_case_again_and_is_kept_once(visitor, own_case, deniz):
    resolve(own_case, deniz)
    cases.change_status(
        case=load(own_case.id), status=Status.CLOSED, closed=ClosedReason.SOLVED, by=deniz, at=timezone.now()
    )
    sent = {"text": "It is not solved, card 4242 4242 4242 4242", "token": "abc"}
    for _ in range(2):
        answer = visitor.post(f"/nehir/cases/{own_case.number}/reply/", sent)
        assert answer.status_code == 303
    assert load(own_case.id).status == Status.OPEN
    message = Message.objects.get(case=own_case, text__contains="not solved")
    assert "4242 4242 4242" not in message.text
    assert message.author == Author.CUSTOMER


def test_good_files_are_added_and_bad_ones_named(visitor, own_case):
    files = [SimpleUploadedFile("kanit.png", PNG), SimpleUploadedFile("zararli.png", PROGRAM)]
    visitor.post(f"/nehir/cases/{own_case.number}/reply/", {"files": files, "token": "t"})
    page = shown(visitor, own_case)
    assert "zararli.png is a program" in page
    assert "You added files" in page
    url = re.search(r'href="(/files/[^"]+)"', page)[1]
    assert visitor.get(url).content == PNG


def test_an_empty_reply_is_named_and_a_refused_file_keeps_the_words(visitor, own_case):
    answer = visitor.post(f"/nehir/cases/{own_case.number}/reply/", {"text": "  "})
    assert answer.status_code == 422
    assert "Message: write something" in answer.content.decode()
    sent = {"files": SimpleUploadedFile("x.exe", PROGRAM)}
    assert visitor.post(f"/nehir/cases/{own_case.number}/reply/", sent).status_code == 422


def test_not_satisfied_says_first_what_follows(visitor, own_case):
    address = f"/nehir/cases/{own_case.number}/not-satisfied/"
    assert "becomes a complaint" in visitor.get(address).content.decode()
    assert load(own_case.id).kind == "request"
    visitor.post(address, {"words": "You did not read it. 4242 4242 4242 4242"})
    case = load(own_case.id)
    assert case.kind == "complaint"
    assert case.dissatisfied_at is not None
    page = shown(visitor, own_case)
    assert "You told us that you are not satisfied" in page
    assert "4242 4242 4242" not in page


def test_confirming_closes_and_asks_one_question_once(visitor, own_case, deniz):
    resolve(own_case, deniz)
    assert "Is it solved?" in shown(visitor, own_case)
    answer = visitor.post(f"/nehir/cases/{own_case.number}/solved/")
    survey = answer["Location"]
    assert survey.endswith("/survey/")
    case = load(own_case.id)
    assert (case.status, case.closed_reason) == (Status.CLOSED, ClosedReason.SOLVED)
    page = visitor.get(survey).content.decode()
    assert "How satisfied are you?" in page
    assert page.count('type="radio"') == 5
    assert visitor.post(survey, {"score": "9"}).status_code == 422
    assert visitor.post(survey, {"score": "4", "comment": "Fast"}).status_code == 303
    assert SurveyAnswer.objects.get().score == 4
    assert visitor.get(survey).status_code == 303


def test_an_open_case_has_no_survey(visitor, own_case):
    assert visitor.get(f"/nehir/cases/{own_case.number}/survey/").status_code == 303
    assert visitor.post(f"/nehir/cases/{own_case.number}/survey/", {"score": "1"}).status_code == 303
    assert not SurveyAnswer.objects.exists()


def test_the_page_is_never_kept_by_anything_between(visitor, own_case):
    answer = visitor.get(f"/nehir/cases/{own_case.number}/")
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("language", ["tr", "en"])
def test_dates_and_words_follow_the_reader(visitor, own_case, language):
    answer = visitor.get(f"/nehir/cases/{own_case.number}/?lang={language}")
    assert f'lang="{language}"' in answer.content.decode()
    assert answer["Content-Language"] == language
    assert answer.cookies["muhatap_language"].value == language


def test_pressing_twice_objects_once(visitor, own_case):
    for _ in range(2):
        visitor.post(f"/nehir/cases/{own_case.number}/not-satisfied/", {"words": "No."})
    assert Message.objects.filter(case=own_case, text="No.").count() == 1


def test_too_many_files_are_named_and_the_first_ones_kept(visitor, own_case, settings):
    settings.MUHATAP_MAX_FILES = 2
    files = [SimpleUploadedFile(f"{n}.png", PNG) for n in range(3)]
    visitor.post(f"/nehir/cases/{own_case.number}/reply/", {"files": files, "token": "m"})
    page = shown(visitor, own_case)
    assert "2.png was not added: at most 2 files fit." in page
    assert page.count('class="evidence"') == 2


def test_each_promise_says_why_it_is_then_in_the_customers_words(visitor, own_case):
    shown = visitor.get(f"/nehir/cases/{own_case.number}/").content.decode()
    clocks = [clock for clock in clocks_of(own_case) if clock.promise.is_public and clock.name != "ack"]
    assert shown.count('<details class="vow-why">') >= len(clocks) > 0
    for clock in clocks:
        for line in told_lines(clock, own_case, Audience.CUSTOMER, "en"):
            assert line.text in html.unescape(shown)
    assert "charter version" not in shown


def test_of_an_additional_review_she_reads_the_approved_words_alone(visitor, own_case, shop):
    pelin = Actor.staff(shop.staff["pelin"].pk)
    evidence.begin_review(case=own_case, reason="Yapılandırma", told="review", by=pelin, at=timezone.now())
    page = shown(visitor, own_case)
    assert "in an additional review" in page
    assert "Yapılandırma" not in page
