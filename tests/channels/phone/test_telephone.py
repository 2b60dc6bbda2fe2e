"""The interface for telephone systems: signed both ways, kept as it came, noted once, in any order."""

import base64
import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from muhatap.channels import operations as channels
from muhatap.channels.adapters.phone.telling import NotTold, told_in
from muhatap.channels.models import CallAttempt, VaultItem
from muhatap.integrations import operations as integrations
from muhatap.integrations.calling import Peer
from muhatap.kernel.actors import Actor
from muhatap.kernel.webhook_signing import is_signed, signature
from tests.channels.phone.calls import promise_calls
from tests.world import NOON, make_case

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
AT = "2026-11-18T09:00:05+00:00"
BY, DENIZ = Actor.system("test"), "deniz@nehir.example"


@pytest.fixture
def attempt(world, settings):
    settings.MUHATAP_TELEPHONE = {"nehir": ("http://127.0.0.1:1/", SECRET)}
    promise_calls(world)
    callback = channels.promise_callback(
        case=make_case(world), phone="0532 111 22 33", begins_at=NOON, by=Actor.customer(1), at=NOON
    )
    by = Actor.staff(world.staff["deniz"].pk)
    return channels.begin_call(callback=callback, call_id="call_1", by=by, at=NOON)


def tell(client, said, call_id="evt_1", secret=SECRET, brand="nehir", stamp=None):
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    stamp = int(datetime.now(UTC).timestamp()) if stamp is None else stamp
    return client.post(
        f"/hooks/telephone/{brand}/calls/",
        body,
        content_type="application/json",
        headers={
            "webhook-id": call_id,
            "webhook-timestamp": str(stamp),
            "webhook-signature": signature(secret, call_id, stamp, body),
        },
    )


def said(kind, at=AT, **more):
    return {"type": f"call.{kind}", "call": "call_1", "at": at, **more}


def test_a_call_is_heard_from_the_first_ring_to_its_end(client, attempt):
    assert tell(client, said("ringing"), "evt_1").json() == {"heard": "noted"}
    assert tell(client, said("answered", "2026-11-18T09:00:15+00:00"), "evt_2").status_code == 200
    assert tell(client, said("ended", "2026-11-18T09:03:15+00:00"), "evt_3").status_code == 200
    attempt.refresh_from_db()
    assert (attempt.seconds, attempt.outcome) == (180, "")
    assert attempt.answered_at - attempt.ringing_at == timedelta(seconds=10)
    assert VaultItem.objects.filter(source="telephone", case=attempt.callback.case).count() == 3


def test_what_is_told_twice_or_late_is_noted_once_and_right(client, attempt):
    tell(client, said("ended", "2026-11-18T09:03:15+00:00", seconds=170), "evt_3")
    tell(client, said("answered", "2026-11-18T09:00:15+00:00"), "evt_2")
    again = tell(client, said("ended", "2026-11-18T09:09:00+00:00", seconds=999), "evt_3")
    assert (again.status_code, again.json()) == (200, {"heard": "repeated"})
    attempt.refresh_from_db()
    assert attempt.seconds == 170


def test_only_who_knows_the_secret_is_heard_and_only_now(client, attempt):
    other = "whsec_" + base64.b64encode(b"x" * 32).decode()
    assert tell(client, said("ringing"), secret=other).status_code == 403
    assert tell(client, said("ringing"), stamp=int(datetime.now(UTC).timestamp()) - 400).status_code == 403
    assert tell(client, said("ringing"), brand="liman").status_code == 404
    assert tell(client, b"x" * 300_000).status_code == 413
    assert client.get("/hooks/telephone/nehir/calls/").status_code == 405
    assert not VaultItem.objects.filter(source="telephone").exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"type": "call.ringing"}',
        json.dumps(said("singing")).encode(),
        json.dumps(said("ended", seconds=-1)).encode(),
        json.dumps(said("ended", seconds=True)).encode(),
        json.dumps(said("ended", at="2026-11-18T09:00:05")).encode(),
        json.dumps(said("ended", at=7)).encode(),
    ],
)
def test_what_cannot_be_understood_is_kept_for_a_person(client, attempt, body):
    assert tell(client, body).status_code == 422
    assert VaultItem.objects.get(source="telephone").reason.startswith("telephone")
    with pytest.raises(NotTold):
        told_in(body)


def test_a_call_that_is_not_ours_is_refused_and_kept(client, attempt):
    assert tell(client, said("ringing") | {"call": "call_9"}).status_code == 404
    assert VaultItem.objects.get(source="telephone").case_id is None


def test_a_telephone_system_is_asked_by_a_signed_call(attempt):
    heard = []

    class System(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            heard.append((dict(self.headers), body))
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), System) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        peer = Peer(f"http://127.0.0.1:{server.server_port}/calls", SECRET)
        assert integrations.dial(attempt=attempt, peer=peer, staff_email=DENIZ, by=BY, at=NOON) == ""
        thread.join(5)
    ((headers, body),) = heard
    asked = json.loads(body)
    assert (asked["call"], asked["phone"], asked["staff"]) == (
        "call_1",
        "+905321112233",
        "deniz@nehir.example",
    )
    named = {name.lower(): value for name, value in headers.items()}
    assert is_signed(
        SECRET,
        named["webhook-id"],
        named["webhook-timestamp"],
        named["webhook-signature"],
        body,
        int(NOON.timestamp()),
    )


def test_a_system_that_is_away_leaves_the_call_to_the_persons_own_device(attempt):
    peer = Peer("http://127.0.0.1:9/calls", SECRET)
    assert integrations.dial(attempt=attempt, peer=peer, staff_email=DENIZ, by=BY, at=NOON) == "unreachable"
    assert CallAttempt.objects.get().outcome == ""
