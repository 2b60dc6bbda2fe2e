"""The account card: asked of one configured place, signed, bounded, and only for whom proved who she is."""

import base64
import json
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.channels.proved import proof_of_customer
from muhatap.customers.models import Customer, Identity
from muhatap.integrations import calling, keeping
from muhatap.integrations import operations as integrations
from muhatap.integrations.calling import Peer, PeerFailed, WrongPeer, ask, signature
from muhatap.integrations.cards import BadCard, read_card
from muhatap.kernel.actors import Actor
from tests.servers.http_peer import serving
from tests.world import NOON, load, make_case

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
SAMPLE = Path(__file__).parents[2] / "deploy" / "account-card-peer.py"


@pytest.fixture(autouse=True)
def forgotten():
    keeping.forget_all()


@pytest.fixture
def serve():
    """A function that runs a handler on this machine and gives the peer that calls it."""
    with ExitStack() as servers:

        def start(handler, path="/account"):
            return Peer(f"{servers.enter_context(serving(handler))}{path}", SECRET)

        yield start


@pytest.fixture
def sample():
    """The sample that stands beside the installation files."""
    spec = spec_from_file_location("account_card_peer", SAMPLE)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.SECRET = SECRET
    return module


def answering(status=200, body=b"{}", kind="application/json", **headers):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler


def asked(peer, stamp=None):
    return ask(peer, call_id="card_1", timestamp=int(stamp or time.time()), body=b"{}")


def failure(peer):
    with pytest.raises(PeerFailed) as failed:
        asked(peer)
    return failed.value.code


@pytest.fixture
def proved(world):
    """A case whose customer named her account, and was called back."""
    case = make_case(world)
    Customer.objects.filter(id=case.customer_id).update(account_no="1004-7719")
    by = Actor.staff(world.staff["deniz"].pk)
    cases.confirm_identity(case=case, how=cases.ProofBy.CALLBACK, by=by, at=NOON)
    return load(case.id)


def read(case, peer, at=None, **more):
    proof = proof_of_customer(case)
    by = Actor.system("test")
    return integrations.read_account(
        case=case, proof=proof, peer=peer, by=by, at=at or datetime.now(UTC), **more
    )


def test_the_signature_is_that_of_standard_webhooks():
    # The example of the specification.
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "url",
    [
        "http://hesap.example/x",
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "https://user@hesap.example/",
        "https:///x",
        "http://127.0.0.1.example/",
    ],
)
def test_only_https_or_this_machine_can_be_named(url):
    with pytest.raises(WrongPeer):
        Peer(url, SECRET)


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_kurz", "whsec_" + base64.b64encode(b"kurz").decode()]
)
def test_a_weak_secret_is_refused(secret):
    with pytest.raises(WrongPeer):
        Peer("https://hesap.example/", secret)


def test_no_redirect_is_followed(serve):
    reached = []

    class Trap(answering()):
        def do_POST(self):
            reached.append(self.path)

        do_GET = do_POST

    trap = serve(Trap)
    assert failure(serve(answering(302, Location=trap.url))) == "refused"
    assert not reached


@pytest.mark.parametrize(
    ("handler", "code"),
    [
        (answering(500), "refused"),
        (answering(401), "refused"),
        (answering(kind="text/html"), "not_json"),
        (answering(body=b" " * (calling.MOST_BYTES + 1)), "too_large"),
    ],
)
def test_what_is_no_answer_is_named(serve, handler, code):
    assert failure(serve(handler)) == code


def test_nobody_there_is_named():
    assert failure(Peer("http://127.0.0.1:9/account", SECRET)) == "unreachable"


@pytest.mark.parametrize("dripping", [False, True])
def test_the_patience_ends_even_where_bytes_drip(serve, monkeypatch, dripping):
    monkeypatch.setattr(calling, "SECONDS", 0.3)
    done = threading.Event()

    class Slow(answering()):
        def do_POST(self):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX: ")
            while dripping and not done.wait(0.05):
                try:
                    self.wfile.write(b"x")
                except OSError:
                    return
            done.wait(20)

    peer = serve(Slow)
    assert failure(peer) == "too_slow"
    done.set()


