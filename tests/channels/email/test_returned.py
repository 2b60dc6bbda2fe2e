"""What comes back finds its letter by a signed id, is said once, and a forged report changes nothing."""

import zlib
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from muhatap.cases.models import Message
from muhatap.cases.statuses import Author
from muhatap.channels.adapters.email.own_ids import own_id
from muhatap.channels.models import AddressMark, Delivery, DeliveryState, VaultItem, VaultState
from muhatap.notifications.models import Notice
from tests.channels.email import post
from tests.channels.email.post import bring, mail
from tests.channels.email.test_placing import LATER, letter_to, note_of

HER = "Final-Recipient: rfc822; elif@posta.example\n"
FAILED = f"{HER}Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown"
DELAYED = f"{HER}Action: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; 451 busy"
RELAYED = f"{HER}Action: relayed\nStatus: 2.0.0"
FULL = f"{HER}Action: failed\nStatus: 4.2.2\nDiagnostic-Code: smtp; 452 4.2.2 full"
EXCHANGE = (
    f"{HER}Action: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound"
)
FOLDER = Path(__file__).parent / "reports"


def sample(name, **given):
    text = (FOLDER / f"{name}.eml").read_text()
    for slot, value in given.items():
        text = text.replace(f"{{{slot}}}", value)
    return text.replace("\n", "\r\n").encode()


def report(status, returned, kind="text/rfc822-headers", envelope=""):
    number = str(zlib.crc32(f"{status}{returned}".encode()))
    return sample("status", status=status, returned=returned, kind=kind, envelope=envelope, number=number)


def complaint(signed, kind="abuse"):
    return sample("complaint", signed=signed, kind=kind)


@pytest.fixture
def letter(world, box):
    """A case whose reply was sent; its signed Message-ID."""
    case = bring(box, mail()).case
    signed = letter_to(case)
    sent = Delivery.objects.filter(case=case, message__author=Author.STAFF)
    assert sent.update(state="sent", sent_at=LATER, external_id=signed) == 1
    return signed


def delivery():
    return Delivery.objects.get(message__author=Author.STAFF)


