"""Bots: answers only from articles, hand-over with all that was said, signed doors, no power over a case."""

import ast
import base64
import json
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from muhatap.audit.models import Event
from muhatap.bot import operations as bots
from muhatap.bot import provider
from muhatap.bot.answering import answer_to
from muhatap.bot.models import Line, Talk
from muhatap.brands import queries
from muhatap.brands.models import CharterVersion
from muhatap.cases.models import Case, Message
from muhatap.channels.operations.chatting import Opening, Said, start_chat, write_in_chat
from muhatap.kernel.actors import Actor
from muhatap.kernel.webhook_signing import signature
from tests.help_centre.making import publish, tell, words
from tests.servers.http_peer import Quiet, serving
from tests.world import NOON

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
BOT = Path(__file__).parents[2] / "muhatap" / "bot"
VISITOR = Actor.customer(None)


@pytest.fixture
def told(world):
    tell(world, method_bank_within="3 iş günü")
    publish(world)
    publish(
        world,
        "sifre",
        words("Şifremi unuttum", "Sıfırlama bağlantısını isteyin, beş dakika geçerlidir."),
        topics=("ACC-LOGIN",),
    )
    return world


def test_it_says_only_what_an_article_says(told):
    answer = answer_to(told.brand, "tr", "Para çekme ne kadar sürer?")
    assert answer.kind == "quotes"
    assert answer.quotes[0].slug == "para-cekme"
    assert "3 iş günü" in answer.quotes[0].words
    assert answer_to(told.brand, "tr", "Kripto cüzdanım nerede saklanır?").kind in {"unknown", "quotes"}
    assert answer_to(told.brand, "tr", "Hava bugün nasıl olacak acaba orada").quotes == ()
    assert answer_to(told.brand, "tr", "Merhaba").kind == "greeting"


@pytest.mark.parametrize(
    ("text", "reason", "complaint"),
    [
        ("temsilci istiyorum", "person", False),
        ("Bıktım artık, kimse dönmedi, şikâyetçiyim", "anger", True),
        ("Hesabımdan benim yapmadığım işlem var", "danger", False),
    ],
)
def test_it_gives_way_to_a_person(told, text, reason, complaint):
    answer = answer_to(told.brand, "tr", text)
    assert (answer.kind, answer.reason, answer.is_complaint) == ("person", reason, complaint)


def test_the_page_hands_over_a_complaint_with_all_that_was_said(told, client):
    client.cookies["muhatap_language"] = "tr"
    page = client.post(
        "/nehir/assistant/", {"text": "Para çekme ne kadar sürer?"}, follow=True
    ).content.decode()
    assert "/nehir/help/para-cekme/" in page
    client.post(
        "/nehir/assistant/", {"text": "Üç haftadır bekliyorum, şikâyetçiyim. Kartım 4242 4242 4242 4242"}
    )
    assert "4242 4242 4242 4242" not in "".join(Line.objects.values_list("text", flat=True))
    assert client.post("/nehir/assistant/", {"action": "hand_over", "email": "x"}).status_code == 422
    sent = {"action": "hand_over", "name": "Elif", "email": "elif@posta.example"}
    case = Case.objects.none()
    for _twice in range(2):
        assert client.post("/nehir/assistant/", sent).status_code == 200
        case = Case.objects.get()
    assert case.kind == "complaint"
    text = Message.objects.filter(case=case).order_by("id").first().text
    assert "Para çekme ne kadar sürer?" in text
    assert "şikâyetçiyim" in text
    event = Event.objects.get(kind="bot.handed_over")
    assert '"is_complaint":true' in event.content.replace(" ", "")
    client.post("/nehir/assistant/", {"text": "Bir şey daha"})
    assert Talk.objects.count() == 1


def test_a_talk_belongs_to_its_visitor_and_its_brand(told, client):
    client.post("/nehir/assistant/", {"text": "Şifremi unuttum"})
    from django.test import Client

    assert "Şifremi unuttum" not in Client().get("/nehir/assistant/").content.decode()
    assert client.get("/yok/assistant/").status_code == 404


