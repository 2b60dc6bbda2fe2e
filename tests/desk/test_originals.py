"""A mail as it came: harmless, without pictures from outside, masked, and on the record."""

import json
from base64 import b64encode

import pytest
from django.utils import timezone

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.channels.models import VaultItem
from muhatap.kernel.actors import Actor
from tests.channels.email.post import bring, mailbox
from tests.world import load

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
HTML = (
    "<p>Merhaba <b>Nehir</b>, TR330006100519786457841326</p><script>alert(1)</script>"
    '<img src="cid:logo@posta"><img src="https://izle.example/1.gif"><img src="http://izle.example/2.gif">'
    '<img src="data:text/html;base64,AAAA"><a href="javascript:alert(2)">tıkla</a>'
    '<form action="/x"><input></form>'
)
CARD = "4242 4242 4242 4242"


def html_mail(markup=HTML, text="Merhaba Nehir"):
    """A mail with text, HTML and one picture of its own."""
    lines = [
        "From: Elif Karaca <elif@posta.example>",
        "To: destek@nehir.example",
        "Subject: Cekim",
        "Message-ID: <html-1@posta.example>",
        "MIME-Version: 1.0",
        "X-Secret: 12345678950",
        'Content-Type: multipart/related; boundary="rel"',
        "",
        "--rel",
        'Content-Type: multipart/alternative; boundary="alt"',
        "",
        "--alt",
        "Content-Type: text/plain; charset=utf-8",
        "",
        text,
        "--alt",
        "Content-Type: text/html; charset=utf-8",
        "",
        markup,
        "--alt--",
        "--rel",
        "Content-Type: image/png",
        "Content-Transfer-Encoding: base64",
        "Content-ID: <logo@posta>",
        'Content-Disposition: inline; filename="logo.png"',
        "",
        b64encode(PNG).decode(),
        "--rel--",
        "",
    ]
    return "\r\n".join(lines).encode()


@pytest.fixture
def message(world):
    item = bring(mailbox(world.brand), html_mail(), at=timezone.now())
    return Message.objects.select_related("case").get(vault_item_id=item.id)


def place(message, what="original"):
    return f"/desk/cases/{message.case.number}/messages/{message.id}/{what}/"


def looked(case):
    events = Event.objects.filter(stream_id=case.id, kind="message.source_opened").order_by("seq")
    return [(json.loads(event.content)["what"], event.actor_id) for event in events]


def test_the_frame_runs_and_loads_nothing(sign_in, message):
    answer = sign_in("mert").get(place(message, "frame"))
    page, policy = answer.content.decode(), answer["Content-Security-Policy"]
    assert "<b>Nehir</b>" in page
    for evil in ("<script", "javascript:", "<form", "text/html;base64", "TR330006100519786457841326"):
        assert evil not in page
    assert f'src="data:image/png;base64,{b64encode(PNG).decode()}"' in page
    assert ' src="http' not in page
    assert "default-src 'none'" in policy
    assert "img-src data:;" in policy
    assert "https:" not in policy
    assert "sandbox" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert looked(message.case) == []


def test_the_page_may_hold_the_frame_and_other_pages_none(sign_in, message):
    client = sign_in("mert")
    page = client.get(place(message))
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "2 " in page.content.decode()
    assert "frame-src" not in client.get(f"/desk/cases/{message.case.number}/")["Content-Security-Policy"]


def test_pictures_are_loaded_once_by_who_asked_and_recorded(sign_in, world, message):
    client = sign_in("mert")
    page = client.post(place(message, "pictures")).content.decode()
    address = page.split('src="/desk/cases/')[1].split('"')[0]
    answer = client.get(f"/desk/cases/{address}")
    assert "img-src data: https:;" in answer["Content-Security-Policy"]
    assert 'src="https://izle.example/1.gif"' in answer.content.decode()
    assert 'src="http:' not in answer.content.decode()
    assert looked(message.case) == [("pictures", world.staff["mert"].pk)]
    # The word is hers and for this mail only; a plain visit loads nothing again.
    assert "https:" not in sign_in("pelin").get(f"/desk/cases/{address}")["Content-Security-Policy"]
    assert "https:" not in client.get(place(message, "frame"))["Content-Security-Policy"]
    assert "https:" not in client.get(f"{place(message, 'frame')}?pictures=x")["Content-Security-Policy"]
    assert client.get(place(message, "pictures")).status_code == 405


def test_the_source_is_masked_and_looking_is_recorded(sign_in, world, message):
    client = sign_in("mert")
    assert "X-Secret" not in client.get(place(message)).content.decode()
    page = client.post(place(message, "source")).content.decode()
    assert "X-Secret" in page
    assert "Message-ID: &lt;html-1@posta.example&gt;" in page
    assert "12345678950" not in page
    assert "TR330006100519786457841326" not in page
    assert looked(message.case) == [("source", world.staff["mert"].pk)]


def test_the_mail_is_downloaded_as_it_came(sign_in, message):
    answer = sign_in("mert").post(place(message, "download"))
    assert answer.content == html_mail()
    assert answer["Content-Type"] == "message/rfc822"
    assert "attachment" in answer["Content-Disposition"]
    assert ".eml" in answer["Content-Disposition"]
    assert [what for what, _who in looked(message.case)] == ["download"]


def test_where_a_card_stood_only_the_masked_reading_is_left(sign_in, world):
    raw = html_mail(markup=f"<p>Kart {CARD}</p>", text=f"Kart {CARD}")
    item = bring(mailbox(world.brand), raw, at=timezone.now())
    message = Message.objects.select_related("case").get(vault_item_id=item.id)
    client = sign_in("mert")
    for answer in (
        client.get(place(message)),
        client.get(place(message, "frame")),
        client.post(place(message, "source")),
        client.post(place(message, "download")),
    ):
        assert answer.status_code == 200
        assert "4242 4242" not in answer.content.decode()
        assert "42424242" not in answer.content.decode().replace(" ", "")


def test_an_erased_mail_is_gone(sign_in, message):
    cases.erase_message(message=message, reason="secret", by=Actor.system("test"), at=timezone.now())
    client = sign_in("mert")
    for answer in (client.get(place(message)), client.get(place(message, "frame"))):
        assert answer.status_code == 410
        assert "Nehir</b>" not in answer.content.decode()
    assert client.post(place(message, "download")).status_code == 410


@pytest.mark.parametrize("what", ["source", "download"])
@pytest.mark.parametrize(
    ("login", "status"), [("selin", 403), ("deniz", 404), ("stranger", 404), ("arda", 404)]
)
def test_who_may_not_see_the_source(sign_in, message, what, login, status):
    assert sign_in(login).post(place(message, what)).status_code == status
    assert looked(message.case) == []


@pytest.mark.parametrize("login", ["deniz", "stranger", "arda"])
@pytest.mark.parametrize("what", ["original", "frame"])
def test_who_may_not_see_the_mail(sign_in, message, what, login):
    assert sign_in(login).get(place(message, what)).status_code == 404


def test_an_agent_reads_the_mail_without_its_source(sign_in, message):
    page = sign_in("selin").get(place(message)).content.decode()
    assert "Merhaba Nehir" in page
    assert "/source/" not in page


def test_a_message_of_another_case_is_missing(sign_in, world, message):
    other = bring(
        mailbox(world.brand, "iki"), html_mail().replace(b"html-1@", b"html-2@").replace(b"elif@", b"h@"),
        at=timezone.now(),
    )  # fmt: skip
    number = load(VaultItem.objects.get(id=other.id).case_id).number
    assert sign_in("mert").get(f"/desk/cases/{number}/messages/{message.id}/original/").status_code == 404
