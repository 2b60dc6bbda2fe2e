"""Announcements on social channels: nothing of a person, once for each language, tried again, logged."""

import base64
import json
from datetime import timedelta

import pytest

from muhatap.audit.models import Event
from muhatap.help_centre import operations as help_centre
from muhatap.help_centre.models import Severity
from muhatap.integrations import operations as integrations
from muhatap.integrations.models import PublicPost
from muhatap.kernel.actors import Actor
from muhatap.kernel.public_words import private_in
from tests.desk.test_announcing import GOOD, PLACE
from tests.servers.http_peer import Quiet, serving
from tests.world import NOON, make_case

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
POSTER = Actor.system("public posts")


class Connector(Quiet):
    """Takes what it is told, or fails as often as it is told to."""

    taken: list[dict] = []
    failures = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        cls = type(self)
        if cls.failures:
            cls.failures -= 1
            self.send_error(503)
            return
        cls.taken.append(json.loads(body))
        answer = b'{"link": "https://social.example/nehir/1"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


@pytest.fixture
def connector(settings):
    Connector.taken, Connector.failures = [], 0
    with serving(Connector) as origin:
        settings.MUHATAP_SOCIAL_POSTS = {"nehir": (f"{origin}/post", SECRET)}
        yield Connector


def announced(world, text="15.00'te düzelir.", starts_at=NOON):
    new = help_centre.NewAnnouncement(
        severity=Severity.DISTURBANCE,
        titles={"tr": "Havaleler gecikiyor", "en": "Transfers are late"},
        texts={"tr": text, "en": "It ends at 15:00."},
        starts_at=starts_at,
    )
    by = Actor.staff(world.staff["mert"].pk)
    row = help_centre.publish_announcement(brand=world.brand, new=new, by=by, at=NOON)
    return row, lambda: integrations.post_announcement(announcement=row, by=by, at=NOON)


def test_each_language_is_told_once_when_it_begins(world, connector):
    row, post = announced(world, starts_at=NOON + timedelta(hours=1))
    assert len(post()) == 2
    assert post() == []
    assert integrations.send_posts(by=POSTER, at=NOON) == 0
    assert integrations.send_posts(by=POSTER, at=NOON + timedelta(hours=1)) == 2
    assert integrations.send_posts(by=POSTER, at=NOON + timedelta(hours=2)) == 0
    assert {each["language"] for each in connector.taken} == {"tr", "en"}
    assert "Havaleler gecikiyor" in next(e["text"] for e in connector.taken if e["language"] == "tr")
    kept = PublicPost.objects.get(announcement=row, language="tr")
    assert (kept.state, kept.link) == ("sent", "https://social.example/nehir/1")
    assert Event.objects.filter(kind="announcement.posted").count() == 2


def test_a_connector_that_fails_is_tried_again_later_and_given_up_with_the_reason(world, connector):
    connector.failures = 99
    _row, post = announced(world)
    post()
    at = NOON
    for _try in range(12):
        integrations.send_posts(by=POSTER, at=at)
        at += timedelta(hours=2)
    kept = PublicPost.objects.get(language="tr")
    assert (kept.state, kept.attempts, kept.trouble) == ("given_up", 6, "refused")


def test_what_ended_meanwhile_is_told_no_more(world, connector):
    row, post = announced(world)
    post()
    by = Actor.staff(world.staff["mert"].pk)
    help_centre.end_announcement(announcement=row, reason="bitti", by=by, at=NOON)
    integrations.send_posts(by=POSTER, at=NOON + timedelta(minutes=1))
    assert connector.taken == []
    assert set(PublicPost.objects.values_list("trouble", flat=True)) == {"over"}


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Kart 4111 1111 1111 1111", "card"),
        ("IBAN TR33 0006 1005 1978 6457 8413 26", "iban"),
        ("Yazın: elif@posta.example", "contact"),
        ("Arayın: 0532 123 45 67", "contact"),
    ],
)
def test_what_belongs_to_one_person_is_not_said_to_everybody(world, connector, text, sort):
    assert sort in private_in(text)
    _row, post = announced(world, text=text)
    with pytest.raises(integrations.SaysPrivate):
        post()
    assert not PublicPost.objects.exists()


def test_a_case_number_and_an_identity_number_are_found_and_plain_words_are_not(world):
    number = make_case(world).number
    assert private_in(f"Kaydınız {number} çözüldü") == ("case_number",)
    assert private_in("TCKN 10000000146") != ()
    assert private_in("Havaleler 15.00'te, 22 Kasım 2026'da düzelir; %20 indirim, 1.250,00 TL") == ()


def test_without_a_connector_nothing_is_posted(world):
    _row, post = announced(world)
    with pytest.raises(integrations.NowhereToPost):
        post()


def test_the_form_offers_it_refuses_private_words_and_shows_the_log(world, connector, client):
    client.force_login(world.staff["mert"])
    session = client.session
    session["second_factor_passed"] = world.staff["mert"].pk
    session.save()
    refused = client.post(PLACE, GOOD | {"on_social": "on", "text_tr": "Yazın: elif@posta.example"})
    assert refused.status_code == 422
    assert not PublicPost.objects.exists()
    assert client.post(PLACE, GOOD | {"on_social": "on"}).status_code == 303
    assert PublicPost.objects.count() == 2
    assert client.get(PLACE).status_code == 200
