"""Lines and spans of requests, jobs and mails: they say what happened, and nothing of people."""

import io
import json
import logging

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.accounts import tokens
from muhatap.cases import operations as cases
from muhatap.cases.statuses import Author
from muhatap.kernel import tracing
from muhatap.kernel.actors import Actor
from muhatap.wiring import working
from muhatap.wiring.api_gate import ApiGate
from muhatap.wiring.environment import WrongSetting, _collector, _log_form
from muhatap.wiring.logs import JsonLines, NotDoubled, logging_settings
from muhatap.wiring.observing import observed, visitor_mark
from muhatap.wiring.schedule import Job
from muhatap.wiring.traces import Otlp
from tests.wiring.collector import collector
from tests.world import make_case

NAME, MAIL, PHONE, CARD = (
    "Zübeyde Gizlioğlu",
    "zubeyde.gizli@posta.example",
    "+905321112233",
    "4111111111111111",
)
PERSONAL = (NAME, "Gizlioğlu", MAIL, PHONE, CARD, "gizli-parola", "KJHG-secret")
TOKEN = "a" * 32


@pytest.fixture(autouse=True)
def _connections_stay():
    """As the test client does: the database of a test outlives a request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def lines():
    """What a process with MUHATAP_LOGS=json writes while a test runs."""
    into = io.StringIO()
    handler = logging.StreamHandler(into)
    handler.setFormatter(JsonLines())
    handler.addFilter(NotDoubled())
    root, own = logging.getLogger(), logging.getLogger("muhatap.request")
    level = own.level
    root.addHandler(handler)
    own.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in into.getvalue().splitlines()]
    own.setLevel(level)
    root.removeHandler(handler)


def desk(tracer=None, writes=True):
    """The whole desk behind a WSGI server's door."""
    pages, api = WSGIHandler(), ApiGate()

    def application(environ, start_response):
        return (api if environ["PATH_INFO"].startswith("/api/") else pages)(environ, start_response)

    return observed(application, (pages, api), tracer, writes)


def call(app, method, path, data=None, **given):
    """Status and headers of one call, as a browser with a form's token makes it."""
    cookies = given.pop("cookies", "")
    headers = {"HTTP_COOKIE": f"csrftoken={TOKEN}; {cookies}", "REMOTE_ADDR": "198.51.100.7"} | given
    factory = RequestFactory(**headers)
    wanted = (data or {}) | ({"csrfmiddlewaretoken": TOKEN} if method == "post" else {})
    answered = {}

    def start(status, headers, *_):
        answered.update(status=int(status[:3]), headers=dict(headers))

    b"".join(app(getattr(factory, method)(path, wanted).environ, start))
    return answered


@pytest.mark.django_db
class TestLines:
    def test_no_form_leaves_a_word_of_anybody_in_the_log(self, world, lines):
        case = make_case(world, at=timezone.now())
        app = desk()
        filled = {
            "email": MAIL, "login": MAIL, "password": "gizli-parola", "name": NAME, "phone": PHONE,
            "number": case.number, "secret": "KJHG-secret", "text": f"{NAME} {CARD}", "q": MAIL, "what": CARD,
        }  # fmt: skip
        places = [
            "/nehir/account/link/", "/nehir/account/sign-in/", "/nehir/track/",
            f"/nehir/cases/{case.number}/",
            "/staff/login/", "/desk/search/", f"/nehir/track/?secret={CARD}&q={MAIL}", f"/{MAIL}/{CARD}/",
            f"/nehir/account/open/KJHG-secret-{CARD}/", "/api/v1/cases", "/staff/saml/back/", "/nehir/",
        ]  # fmt: skip
        for place in places:
            for method in ("get", "post"):
                assert call(app, method, place, filled)["status"]
        whole = json.dumps(lines(), ensure_ascii=False)
        for word in (*PERSONAL, case.number, case.number.replace("-", ""), "198.51.100.7"):
            assert word not in whole, word
        asked = [line for line in lines() if line["logger"] == "muhatap.request"]
        assert len(asked) == 2 * len(places)
        routes = {line["route"] for line in asked}
        assert {"/nehir/track/", "unknown"} & routes or {"/<brand>/track/", "unknown"} <= routes
        assert all(line["ms"] >= 0 and line["status"] >= 200 for line in asked)

    def test_a_request_that_fails_tells_where_and_not_what(self, world, lines, monkeypatch):
        def broken(*_args, **_named):
            raise ValueError(f"Key (email)=({MAIL}) already exists {CARD}")

        monkeypatch.setattr("muhatap.portal.operations.mail_account_link", broken)
        answered = call(desk(), "post", "/nehir/account/link/", {"email": MAIL})
        assert answered["status"] == 500
        (failed,) = [line for line in lines() if line["level"] == "error"]
        assert failed["error"] == "ValueError"
        assert any("portal/views/account.py" in place for place in failed["where"])
        assert failed["request"] == answered["headers"]["X-Request-Id"]
        assert MAIL not in json.dumps(lines())

    def test_staff_and_programs_are_told_by_number_and_visitors_by_a_mark_of_the_day(self, world, lines):
        tokens._known.clear()
        client = Client()
        client.force_login(world.staff["deniz"])
        app, key = desk(), client.cookies["muhatap"].value
        call(app, "get", "/desk/", cookies=f"muhatap={key}")
        _, clear = accounts.create_token(
            brand=world.brand, name="k", scopes=["cases:read"], by=Actor.system("t"), at=timezone.now()
        )
        call(app, "get", "/api/v1/cases", HTTP_AUTHORIZATION=f"Bearer {clear}")
        call(app, "get", "/nehir/")
        who = [line["who"].partition(":")[0] for line in lines()]
        assert who == ["staff", "token", "visitor"]
        assert lines()[0]["who"] == f"staff:{world.staff['deniz'].pk}"
        assert visitor_mark("198.51.100.7", "2026-11-23") != visitor_mark("198.51.100.7", "2026-11-24")

    def test_an_id_is_taken_over_or_made(self, world, lines):
        app = desk()
        given = call(app, "get", "/health/live", HTTP_X_REQUEST_ID="abc-12345678")
        made = call(app, "get", "/health/live", HTTP_X_REQUEST_ID=f"{MAIL}\n")
        assert given["headers"]["X-Request-Id"] == "abc-12345678"
        assert len(made["headers"]["X-Request-Id"]) == 16