SHAPES = {
    "postfix": lambda signed: report(FAILED, f"Subject: x\nMessage-ID: {signed}"),
    "whole mail": lambda signed: report(FAILED, f"Message-ID: {signed}\n\nmetin", "message/rfc822"),
    "another id put over ours": lambda signed: report(
        FAILED, f"Message-ID: <0100@email.amazonses.example>\nX-Muhatap-Id: {signed}"
    ),
    "only the envelope id": lambda signed: report(
        FAILED, "Subject: x", envelope=f"\nOriginal-Envelope-Id: {signed.strip('<>').partition('@')[0]}"
    ),
    "exchange": lambda signed: report(EXCHANGE, f"Message-ID:\n\t{signed}\nSubject: x", "message/rfc822"),
    **{
        name: partial(lambda name, signed: sample(name, signed=signed), name)
        for name in ("gmail", "exim", "qmail")
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_bounce_of_every_shape_finds_its_letter(letter, box, shape):
    item = bring(box, SHAPES[shape](letter), LATER)
    assert item.state == VaultState.IN_CASE
    assert (delivery().state, delivery().sent_at, delivery().given_up_at) == ("bounced", LATER, LATER)
    assert AddressMark.objects.get().address == "elif@posta.example"
    assert Notice.objects.filter(kind="delivery_given_up").exists()


def test_a_bounce_is_said_once_however_often_it_comes(letter, box):
    for number in range(4):
        bring(
            box,
            report(FAILED + f"\nX-No: {number}", f"Message-ID: {letter}"),
            LATER + timedelta(minutes=number),
        )
    notes = Message.objects.filter(author=Author.NOTE)
    assert notes.count() == 1
    assert AddressMark.objects.count() == 1
    assert VaultItem.objects.filter(state=VaultState.IN_CASE).count() == 5


def test_nothing_is_ever_written_to_a_machine_that_returns_mail(letter, box):
    before = Delivery.objects.count()
    bring(box, report(FAILED, f"Message-ID: {letter}"), LATER)
    post.work(LATER)
    assert Delivery.objects.count() == before


def test_a_delay_is_no_bounce(letter, box):
    bring(box, report(DELAYED, f"Message-ID: {letter}"), LATER)
    assert (delivery().state, delivery().given_up_at) == (DeliveryState.SENT, None)
    assert "451 busy" in delivery().error
    assert not AddressMark.objects.exists()
    assert "451 busy" in note_of(delivery().case)
    bring(box, report(FAILED, f"Message-ID: {letter}"), LATER)
    assert delivery().state == DeliveryState.BOUNCED


def test_a_report_of_success_says_nothing(letter, box):
    item = bring(box, report(RELAYED, f"Message-ID: {letter}"), LATER)
    assert item.state == VaultState.IN_CASE
    assert (delivery().state, delivery().error, note_of(delivery().case)) == (DeliveryState.SENT, "", "")


def test_a_full_mailbox_is_a_bounce_but_no_dead_address(letter, box):
    bring(box, report(FULL, f"Message-ID: {letter}"), LATER)
    assert delivery().state == DeliveryState.BOUNCED
    assert not AddressMark.objects.exists()


@pytest.mark.parametrize(
    "forged", ["<c.261111111111.1.aaaaaaaaaaaaaaaaaaaaaaaaaa@nehir.example>", "<x@nehir.example>"]
)
@pytest.mark.parametrize("make", [lambda one: report(FAILED, f"Message-ID: {one}"), complaint])
def test_a_forged_report_changes_nothing(letter, box, forged, make):
    item = bring(box, make(forged), LATER)
    assert (item.state, item.reason) == (VaultState.SET_ASIDE, "bounce_of_nothing")
    assert delivery().state == DeliveryState.SENT
    assert not AddressMark.objects.exists()


def test_a_report_in_another_brands_mailbox_changes_nothing(letter, world, box):
    other = post.mailbox(world.other_brand, address="destek@liman.example")
    assert bring(other, report(FAILED, f"Message-ID: {letter}"), LATER).state == VaultState.SET_ASIDE
    assert delivery().state == DeliveryState.SENT


@pytest.mark.parametrize("kind", ["abuse", "fraud", "opt-out"])
def test_a_complaint_stops_automatic_letters_and_tells_the_desk(letter, box, kind):
    bring(box, complaint(letter, kind), LATER)
    assert (delivery().state, delivery().complained_at) == (DeliveryState.COMPLAINED, LATER)
    assert AddressMark.objects.get().reason == "complained"
    assert Notice.objects.filter(kind="letter_complained").exists()
    assert "elif@posta.example" in note_of(delivery().case)


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure"])
def test_other_feedback_is_no_complaint(letter, box, kind):
    bring(box, complaint(letter, kind), LATER)
    assert delivery().state == DeliveryState.SENT
    assert not AddressMark.objects.exists()


def test_whoever_writes_again_can_be_reached_again(letter, box):
    bring(box, report(FAILED, f"Message-ID: {letter}"), LATER)
    assert AddressMark.objects.filter(cleared_at=None).exists()
    bring(box, mail("yabanci@baska.example", subject="başka"), LATER)
    assert AddressMark.objects.filter(cleared_at=None).exists()
    bring(box, mail(subject="Yeniden yazıyorum", text="Adresim açıldı."), LATER + timedelta(hours=1))
    assert not AddressMark.objects.filter(cleared_at=None).exists()
    assert AddressMark.objects.get().cleared_at == LATER + timedelta(hours=1)


def test_a_bounce_that_is_quicker_than_the_answer_stays_a_bounce(world, box, smtp):
    case = bring(box, mail()).case
    letter_to(case)
    waiting = Delivery.objects.get(case=case, message__author=Author.STAFF)
    signed = own_id(case.number, waiting.id, "destek@nehir.example")
    bring(box, report(FAILED, f"Message-ID: {signed}"), LATER)
    post.work(LATER)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.sent_at) == (DeliveryState.BOUNCED, None)