def test_the_sample_answers_the_desk_and_nobody_else(serve, sample):
    peer = serve(sample.Peer)
    body = json.dumps(
        {
            "proved": {"how": "mail", "email": "elif@posta.example"},
            "named": {"account_no": "1004-7719", "transaction_no": ""},
        }
    ).encode()
    now = int(time.time())
    card = read_card(ask(peer, call_id="card_1", timestamp=now, body=body))
    assert card.matches
    assert card.lines[0].label("tr") == "Bakiye"
    other = Peer(peer.url, "whsec_" + base64.b64encode(b"x" * 24).decode())
    for wrong, stamp in ((other, now), (peer, now - 3600)):
        with pytest.raises(PeerFailed):
            ask(wrong, call_id="card_1", timestamp=stamp, body=body)


def test_the_sample_tells_a_stranger_with_her_number_nothing(sample):
    asked_by = {
        "proved": {"how": "mail", "email": "baska@posta.example"},
        "named": {"account_no": "1004-7719", "transaction_no": ""},
    }
    assert sample.card_of(asked_by)["matches"] is False
    assert "lines" not in sample.card_of(asked_by)


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["matches", "lines", "as_of", "label", "value"]), inner)
        ),
    ).map(lambda said: json.dumps(said).encode())
)
def test_any_answer_is_a_card_or_refused(data):
    try:
        read_card(data)
    except BadCard:
        return


def test_of_an_account_that_is_not_hers_nothing_is_kept():
    said = {"matches": False, "as_of": NOON.isoformat(), "lines": [{"label": "Bakiye", "value": "5 TL"}]}
    assert read_card(json.dumps(said).encode()).lines == ()


def test_a_card_number_in_an_answer_is_masked():
    said = {
        "matches": True,
        "as_of": NOON.isoformat(),
        "lines": [{"label": "Kart", "value": "4111 1111 1111 1111"}],
    }
    assert "4111 1111 1111" not in read_card(json.dumps(said).encode()).lines[0].value


@pytest.mark.django_db
def test_before_she_is_proved_nobody_is_asked(world):
    case = make_case(world)
    with pytest.raises(integrations.NotProved):
        read(case, Peer("http://127.0.0.1:9/", SECRET))
    assert not Event.objects.filter(kind="account_card.read").exists()


@pytest.mark.django_db
def test_a_proved_customer_gets_her_card_and_her_number_becomes_hers(proved, serve, sample):
    peer = serve(sample.Peer)
    at = datetime.now(UTC)
    answer = read(proved, peer, at)
    assert answer.card.matches
    assert answer.card.source == "Hesap sistemi"
    assert Identity.objects.get(value="1004-7719").customer_id == proved.customer_id
    # Again within minutes it is the same answer; later it is asked anew.
    assert read(proved, peer, at + timedelta(minutes=4)) is answer
    assert Event.objects.filter(stream_id=proved.id, kind="account_card.read").count() == 1
    read(proved, peer, at + timedelta(minutes=6))
    assert Event.objects.filter(stream_id=proved.id, kind="account_card.read").count() == 2


@pytest.mark.django_db
def test_a_peer_that_is_down_is_left_in_peace_for_a_while(proved):
    peer = Peer("http://127.0.0.1:9/account", SECRET)
    at = datetime.now(UTC)
    answer = read(proved, peer, at)
    assert (answer.card, answer.failure) == (None, "unreachable")
    assert read(proved, peer, at + timedelta(seconds=20)) is answer
    assert read(proved, peer, at + timedelta(seconds=40)) is not answer


@pytest.mark.django_db
def test_the_proof_of_another_case_does_not_count(world, proved):
    assert proof_of_customer(make_case(world, at=NOON + timedelta(hours=1))) is None
