"""Where processing of a customer's data is stopped, programs neither read nor change them."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from muhatap.audit.models import Event, Viewing
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import Kind
from muhatap.customers.restriction import RESTRICTED
from muhatap.kernel.actors import Actor
from tests.channels.api.conftest import caller_for
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
DOCUMENT = json.loads((Path(__file__).parents[3] / "docs/api/openapi.json").read_text("utf-8"))
SENT = {
    "/cases/{number}/tags": {"add": ["acil"]},
    "/cases/{number}/changes": {"priority": 1},
    "/cases/{number}/sensitive-acts": {"action": "unlock", "reference": "x"},
    "/cases/{number}/tasks": {
        "team": "payments",
        "title": "D",
        "question": "?",
        "due_at": "2031-01-01T09:00Z",
    },
    "/cases/{number}/complaint": {"words": "Memnun değilim"},
    "/cases/{number}/complaint/moves": {"to": "withdrawn"},
    "/tasks/{task}/answer": {"answer": "Gitti."},
    "/tasks/{task}/withdrawal": {},
}
# A further word of the customer's own arrives as it would by mail.
HER_WORD = ("POST", "/cases/{number}/messages")
DOORS = sorted(
    (method.upper(), path.removeprefix("/api/v1"))
    for path, methods in DOCUMENT["paths"].items()
    for method in methods
    if ("{number}" in path and "/problems/" not in path) or "{task}" in path
)


def stop(case, *, is_restricted=True):
    case.customer.preferences = {RESTRICTED: NOON.isoformat()} if is_restricted else {}
    case.customer.save(update_fields=["preferences"])


@pytest.fixture
def program(asking_world):
    return caller_for(asking_world, "cases:read", "cases:write", "cases:handle", "tasks:read", "tasks:answer")


@pytest.fixture
def work(asking_world):
    case, team = make_case(asking_world), asking_world.teams["payments"]
    new = cases.NewWork(
        team=team, title="Dekont", question="Gitti mi?", due_at=timezone.now() + timedelta(days=1)
    )
    return cases.give_work(case=case, new=new, by=Actor.staff(asking_world.staff["deniz"].pk), at=NOON)


@pytest.mark.parametrize(("method", "path"), [each for each in DOORS if each != HER_WORD])
def test_every_door_of_a_case_is_closed(program, work, method, path):
    stop(work.case)
    events, looks = Event.objects.filter(stream_id=work.case_id).count(), Viewing.objects.count()
    place = path.replace("{number}", work.case.number).replace("{task}", str(work.id))
    answer = program(method, f"/api/v1{place}", SENT[path] if method == "POST" else None)
    assert (answer.status, answer.slug) == (403, "processing-restricted")
    assert Viewing.objects.count() == looks
    assert Event.objects.filter(stream_id=work.case_id).count() == events
    stop(work.case, is_restricted=False)
    assert program("GET", f"/api/v1/cases/{work.case.number}").status == 200


def test_lists_and_search_leave_them_out_and_go_on_behind_them(program, asking_world, work):
    assert program("GET", f"/api/v1/search?q={work.case.number}").json["results"]
    other = make_case(asking_world, customer=1)
    stop(work.case)
    assert [each["number"] for each in program("GET", "/api/v1/cases").json["cases"]] == [other.number]
    first = program("GET", "/api/v1/cases?limit=1").json
    after = program("GET", f"/api/v1/cases?limit=1&after={first['next']}").json
    assert ([each["number"] for each in first["cases"]], after["cases"]) == ([other.number], [])
    assert program("GET", "/api/v1/tasks").json["tasks"] == []
    assert program("GET", f"/api/v1/search?q={work.case.number}").json["results"] == []


def test_her_own_words_and_her_requests_about_data_go_on(program, asking_world, work):
    stop(work.case)
    place = f"/api/v1/cases/{work.case.number}/messages"
    before = Message.objects.filter(case=work.case).count()
    assert program("POST", place, {"text": "Kısıtlamayı kaldırın."}).status == 201
    assert Message.objects.filter(case=work.case).count() == before + 1
    type(work.case).objects.filter(id=work.case_id).update(kind=Kind.PRIVACY)
    assert program("GET", place).status == 200
