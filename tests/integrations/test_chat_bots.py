"""The operator's own bot in live chats: asked signed, shown as a bot, never between her and a person."""

import base64
import json
import secrets
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from muhatap.audit.models import Event
from muhatap.brands import queries
from muhatap.brands.models import CharterVersion
from muhatap.channels.chat_lines import BOT
from muhatap.channels.chat_models import Chat, ChatLine
from muhatap.channels.operations.chatting import Opening, Said, start_chat, write_in_chat
from muhatap.integrations import operations as integrations
from muhatap.integrations.chat_bots import BadAnswer, BotAnswer, read_answer
from muhatap.integrations.operations import conversing
from muhatap.kernel.actors import Actor
from muhatap.kernel.webhook_signing import is_signed, signature
from tests.servers.http_peer import Quiet, serving
from tests.world import NOON

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
BY, HER = Actor.system("test"), Actor.customer(None)


@pytest.fixture
def peer():
    """A bot on this machine: what it answers is set, what it was asked is kept."""

    class Bot(Quiet):
        asked, answer, status = [], {"text": "Kartınızı yenileyin."}, 200

        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            self.asked.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(self.status)
            self.send_header("content-type", "application/json")
            self.send_header("location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(json.dumps(type(self).answer).encode())

    with serving(Bot) as origin:
        Bot.url = f"{origin}/said"
        yield Bot


@pytest.fixture
def brand(world, settings, peer):
    settings.MUHATAP_CHAT_BOTS = {"nehir": (peer.url, SECRET)}
    settings.MUHATAP_BOTS = {"nehir/rasa": SECRET}
    said = json.dumps({"help_centre": {"assistant_in_chat": True}})
    CharterVersion.objects.update_or_create(
        brand=world.brand,
        number=world.brand.charter_number,
        defaults={"said": said, "applied_at": NOON, "digest": "-", "text": "-"},
    )
    queries._said.cache_clear()
    conversing._asked.clear()
    yield world.brand
    queries._said.cache_clear()


def begin(brand, text="Kartım nasıl yenilenir?"):
    opening = Opening(
        brand=brand,
        channel="live_chat",
        secret=secrets.token_urlsafe(32),
        client_id="m-1",
        text=text,
        has_bot=True,
    )
    return start_chat(opening=opening, by=HER, at=timezone.now())


def turn(brand, at=None):
    return integrations.ask_bots(brands=[brand], by=BY, at=at or timezone.now())


def lines(chat):
    rows = ChatLine.objects.filter(chat=chat, message__isnull=False).order_by("seq")
    return [(each.kind, each.message.text) for each in rows.select_related("message")]


def test_it_is_asked_by_a_signed_call_and_answers_as_a_bot(brand, peer):
    peer.answer = {"text": "Kartınızı yenileyin.", "choices": ["Oldu", "Olmadı"]}
    chat = begin(brand, "Kartım 4242 4242 4242 4242 nasıl yenilenir?")
    assert turn(brand) == 1
    assert turn(brand) == 0
    ((headers, body),) = peer.asked
    asked = json.loads(body)
    assert (asked["type"], asked["chat"], asked["language"]) == ("chat.said", str(chat.id), "tr")
    assert "4242 4242 4242 4242" not in body.decode()
    assert [each["who"] for each in asked["lines"]] == ["visitor"]
    named = (headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"])
    assert is_signed(SECRET, *named, body, int(timezone.now().timestamp()))
    assert lines(chat)[1] == (BOT, "Kartınızı yenileyin.")
    assert ChatLine.objects.get(chat=chat, kind=BOT).params == {"choices": ["Oldu", "Olmadı"]}
    write_in_chat(chat=chat, said=Said(client_id="m-2", text="Olmadı"), by=HER, at=timezone.now())
    assert turn(brand) == 1
    assert [each["who"] for each in json.loads(peer.asked[-1][1])["lines"]] == ["visitor", "bot", "visitor"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Bir insan istiyorum", "person"),
        ("Temsilciye bağlanmak istiyorum", "person"),
        ("Rezaletsiniz, şikâyetçiyim", "anger"),
        ("Paramı geri verin", "money"),
    ],
)
def test_she_gets_a_person_before_any_bot_is_asked(brand, peer, text, reason):
    chat = begin(brand, text)
    assert turn(brand) == 1
    assert peer.asked == []
    chat.refresh_from_db()
    assert chat.state == "waiting"
    assert f'"reason":"{reason}"' in Event.objects.get(kind="chat.handed_over").content


@pytest.mark.parametrize(
    ("answer", "status"), [({"text": 7}, 200), ([], 200), ({"text": "x"}, 500), ({"text": "x"}, 302)]
)
def test_whose_bot_fails_gets_a_person(brand, peer, answer, status):
    peer.answer, peer.status = answer, status
    chat = begin(brand)
    assert turn(brand) == 1
    chat.refresh_from_db()
    assert (chat.state, len(peer.asked)) == ("waiting", 1)
    assert lines(chat)[1][0] == BOT


def test_a_bot_that_hands_over_is_heard_and_one_that_is_away_is_not_waited_for(brand, peer, settings):
    peer.answer = {"text": "Bir uzmanımız bakıyor.", "hand_over": True, "reason": "fraud"}
    chat = begin(brand)
    assert turn(brand) == 1
    chat.refresh_from_db()
    assert chat.state == "waiting"
    settings.MUHATAP_CHAT_BOTS = {"nehir": ("http://127.0.0.1:9/", SECRET)}
    other = begin(brand)
    turn(brand)
    assert Chat.objects.get(id=other.id).state == "waiting"


def test_a_bot_may_think_for_half_a_minute_and_write_by_its_door(brand, peer, client):
    peer.answer = {}
    chat = begin(brand)
    assert (turn(brand), turn(brand), len(peer.asked)) == (0, 0, 1)
    say = {"chat": str(chat.id), "action": "bot", "text": "Şimdi biliyorum.", "choices": ["Oldu"]}
    assert knock(client, say).json() == {"kept": True}
    assert lines(chat)[1] == (BOT, "Şimdi biliyorum.")
    told = knock(client, {"chat": str(chat.id), "action": "transcript"}).json()["lines"]
    assert [each["who"] for each in told] == ["visitor", "bot"]
    write_in_chat(chat=chat, said=Said(client_id="m-2", text="Tamam, denedim"), by=HER, at=timezone.now())
    assert turn(brand) == 0
    assert turn(brand, timezone.now() + timedelta(seconds=40)) == 1
    assert Chat.objects.get(id=chat.id).state == "waiting"
    assert knock(client, say).status_code == 409
    assert knock(client, {"chat": "7", "action": "bot", "text": "x"}).status_code == 404
    assert knock(client, say, "whsec_" + base64.b64encode(b"x" * 32).decode()).status_code == 401


def knock(client, said, secret=SECRET):
    body, at = json.dumps(said).encode(), int(timezone.now().timestamp())
    named = {
        "webhook-id": "c1",
        "webhook-timestamp": str(at),
        "webhook-signature": signature(secret, "c1", at, body),
    }
    return client.post("/hooks/bot/nehir/rasa/", body, content_type="application/json", headers=named)


@given(st.binary(max_size=200))
def test_any_body_is_an_answer_or_refused(body):
    with suppress(BadAnswer):
        assert isinstance(read_answer(body), BotAnswer)


@pytest.mark.parametrize(
    "said",
    [{"text": "x" * 4001}, {"choices": [""]}, {"choices": "x"}, {"hand_over": 1}, {"reason": "a b"}, 7, None],
)
def test_what_is_no_answer_is_refused(said):
    with pytest.raises(BadAnswer):
        read_answer(json.dumps(said).encode())