def test_old_talks_are_forgotten(told):
    talk, _key = bots.begin_talk(brand=told.brand, language="tr", notices={}, by=VISITOR, at=NOON)
    bots.say(talk=talk, text="Merhaba", by=VISITOR, at=NOON)
    assert bots.forget_talks(by=VISITOR, at=NOON + timedelta(days=29)) == 0
    bots.forget_talks(by=VISITOR, at=NOON + timedelta(days=31))
    assert not Line.objects.exists()


def call(client, said, *, secret=SECRET, age=0, bot="rasa", brand="nehir"):
    body, at = json.dumps(said).encode(), int(time.time()) - age
    return client.post(
        f"/hooks/bot/{brand}/{bot}/",
        body,
        content_type="application/json",
        headers={
            "webhook-id": "c1",
            "webhook-timestamp": str(at),
            "webhook-signature": signature(secret, "c1", at, body),
        },
    )


def test_another_bot_comes_in_by_its_signature(told, client, settings):
    settings.MUHATAP_BOTS = {"nehir/rasa": SECRET}
    answer = call(client, {"talk": "t1", "action": "visitor", "text": "Para çekme ne kadar sürer?"}).json()
    assert answer["must_hand_over"] is False
    assert answer["articles"][0]["url"].endswith("/nehir/help/para-cekme/")
    answer = call(client, {"talk": "t1", "action": "visitor", "text": "Bıktım, insan istiyorum"}).json()
    assert answer["must_hand_over"] is True
    assert call(client, {"talk": "t1", "action": "bot", "text": "Bağlıyorum"}).json() == {"kept": True}
    done = call(client, {"talk": "t1", "action": "hand_over", "email": "elif@posta.example"}).json()
    assert done["number"] == Case.objects.get().number
    lines = call(client, {"talk": "t1", "action": "transcript"}).json()["lines"]
    assert [each["who"] for each in lines] == ["visitor", "visitor", "bot"]
    assert call(client, {"talk": "t1", "action": "bot", "text": "x"}).status_code == 409


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"secret": "whsec_" + base64.b64encode(b"x" * 32).decode()}, 401),
        ({"age": 400}, 401),
        ({"bot": "other"}, 401),
        ({"brand": "liman"}, 401),
        ({"brand": "yok"}, 401),
    ],
)
def test_nobody_else_comes_in(told, client, settings, how, status):
    settings.MUHATAP_BOTS = {"nehir/rasa": SECRET}
    assert call(client, {"talk": "t", "action": "visitor", "text": "x"}, **how).status_code == status
    assert not Talk.objects.exists()


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"talk": ""}, 400),
        ([], 400),
        ({"talk": "t", "action": "close"}, 422),
        ({"talk": "t", "action": "visitor"}, 422),
        ({"talk": "t", "action": "hand_over", "email": "x"}, 422),
        ({"talk": "t", "action": "hand_over", "email": "a@b.example"}, 409),
    ],
)
def test_what_makes_no_sense_is_refused(told, client, settings, said, status):
    settings.MUHATAP_BOTS = {"nehir/rasa": SECRET}
    assert call(client, said).status_code == status


def test_no_bot_rejects_closes_or_pauses():
    """Architecture: nothing in the package reaches an operation that decides about a case."""
    forbidden = {
        "change_status", "close", "reject", "refuse", "pause", "pause_clock", "resolve", "withdraw",
        "decide", "propose_decision", "merge", "assign",
    }  # fmt: skip
    packages = {"complaints", "promises", "money", "approvals", "routing"}
    for path in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                assert not packages & set(node.module.split(".")), path
                assert not (node.module.startswith("muhatap.cases") and "operations" in node.module), path
            # A line to the model is closed too.
            if isinstance(node, ast.Attribute) and ast.unparse(node) != "connection.close":
                assert node.attr not in forbidden, f"{path}: {node.attr}"


