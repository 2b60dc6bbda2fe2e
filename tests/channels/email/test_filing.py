"""From mail to case: every mail once, in the right case, with what could not be kept named."""

import json

import pytest

from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.adapters.email import filing, intake
from muhatap.channels.models import VaultItem, VaultState
from tests.channels.email import mails, post
from tests.channels.email.post import bring, mail
from tests.world import NOON

CARD = "4242 4242 4242 4242"


def messages(case, author=Author.CUSTOMER):
    return list(Message.objects.filter(case=case, author=author).order_by("id"))


def test_a_mail_becomes_a_case(world, box):
    raw = mail(files=(("dekont.pdf", mails.PDF),))
    item = bring(box, raw)
    case = item.case
    assert item.state == VaultState.IN_CASE
    assert (case.subject, case.channel, case.language) == ("Çekim talebim gelmedi", "email", "tr")
    assert (case.customer.email, case.customer.name) == ("elif@posta.example", "Elif Karaca")
    (message,) = messages(case)
    assert message.text.startswith("Merhaba,\n\nÜç gündür")
    assert message.vault_item_id == item.id
    assert [one.file.name for one in message.attachments.all()] == ["dekont.pdf"]
    assert channels.open_item(item=item) == raw


def test_english_mail_is_answered_in_english(world, box):
    item = bring(
        box, mail(subject="My withdrawal", text="Hello, I have not received my money. When will it come?")
    )
    assert item.case.language == "en"


def test_the_mailbox_says_the_topic(world):
    item = bring(post.mailbox(world.brand, "sikayet", topic="COMPLAINT"), mail())
    assert (item.case.topic.code, item.case.kind) == ("COMPLAINT", "complaint")


def test_the_same_mail_is_stored_and_filed_once(world, box):
    first, again = bring(box, mail()), bring(box, mail())
    other_road = bring(box, b"Received: from baska.example\r\n" + mail())
    assert first.id == again.id == other_road.id
    assert Case.objects.count() == 1


def test_one_id_with_other_content_is_another_mail_and_says_so(world, box):
    bring(box, mail(message_id="<ayni@posta.example>"))
    second = bring(box, mail(message_id="<ayni@posta.example>", text="Bambaşka bir konu hakkında yazıyorum."))
    assert Case.objects.count() == 2
    assert "Message-ID" in messages(second.case, Author.NOTE)[0].text


def test_a_mail_to_two_mailboxes_of_a_brand_is_one_case(world, box):
    other = post.mailbox(world.brand, "sikayet")
    first, copy = bring(box, mail()), bring(other, mail())
    assert first.id != copy.id
    assert first.case_id == copy.case_id
    assert len(messages(first.case)) == 1


def test_without_message_id_nothing_is_dropped(world, box):
    bring(box, mail(message_id=""))
    bring(box, mail(message_id="", text="İkinci mektup"))
    bring(box, mail(message_id="", text="İkinci mektup"))
    assert Case.objects.count() == 2


@pytest.mark.parametrize("name", sorted(mails.NASTY))
def test_every_nasty_mail_ends_in_a_case_or_set_aside(world, box, name):
    item = bring(box, mails.NASTY[name])
    assert item.state in {VaultState.IN_CASE, VaultState.SET_ASIDE}
    assert item.state == VaultState.IN_CASE or (item.reason and not item.reason.startswith("failed"))


def test_what_cannot_be_read_is_attached_as_it_came(world, box, monkeypatch):
    monkeypatch.setattr("muhatap.channels.adapters.email.parsing._parse", lambda raw: 1 / 0)
    item = bring(box, mail())
    (message,) = messages(item.case)
    (attachment,) = message.attachments.all()
    assert attachment.file.name.endswith(".eml")
    assert channels.open_item(item=item) == mail()


def test_programs_stay_in_the_vault_and_are_named(world, box):
    item = bring(box, mail(files=(("fatura.pdf.exe", mails.EXE),)))
    assert not messages(item.case)[0].attachments.exists()
    assert "fatura.pdf.exe" in messages(item.case, Author.NOTE)[0].text
    assert b"TVqQAAMAAAA" in channels.open_item(item=item)


def test_a_card_number_is_kept_nowhere(world, box):
    raw = mail(subject=f"Kartım {CARD}", text=f"Kart numaram {CARD} CVV 123, IBAN'ım yok.")
    item = bring(box, raw)
    kept = json.loads(channels.open_item(item=item))
    assert kept["redacted"]
    assert kept["original_sha256"] == intake.hashlib.sha256(raw).hexdigest()
    (message,) = messages(item.case)
    for words in (json.dumps(kept), message.text, item.case.subject):
        assert CARD not in words
        assert "4242424242424242" not in words.replace(" ", "")
    assert item.reason.startswith("redacted:")
    assert bring(box, raw).id == item.id


def test_a_failure_waits_and_one_bad_mail_blocks_no_other(world, box, monkeypatch):
    monkeypatch.setattr(filing, "place_of", lambda *_: 1 / 0)
    item = bring(box, mail())
    assert (item.state, item.attempts) == (VaultState.STORED, 1)
    monkeypatch.undo()
    assert bring(box, mail(text="Sonraki mektup")).state == VaultState.IN_CASE
    assert filing.refile(at=NOON) == 0
    assert filing.refile(at=NOON + post.timedelta(minutes=3)) == 1
    assert VaultItem.objects.get(id=item.id).state == VaultState.IN_CASE


def test_what_fails_for_ever_is_set_aside_with_its_reason_and_can_be_taken_back(world, box, monkeypatch):
    monkeypatch.setattr(filing, "place_of", lambda *_: 1 / 0)
    item = bring(box, mail())
    for _ in range(filing.MOST_ATTEMPTS):
        filing.refile(at=NOON, everything=True)
    item.refresh_from_db()
    assert (item.state, item.reason[:24]) == (VaultState.SET_ASIDE, "failed:ZeroDivisionError")
    monkeypatch.undo()
    assert filing.refile(at=NOON, everything=True) == 0
    assert filing.refile(at=NOON, also_failed=True) == 1
    item.refresh_from_db()
    assert item.state == VaultState.IN_CASE


def test_a_mail_without_sender_is_a_case_too(world, box):
    item = bring(box, mail(sender=""))
    assert item.case.customer.email == ""
    assert messages(item.case)
