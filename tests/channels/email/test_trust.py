"""What a proved, an unproved and a forged sender may do."""

import json

import pytest

from muhatap.cases.models import Message
from muhatap.cases.statuses import Author
from muhatap.channels.models import Delivery, Doubt
from muhatap.channels.operations.sending import WITHHELD
from muhatap.customers.models import Identity
from muhatap.wiring import console
from tests.channels.email import post
from tests.channels.email.post import bring, mail
from tests.channels.email.test_placing import LATER, letter_to

RESULTS = "mx.nehir.example; {}"
PASS = RESULTS.format("dmarc=pass header.from=posta.example")
FAIL = RESULTS.format("dmarc=fail header.from=posta.example")


@pytest.fixture
def trusting(box):
    box.state = {**box.state, "trusted_receivers": ["mx.nehir.example"]}
    box.save()
    return box


def test_a_proved_sender_is_kept_with_the_mail_and_known_as_such(trusting):
    item = bring(trusting, mail(authentication_results=PASS))
    assert item.authentication == {"mark": "verified", "dmarc": "pass", "domain": "posta.example"}
    assert Identity.objects.get(customer=item.case.customer).verified_at is not None


def test_without_results_nobody_is_proved(trusting):
    item = bring(trusting, mail())
    assert item.authentication == {}
    assert Identity.objects.get(customer=item.case.customer).verified_at is None


@pytest.mark.parametrize("how", ["number", "signed"])
def test_a_forged_sender_enters_no_case_even_with_a_signed_id(trusting, how):
    case = bring(trusting, mail()).case
    said = {"in_reply_to": letter_to(case)} if how == "signed" else {"subject": f"Re: [{case.number}]"}
    item = bring(
        trusting, mail(text="Parayı başka hesaba gönderin", authentication_results=FAIL, **said), LATER
    )
    assert item.case_id != case.id
    assert Doubt.objects.get(case=item.case).reason == "forged"
    assert case.messages.filter(author=Author.CUSTOMER).count() == 1


def test_a_known_sender_without_results_is_believed_unless_the_mailbox_is_strict(trusting):
    case = bring(trusting, mail()).case
    named = f"Re: [{case.number}]"
    assert bring(trusting, mail(subject=named, text="Bir"), LATER).case_id == case.id
    trusting.state = {**trusting.state, "strict_senders": True}
    trusting.save()
    item = bring(trusting, mail(subject=named, text="İki"), LATER)
    assert Doubt.objects.get(case=item.case).reason == "not_proved"
    proved = mail(subject=named, text="Üç", authentication_results=PASS)
    assert bring(trusting, proved, LATER).case_id == case.id
    assert (
        bring(trusting, mail(subject="x", text="Dört", in_reply_to=letter_to(case)), LATER).case_id == case.id
    )


@pytest.mark.parametrize("sender", ["Deniz <deniz@nehir.example>", "Nehir <destek@nehir.example>"])
def test_our_own_addresses_enter_no_case_by_mail(box, sender):
    case = bring(box, mail()).case
    item = bring(box, mail(sender, "x", "Kapatın", in_reply_to=letter_to(case)), LATER)
    assert item.case_id != case.id
    assert Doubt.objects.get(case=item.case).reason == "our_address"
    assert Message.objects.get(vault_item_id=item.id).author == Author.CUSTOMER
    post.work(LATER)
    assert not Message.objects.filter(
        case=item.case, author=Author.AUTOMATIC, text__contains=case.number
    ).exists()


def test_no_automatic_letter_shows_what_a_stranger_named(box):
    case = bring(box, mail(text="Gizli: IBAN soruyorum")).case
    item = bring(box, mail("Yabancı <y@baska.example>", f"[{case.number}]", "Ne durumda?"), LATER)
    post.work(LATER)
    (letter,) = Message.objects.filter(case=item.case, author=Author.AUTOMATIC)
    assert "Gizli" not in letter.text
    assert "Elif" not in letter.text
    assert not Message.objects.filter(case=case, vault_item_id=item.id).exists()


def test_the_console_says_how_far_a_mailbox_is_trusted(box, capsys):
    said = [
        "mail",
        "mailbox",
        "destek",
        "--plus-addressing",
        "on",
        "--trust",
        "mx.nehir.example,mx2.nehir.example",
    ]
    assert console.main(said) == 0
    assert "with plus addresses" in capsys.readouterr().out
    box.refresh_from_db()
    assert box.state["plus_addressing"] is True
    assert box.state["trusted_receivers"] == ["mx.nehir.example", "mx2.nehir.example"]
    assert console.main(["mail", "mailbox", "destek", "--trust", "none", "--strict-senders", "on"]) == 0
    box.refresh_from_db()
    assert (box.state["trusted_receivers"], box.state["strict_senders"]) == ([], True)
    assert json.dumps(box.state)


def test_a_forged_sender_gets_no_automatic_letter(trusting):
    case = bring(trusting, mail(authentication_results=FAIL)).case
    post.work()
    assert Delivery.objects.get(case=case).error == WITHHELD