class TestWords:
    @pytest.mark.parametrize(
        ("message", "args", "told"),
        [
            ("job failed: %s", ("sweep",), ["sweep"]),
            ("mail of %s", (MAIL,), ["…"]),
            ("number %s", (4111111111111111,), ["…"]),
            ("number %s", ("a123456",), ["…"]),
            ("took %d", (17,), [17]),
            ("the database said %s", (ValueError(NAME),), ["…"]),
        ],
    )
    def test_only_numbers_and_words_of_ours_are_filled_in(self, message, args, told):
        record = logging.LogRecord("muhatap.x", logging.WARNING, __file__, 1, message, args, None)
        line = json.loads(JsonLines().format(record))
        assert (line["event"], line["with"]) == (message, told)

    def test_an_address_in_a_message_is_shortened(self):
        record = logging.LogRecord("x", logging.WARNING, __file__, 1, f"no {MAIL}", (), None)
        assert MAIL not in JsonLines().format(record)

    def test_settings_are_said_in_words_when_wrong(self):
        assert "formatters" in logging_settings("json")
        assert "formatters" not in logging_settings("text")
        for wrong in (lambda: _log_form("xml"), lambda: _collector("ftp://x")):
            with pytest.raises(WrongSetting):
                wrong()


@pytest.fixture
def peer():
    with collector() as found:
        tracer = Otlp(found.url)
        tracing.trace_with(tracer)
        found.tracer = tracer
        yield found
        tracing.trace_with(None)
        tracer.end()


def attributes(span):
    return {each.key: each.value.string_value or each.value.int_value for each in span.attributes}


@pytest.mark.django_db
class TestSpans:
    def test_a_request_its_operation_and_what_it_recorded(self, world, peer):
        case = make_case(world, at=timezone.now())
        parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        app = desk(peer.tracer, writes=False)
        call(app, "post", "/nehir/account/link/", {"email": case.customer.email}, HTTP_TRACEPARENT=parent)
        peer.tracer.flush()
        (request,) = [each for each in peer.spans if each.name.startswith("POST ")]
        assert attributes(request)["http.route"].endswith("/account/link/")
        assert request.trace_id.hex() == "0af7651916cd43dd8448eb211c80319c"
        assert request.kind == 2
        inside = [each for each in peer.spans if each.parent_span_id == request.span_id]
        assert "portal.operations.accounting.mail_account_link" in {each.name for each in inside}

    def test_facts_are_moments_and_nothing_of_people_leaves(self, world, peer):
        case = make_case(world, at=timezone.now())
        new = cases.NewMessage(author=Author.CUSTOMER, channel="email", text=f"{NAME} {MAIL} {CARD}")
        cases.post_message(case=case, new=new, by=Actor.customer(None), at=timezone.now())
        call(desk(peer.tracer), "get", f"/nehir/track/?q={MAIL}")
        peer.tracer.flush()
        assert "message.posted" in {note.name for span in peer.spans for note in span.events}
        for word in (*PERSONAL, case.number):
            assert word.encode() not in peer.raw

    def test_a_job_that_did_something_is_told_and_an_idle_one_is_not(self, peer):
        working._limited(Job("busy", 60, lambda at: 2))
        working._limited(Job("idle", 60, lambda at: 0))
        peer.tracer.flush()
        assert len(peer.named("job busy")) == 1
        assert peer.named("job idle") == []

    def test_what_fails_is_told_by_its_sort(self, peer):
        with pytest.raises(ValueError), tracing.traced("call peer", host=f"{MAIL}", port=443):
            raise ValueError(NAME)
        peer.tracer.flush()
        (span,) = peer.named("call peer")
        assert attributes(span) == {"error.type": "ValueError", "port": 443}
        assert span.status.code == 2
        assert NAME.encode() not in peer.raw

    def test_nothing_is_done_where_nobody_collects(self, world):
        tracing.trace_with(None)
        assert tracing.traced("x") is tracing.operation()
        app = object()
        assert observed(app, (), None, writes=False) is app