class _Peer(Quiet):
    answer: bytes = b""
    status = 200
    asked: dict = {}

    def do_POST(self):
        type(self).asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.answer)))
        self.end_headers()
        self.wfile.write(self.answer)


@pytest.fixture
def model():
    with serving(_Peer) as origin:
        yield provider.Model(f"{origin}/v1/chat/completions", "small", "key")


def test_a_model_drafts_with_sources_and_gets_no_secrets(model):
    _Peer.status = 200
    _Peer.answer = json.dumps({"choices": [{"message": {"content": "Üç iş günü sürer [1]."}}]}).encode()
    assert (
        provider.draft(model, "Kartım 4242 4242 4242 4242, ne zaman?", ["Üç iş günü"])
        == "Üç iş günü sürer [1]."
    )
    assert "4242 4242 4242 4242" not in json.dumps(_Peer.asked)
    assert "[1] Üç iş günü" in _Peer.asked["messages"][1]["content"]
    assert provider.summary(model, "Konuşma")


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (b"{}", 200, "not_json"),
        (b"no", 200, "not_json"),
        (b"", 500, "refused"),
        (b"", 302, "refused"),
        (b"x" * (provider.BYTES_AT_MOST + 1), 200, "too_large"),
    ],
)
def test_a_model_that_fails_says_why(model, answer, status, code):
    _Peer.answer, _Peer.status = answer, status
    with pytest.raises(provider.ModelFailed) as caught:
        provider.summary(model, "x")
    assert caught.value.code == code


def test_a_name_that_leads_into_the_own_net_is_refused(monkeypatch):
    inside = [(2, 1, 6, "", ("169.254.169.254", 443))]
    monkeypatch.setattr(provider.socket, "getaddrinfo", lambda *_args, **_more: inside)
    with pytest.raises(provider.ModelFailed, match="forbidden"):
        provider.summary(provider.Model("https://model.example/v1", "m", "k"), "x")
    inside[0] = (2, 1, 6, "", ("10.0.0.5", 443))
    with pytest.raises(provider.ModelFailed, match="forbidden"):
        provider.summary(provider.Model("https://model.example/v1", "m", "k"), "x")


@pytest.mark.parametrize(
    "url", ["http://model.example/", "ftp://127.0.0.1/", "https://a:b@model.example/", "x"]
)
def test_an_address_that_cannot_be_used_is_refused(url):
    with pytest.raises(provider.WrongModel):
        provider.Model(url, "m", "k")


def test_in_chats_it_answers_and_asks_for_a_person(told):
    assert bots.answer_chats(by=VISITOR, at=timezone.now()) == 0
    said = json.dumps({"help_centre": {"assistant_in_chat": True}})
    CharterVersion.objects.update_or_create(
        brand=told.brand,
        number=told.brand.charter_number,
        defaults={"said": said, "applied_at": NOON, "digest": "-", "text": "-"},
    )
    queries._said.cache_clear()
    opening = Opening(
        brand=told.brand, channel="live_chat", secret="s" * 43, client_id="m", has_bot=True,
        text="Para çekme ne kadar sürer?",
    )  # fmt: skip
    chat = start_chat(opening=opening, by=VISITOR, at=timezone.now())
    assert (bots.answer_chats(by=VISITOR, at=timezone.now()), bots.answer_chats(by=VISITOR, at=NOON)) == (
        1,
        0,
    )
    quoted = Message.objects.filter(case=chat.case, author="automatic").latest("id").text
    # The chat may stand on another origin, so the address is whole.
    assert "http://127.0.0.1:8000/nehir/help/para-cekme/" in quoted
    write_in_chat(chat=chat, said=Said(client_id="m2", text="İnsan istiyorum"), by=VISITOR, at=timezone.now())
    bots.answer_chats(by=VISITOR, at=timezone.now())
    chat.refresh_from_db()
    assert chat.state == "waiting"
    queries._said.cache_clear()
