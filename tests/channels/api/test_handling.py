"""What a program does as the desk's own hand: tasks, tags and changes, once, in its brand, with its scope."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.cases.models import Case, WorkItem
from tests.channels.api.conftest import caller_for
from tests.world import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def hand(asking_world):
    return caller_for(asking_world, "cases:read", "cases:handle", "tasks:answer")


@pytest.fixture
def case(asking_world):
    return make_case(asking_world)


def task(**more):
    due = (timezone.now() + timedelta(days=1)).isoformat()
    return {"team": "payments", "title": "Dekont", "question": "Ödeme gitti mi?", "due_at": due, **more}


def test_tags_are_put_on_and_taken_off(hand, case):
    place = f"/api/v1/cases/{case.number}/tags"
    assert hand("POST", place, {"add": ["#VIP müşteri", "acil"]}).json["tags"] == ["acil", "VIP-müşteri"]
    assert hand("POST", place, {"remove": ["ACİL"]}).json["tags"] == ["VIP-müşteri"]
    assert hand("GET", place).json["tags"] == ["VIP-müşteri"]
    many = hand("POST", place, {"add": [f"etiket-{each}" for each in "abcdefghijklmnopqrst"]})
    assert (many.status, many.faults) == (422, {"add": "many_tags"})


def test_a_task_is_given_once_answered_once(hand, case):
    place, asked = f"/api/v1/cases/{case.number}/tasks", task()
    first = hand("POST", place, asked, idempotency_key="sap-1")
    again = hand("POST", place, asked, idempotency_key="sap-1")
    assert first.status == again.status == 201
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.json == again.json
    work = WorkItem.objects.get(case=case)
    assert [each["id"] for each in hand("GET", "/api/v1/tasks?team=payments").json["tasks"]] == [str(work.id)]
    answer = {"answer": "Gitti, dekont ekte.", "attachments": [{"name": "d.txt", "base64": "ZGVrb250"}]}
    done = hand("POST", f"/api/v1/tasks/{work.id}/answer", answer)
    assert (done.status, done.json["state"], done.json["answer"]) == (201, "answered", "Gitti, dekont ekte.")
    assert work.added.count() == 1
    assert hand("POST", f"/api/v1/tasks/{work.id}/answer", answer).slug == "task-ended"
    assert hand("POST", f"/api/v1/tasks/{work.id}/withdrawal", {}).slug == "task-ended"
    assert hand("GET", "/api/v1/tasks").json["tasks"] == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"team": "nobody"}, "unknown_team"),
        ({"due_at": "2020-01-01T00:00:00Z"}, "past"),
        ({"x": 1}, "unknown_key"),
    ],
)
def test_a_task_that_cannot_be_given_says_why(hand, case, wrong, code):
    answer = hand("POST", f"/api/v1/cases/{case.number}/tasks", task(**wrong))
    assert (answer.status, list(answer.faults.values())) == (422, [code])


def test_a_case_is_changed_whole_or_not_at_all(hand, case):
    place = f"/api/v1/cases/{case.number}/changes"
    done = hand("POST", place, {"priority": 2, "queue": "accounts", "status": "open", "reason": "ERP"})
    assert (done.status, done.json["priority"], done.json["queue"]) == (201, "P2", "accounts")
    refused = hand("POST", place, {"priority": 1, "status": "closed"})
    assert refused.faults == {"closed_reason": "closed_reason"}
    assert hand("POST", place, {"status": "closed", "closed_reason": "solved"}).json["status"] == "closed"
    clash = hand("POST", place, {"priority": 1, "status": "resolved"})
    assert (clash.status, clash.slug) == (409, "status-refused")
    assert Case.objects.get(id=case.id).priority == 2
    faults = hand("POST", place, {"queue": "x", "topic": "y", "next_step": "z"}).faults
    assert faults == {"queue": "unknown_queue", "topic": "unknown_topic", "next_update_at": "required"}


def test_places_are_those_of_the_brand(hand):
    assert {"code": "payments", "name": "Ödeme"}["code"] in {
        each["code"] for each in hand("GET", "/api/v1/teams").json["places"]
    }
    assert hand("GET", "/api/v1/queues").json["places"]


def test_another_brand_finds_nothing_and_a_reader_changes_nothing(asking_world, hand, case):
    hand("POST", f"/api/v1/cases/{case.number}/tasks", task())
    work = WorkItem.objects.get(case=case)
    stranger = caller_for(
        asking_world, "cases:read", "cases:handle", "tasks:answer", brand=asking_world.other_brand
    )
    for method, place, body in (
        ("GET", f"/api/v1/cases/{case.number}/tags", None),
        ("POST", f"/api/v1/cases/{case.number}/tags", {"add": ["x"]}),
        ("POST", f"/api/v1/cases/{case.number}/changes", {"priority": 1}),
        ("GET", f"/api/v1/cases/{case.number}/tasks", None),
        ("GET", f"/api/v1/tasks/{work.id}", None),
        ("POST", f"/api/v1/tasks/{work.id}/answer", {"answer": "x"}),
        ("POST", f"/api/v1/tasks/{work.id}/withdrawal", {}),
    ):
        assert stranger(method, place, body).status == 404
    assert stranger("GET", "/api/v1/tasks?state=any").json["tasks"] == []
    reader = caller_for(asking_world, "cases:read")
    assert reader("POST", f"/api/v1/cases/{case.number}/tags", {"add": ["x"]}).slug == "scope-missing"
    assert reader("GET", "/api/v1/tasks").slug == "scope-missing"
