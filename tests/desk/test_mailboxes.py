"""In whose name a mailbox writes, and what stands under its letters."""

import pytest
from django.utils import timezone

from muhatap.audit.models import Event
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author
from muhatap.channels.models import Mailbox
from muhatap.desk.about_case import newest_word
from tests.channels.email.post import mailbox
from tests.desk.mailing import mails_of, open_by_mail

VOICE = {
    "sender_pattern": "{agent} · Nehir Destek",
    "signature_tr": "{agent}\n{brand} Müşteri Hizmetleri",
    "signature_en": "{agent}\n{brand} Customer Care",
}


@pytest.fixture
def box(world):
    return mailbox(world.brand)


def test_letters_carry_the_mailbox_s_voice(sign_in, box):
    assert sign_in("arda").post(f"/desk/mailboxes/{box.id}/", VOICE).status_code == 303
    case, _item = open_by_mail(box)
    client = sign_in("mert")
    page = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert "Mert Soylu · Nehir Destek &lt;destek@nehir.example&gt;" in page
    client.post(f"/desk/cases/{case.number}/reply/", {"text": "Merhaba", "seen": newest_word(case)})
    message = Message.objects.get(case=case, author=Author.STAFF)
    letter = mails_of(message.id)["elif@posta.example"]
    assert letter["from"].addresses[0].display_name == "Mert Soylu · Nehir Destek"
    for kind in ("plain", "html"):
        words = letter.get_body((kind,)).get_content()
        assert "Mert Soylu" in words
        assert "Nehir Müşteri Hizmetleri" in words
    automatic = Message.objects.get(case=case, author=Author.AUTOMATIC)
    machine = mails_of(automatic.id)["elif@posta.example"]
    assert machine["from"].addresses[0].display_name == "Nehir"
    assert "Mert" not in machine.as_string()
    assert Event.objects.filter(kind="mailbox.voice_changed").exists()


def test_english_letters_get_the_english_signature(sign_in, box):
    sign_in("arda").post(f"/desk/mailboxes/{box.id}/", VOICE)
    case, _item = open_by_mail(
        box, subject="My withdrawal", text="Hello, I have not received my money. When will it come?"
    )
    sign_in("mert").post(f"/desk/cases/{case.number}/reply/", {"text": "Hello", "seen": newest_word(case)})
    message = Message.objects.get(case=case, author=Author.STAFF)
    assert "Nehir Customer Care" in mails_of(message.id)["elif@posta.example"].as_string()


@pytest.mark.parametrize(
    "wrong",
    [
        {"sender_pattern": "{agent} {secret}"},
        {"sender_pattern": "Nehir\nBcc: x@y.example"},
        {"sender_pattern": "Nehir <ceo@banka.example>"},
        {"signature_tr": "{agent.password}"},
        {"signature_en": "x" * 2_000},
    ],
)
def test_a_wrong_voice_is_refused(sign_in, box, wrong):
    assert sign_in("arda").post(f"/desk/mailboxes/{box.id}/", {**VOICE, **wrong}).status_code == 422
    assert Mailbox.objects.get(id=box.id).sender_pattern == ""


@pytest.mark.parametrize("login", ["deniz", "mert", "pelin", "gul"])
def test_only_administrators_sign(sign_in, box, login):
    assert sign_in(login).post(f"/desk/mailboxes/{box.id}/", VOICE).status_code == 403
    assert sign_in(login).get("/desk/mailboxes/").status_code == 403


def test_another_brand_s_mailbox_is_missing(sign_in, world):
    foreign = mailbox(world.other_brand)
    assert sign_in("arda").get(f"/desk/mailboxes/{foreign.id}/").status_code == 404
    assert foreign.address not in sign_in("arda").get("/desk/mailboxes/").content.decode()


def test_without_a_voice_the_brand_speaks(sign_in, box):
    case, _item = open_by_mail(box)
    sign_in("mert").post(f"/desk/cases/{case.number}/reply/", {"text": "Merhaba", "seen": newest_word(case)})
    message = Message.objects.get(case=case, author=Author.STAFF)
    assert mails_of(message.id)["elif@posta.example"]["from"].addresses[0].display_name == "Nehir"
    assert message.at <= timezone.now()
