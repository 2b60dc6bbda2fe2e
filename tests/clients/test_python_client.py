"""The Python client against the application that servers run."""

import importlib
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from muhatap.audit import relay
from muhatap.cases.models import Case
from muhatap.kernel.webhook_signing import signature
from muhatap.wiring.wsgi import application
from tests.channels.api.conftest import GOOD, asking_world, caller_for, one_connection  # noqa: F401

FOLDER = Path(__file__).parents[2] / "clients" / "python"


@pytest.fixture(scope="module")
def client():
    sys.path.insert(0, str(FOLDER))
    yield importlib.import_module("muhatap_client")
    sys.path.remove(str(FOLDER))


@pytest.fixture
def desk(client, asking_world):  # noqa: F811
    scopes = ("cases:read", "cases:write", "cases:handle", "tasks:read", "tasks:answer", "events:read")
    token = caller_for(asking_world, *scopes).token
    with client.Desk("http://127.0.0.1", token, transport=httpx.WSGITransport(application)) as one:
        yield one


def opened(client, desk, **more):
    customer = client.Customer(name="Ayşe Yılmaz", email="ayse@posta.example")
    return desk.open_case(
        topic="PAY-WD", text="Altı gündür bekliyorum.", customer=customer, fields=GOOD, **more
    )


@pytest.mark.django_db
def test_a_case_is_opened_once_read_and_continued(client, desk):
    first, again = opened(client, desk, key="k-1"), opened(client, desk, key="k-1")
    assert first == again
    assert first.promises[0].limit_at.tzinfo is not None
    file = client.Attachment("dekont.txt", b"dekont")
    desk.write(first.number, "Yeni bir şey var mı?", attachments=[file])
    words = [each.text for each in desk.messages(first.number) if each.author == "customer"]
    assert words == ["Altı gündür bekliyorum.", "Yeni bir şey var mı?"]
    case = desk.case(first.number)
    assert case.topic == "PAY-WD"
    assert {each.state for each in case.promises} >= {"calm"}
    assert [each.number for each in desk.cases("topic:PAY-WD")] == [first.number]


@pytest.mark.django_db
def test_work_on_a_case(client, desk):
    number = opened(client, desk).number
    assert desk.change_tags(number, add=["acil"]) == desk.tags(number) == ["acil"]
    due = datetime.now(UTC) + timedelta(days=1)
    team = desk.teams()[0]
    task = desk.give_task(number, team=team, title="Dekont", question="Gitti mi?", due_at=due)
    assert task.id in {each.id for each in desk.tasks()}
    assert desk.answer_task(task.id, "Gitti.").answer == "Gitti."
    assert [each.state for each in desk.tasks_of(number)] == ["answered"]
    step = desk.change(number, priority=2, next_step="Bankayı arıyoruz", next_update_at=due)
    assert (step.priority, step.next_update_at) == ("P2", due)
    while relay.publish(at=datetime.now(UTC)):
        pass
    page = desk.events(kind="work.*")
    assert [each.type for each in page.events] == ["work.given", "work.answered"]
    assert page.events[0].withheld == ["title"]


@pytest.mark.django_db
def test_a_refusal_names_every_fault(client, desk):
    with pytest.raises(client.Refused) as refused:
        desk.open_case(topic="NOPE", text=" ", customer=client.Customer())
    assert (refused.value.status, refused.value.code) == (422, "invalid-request")
    assert {each.field for each in refused.value.faults} == {"topic", "text", "customer"}
    assert not Case.objects.exists()


def test_a_busy_desk_is_asked_again_with_the_same_key(client):
    keys, waits = [], []

    def answer(request):
        keys.append(request.headers["Idempotency-Key"])
        if len(keys) == 1:
            return httpx.Response(503, headers={"Retry-After": "1"})
        if len(keys) == 2:
            raise httpx.ReadTimeout("cut")
        return httpx.Response(201, json={"id": "7"})

    desk = client.Desk("http://x", "mht_x", transport=httpx.MockTransport(answer), sleep=waits.append)
    assert desk.write("26-04745-65035", "x") == "7"
    assert len(set(keys)) == 1
    assert waits == [1.0, 2.0]


def test_a_webhook_is_checked(client):
    secret, other = "whsec_" + "YQ==" * 1, "whsec_Yg=="
    body = (
        b'{"type": "case.opened", "timestamp": "2026-11-18T09:00:00Z", "id": "evt_1", "data": {"case": "x"}}'
    )
    headers = {"Webhook-Id": "evt_1", "Webhook-Timestamp": "1000", "Webhook-Signature": ""}
    headers["Webhook-Signature"] = f"v1,x {signature(secret, 'evt_1', 1000, body)}"
    assert client.verify([other, secret], headers, body, now=1200).data == {"case": "x"}
    for wrong, now in ((other, 1000), (secret, 2000)):
        with pytest.raises(client.NotSigned):
            client.verify(wrong, headers, body, now=now)
    with pytest.raises(client.NotSigned):
        client.verify(secret, headers, body + b" ", now=1000)
