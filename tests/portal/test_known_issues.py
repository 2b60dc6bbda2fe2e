"""What the public reads of problems, and how a form leads to it without being stopped by it."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.kernel.actors import Actor
from muhatap.problems import operations as problems
from muhatap.problems.models import IssueClaim, ProblemCase
from muhatap.problems.queries import ties_of
from muhatap.problems.states import How, State
from tests.problems import telling as tell
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(world):
    """A live problem that the public reads of."""
    problem = tell.confirmed(world)
    by = Actor.staff(world.staff["mert"].pk)
    return problems.publish_issue(problem=problem, words=tell.WORDS, by=by, at=NOON)


def test_the_list_is_a_page_and_json_in_both_languages(client, world, issue):
    page = client.get("/nehir/issues/?lang=en").content.decode()
    assert "The sign-in code does not arrive" in page
    assert "Take the code from the app." in page
    told = client.get("/nehir/issues.json?lang=tr")
    assert told["Access-Control-Allow-Origin"] == "*"
    said = json.loads(told.content)
    assert [each["title"] for each in said["live"]] == ["Giriş kodu gelmiyor"]
    assert said["live"][0]["error_code"] == "ERR-1042"
    assert json.loads(client.get("/liman/issues.json").content)["live"] == []


def test_what_is_inside_never_stands_outside(client, world, issue):
    for place in ("/nehir/issues/", "/nehir/issues.json", "/nehir/issues/1/", "/nehir/issues/1.json"):
        page = client.get(place).content.decode()
        assert "SMS sağlayıcısında kuyruk" not in page
        assert "Mert" not in page


def test_every_version_stays_readable(client, world, issue):
    by = Actor.staff(world.staff["mert"].pk)
    newer = problems.Words(
        titles=tell.WORDS.titles, texts={"tr": "Yeni metin", "en": "New text"}, meanwhile=tell.WORDS.meanwhile
    )
    problems.publish_issue(problem=issue.problem, words=newer, by=by, at=NOON + timedelta(hours=1))
    page = client.get("/nehir/issues/1/?lang=en").content.decode()
    assert "New text" in page
    assert "Codes by text message are late." in page
    told = json.loads(client.get("/nehir/issues/1.json").content)
    assert [each["version"] for each in told["versions"]] == [2, 1]


def test_what_was_closed_or_never_published_is_not_listed(client, world, issue):
    by = Actor.staff(world.staff["mert"].pk)
    tell.confirmed(world, error_code="X-99")
    assert client.get("/nehir/issues/2/").status_code == 404
    assert client.get("/nehir/issues/999999999999/").status_code == 404
    problems.move(problem=issue.problem, to=State.CLOSED, reason="Sorun değil", by=by, at=timezone.now())
    assert json.loads(client.get("/nehir/issues.json").content)["live"] == []
    assert json.loads(client.get("/nehir/issues/1.json").content)["is_live"] is False


def test_i_have_this_too_begins_the_form_and_ties_its_case(client, world, issue):
    place = "/nehir/new/ACC-LOGIN/"
    assert f"{place}?issue=1" in client.get("/nehir/issues/1/").content.decode()
    answer = client.post(f"{place}?issue=1", {"helped": "no"})
    form = int(answer["Location"].rstrip("/").rpartition("/")[2])
    assert IssueClaim.objects.get().form_id == form
    assert 'id="issue-1"' in client.get(answer["Location"]).content.decode()
    case, by = make_case(world), Actor.customer(None)
    assert problems.tie_claimed(form_id=form, case=case, by=by, at=NOON) == issue.problem
    assert [tie.how for tie in ties_of(case)] == [How.KNOWN_ISSUE]
    assert problems.tie_claimed(form_id=form, case=case, by=by, at=NOON) is None


@pytest.mark.parametrize("named", ["2", "x", "-1", "99999999999999999999", ""])
def test_an_issue_that_is_not_there_stops_no_form(client, world, issue, named):
    answer = client.post(f"/nehir/new/ACC-LOGIN/?issue={named}", {"helped": "no"})
    assert answer.status_code == 303
    assert not IssueClaim.objects.exists()


def test_a_known_code_in_the_form_is_shown_before_sending(client, world, issue):
    place = client.post("/nehir/new/ACC-LOGIN/", {"helped": "no"})["Location"]
    assert 'id="issue-1"' not in client.get(place).content.decode()
    answer = client.post(place, {"what": "Ekranda err 1042 yazıyor", "action": "continue"})
    page = (
        answer.content.decode()
        if answer.status_code == 422
        else client.get(answer["Location"]).content.decode()
    )
    assert 'id="issue-1"' in page
    assert not ProblemCase.objects.exists()


def test_a_topic_shows_its_known_issues_first(client, world, issue):
    assert "Giriş kodu gelmiyor" in client.get("/nehir/new/ACC-LOGIN/?lang=tr").content.decode()
    assert "Giriş kodu gelmiyor" not in client.get("/nehir/new/PAY-WD/?lang=tr").content.decode()
