"""Delivery: every message once, tried with patience, given up with a reason, proved by its bytes."""

import hashlib
import json
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from django.db.models import QuerySet

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Message, Participant
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.adapters.email.own_ids import case_number_of
from muhatap.channels.contract import NotReady
from muhatap.channels.manners import Manner
from muhatap.channels.models import Delivery
from muhatap.channels.operations import delivering
from muhatap.channels.operations.delivering import deliver_due
from muhatap.channels.operations.sending import hold_waiting
from muhatap.channels.outbox import rendered
from muhatap.files import operations as files
from muhatap.kernel import signs
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from tests.channels.email.post import bring, mail, mailbox
from tests.servers.dovecot import imap_server
from tests.servers.smtp import Mood, mail_system
from tests.world import NOON, make_case

__all__ = ["imap_server", "mail_system"]
BY = Actor.system("test")
REPLY = "Sayın Elif Karaca,\n\nÇekim talebiniz onaylandı; <b>yarın</b> 15.00'e kadar hesabınızda.\n\nDeniz"


@pytest.fixture
def smtp(mail_system, settings):
    settings.MUHATAP_SMTP_URL = f"smtp://{mail_system.host}:{mail_system.port}"
    return mail_system


@pytest.fixture
def case(world):
    mailbox(world.brand)
    return make_case(world)


def write(case, text=REPLY, at=NOON, author=Author.STAFF, stored=()):
    new = cases.NewMessage(author=author, channel="email", text=text, files=stored)
    return cases.post_message(case=case, new=new, by=BY, at=at)


def send(at=NOON):
    return deliver_due(by=BY, at=at)


def facts(case, kind):
    events = Event.objects.filter(stream_id=case.id, kind=kind).order_by("seq")
    return [json.loads(event.content) for event in events]


def test_a_reply_goes_out_as_the_brand_says(case, smtp):
    write(case)
    assert send() == 1
    (sent,) = smtp.accepted
    said = message_from_bytes(sent.raw, policy=default)
    assert (sent.sender, sent.recipients) == ("destek@nehir.example", ("elif@posta.example",))
    assert said["from"].addresses[0].display_name == "Nehir"
    assert said["subject"] == f"Para çekme talebim gelmedi [{case.number}]"
    assert case_number_of(said["message-id"]) == case.number.replace("-", "")
    assert said["auto-submitted"] is None
    text = said.get_body(("plain",)).get_content()
    assert text.startswith("Sayın Elif Karaca,")
    assert f"/nehir/cases/{case.number}/" in text
    html = said.get_body(("html",)).get_content()
    assert 'lang="tr"' in html
    assert "&lt;b&gt;yarın&lt;/b&gt;" in html


def test_what_went_out_is_recorded_and_can_be_rendered_again(case, smtp):
    write(case)
    send()
    delivery = Delivery.objects.get()
    digest = hashlib.sha256(rendered(delivery)).hexdigest()
    assert delivery.rendered_sha256 == digest
    assert (delivery.sent_at, delivery.next_try_at, delivery.error) == (NOON, None, "")
    (fact,) = facts(case, "message.delivered")
    assert (fact["rendered"], fact["author"]) == (digest, "staff")
    assert hashlib.sha256(smtp.accepted[0].raw).hexdigest() == digest
    assert send(NOON + timedelta(days=1)) == 0


def test_files_arrive_byte_for_byte(case, smtp):
    data = b"%PDF-1.7\n" + bytes(range(256)) * 50
    stored = files.store_file(brand_id=case.brand_id, name="İade dekontu.pdf", data=data, by=BY, at=NOON)
    write(case, stored=[(stored, "")])
    send()
    (attachment,) = message_from_bytes(smtp.accepted[0].raw, policy=default).iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("İade dekontu.pdf", data)


def test_an_automatic_letter_says_that_a_machine_wrote(case, smtp):
    write(case, author=Author.AUTOMATIC)
    send()
    said = message_from_bytes(smtp.accepted[0].raw, policy=default)
    assert said["auto-submitted"] == "auto-generated"
    assert facts(case, "message.delivered")[0]["author"] == "automatic"


def test_an_answer_to_a_mail_continues_its_thread(world, smtp):
    box = mailbox(world.brand, "sikayet")
    mailbox(world.brand, "destek")
    case = bring(box, mail(message_id="<ilk@posta.example>")).case
    write(case, at=NOON + timedelta(hours=1))
    send(NOON + timedelta(hours=1))
    acknowledgement, first = (message_from_bytes(one.raw, policy=default) for one in smtp.accepted)
    assert first["subject"] == f"Re: Çekim talebim gelmedi [{case.number}]"
    assert (first["in-reply-to"], first["from"].addresses[0].addr_spec) == (
        "<ilk@posta.example>",
        "sikayet@nehir.example",
    )
    write(case, at=NOON + timedelta(hours=2))
    send(NOON + timedelta(hours=2))
    second = message_from_bytes(smtp.accepted[2].raw, policy=default)
    assert second["references"].split() == [
        "<ilk@posta.example>",
        acknowledgement["message-id"],
        first["message-id"],
    ]


def test_everybody_on_the_case_gets_it_and_notes_go_to_nobody(case, smtp):
    Participant.objects.create(case=case, email="avukat@hukuk.example")
    write(case, author=Author.NOTE)
    assert send() == 0
    write(case)
    assert send() == 2
    assert {one.recipients[0] for one in smtp.accepted} == {"elif@posta.example", "avukat@hukuk.example"}


@pytest.mark.parametrize("mood", [Mood.REFUSE_TEMPORARILY, Mood.DIE_IN_DATA])
def test_what_fails_is_tried_again_and_delivered_once(case, smtp, mood):
    write(case)
    smtp.mood = mood
    assert send() == 1
    delivery = Delivery.objects.get()
    assert delivery.error
    assert (delivery.sent_at, delivery.given_up_at, delivery.attempts) == (None, None, 1)
    assert send() == 0
    smtp.mood = Mood.ACCEPT
    assert send(delivery.next_try_at) == 1
    assert send(NOON + timedelta(days=2)) == 0
    assert len(smtp.accepted) == 1


def test_a_server_that_takes_and_dies_gets_at_most_one_copy_more_of_the_same_id(case, smtp):
    write(case)
    smtp.mood = Mood.KEEP_AND_DIE
    send()
    smtp.mood = Mood.ACCEPT
    send(NOON + timedelta(hours=1))
    assert len(smtp.accepted) == 2
    assert smtp.accepted[0].raw == smtp.accepted[1].raw


def test_a_server_that_is_away_is_waited_for_without_end(case, settings):
    settings.MUHATAP_SMTP_URL = "smtp://127.0.0.1:1"
    write(case)
    at = NOON
    for _ in range(60):
        assert send(at) == 1
        at = Delivery.objects.get().next_try_at
    assert Delivery.objects.get().given_up_at is None


def test_a_server_that_says_later_for_days_is_given_up_with_a_reason(case, smtp, world):
    write(case)
    smtp.mood = Mood.REFUSE_TEMPORARILY
    at = NOON
    while (delivery := Delivery.objects.get()).given_up_at is None:
        send(at)
        at = Delivery.objects.get().next_try_at or at
    assert timedelta(days=3) < delivery.given_up_at - NOON < timedelta(days=6)
    assert facts(case, "message.delivery_given_up")[0]["reason"] == "too_long"
    channels.try_again(delivery=delivery, by=BY, at=at)
    smtp.mood = Mood.ACCEPT
    assert send(at) == 1
    assert Delivery.objects.get().sent_at == at


@pytest.mark.parametrize("mood", [Mood.REFUSE_PERMANENTLY, Mood.REFUSE_RECIPIENT])
def test_a_refusal_is_told_to_who_looks_after_the_case(case, smtp, world, mood):
    cases.assign(case=case, owner=world.staff["deniz"], by=BY, at=NOON)
    write(case)
    smtp.mood = mood
    send()
    delivery = Delivery.objects.get()
    assert (delivery.given_up_at, delivery.next_try_at) == (NOON, None)
    assert "550" in delivery.error
    assert "@" not in facts(case, "message.delivery_given_up")[0]["reason"]
    (notice,) = Notice.objects.filter(kind="delivery_given_up")
    assert (notice.staff, notice.params["recipient"]) == (world.staff["deniz"], "elif@posta.example")


def test_without_a_mail_server_letters_wait_and_can_be_read(case, settings, mail_system):
    settings.MUHATAP_SMTP_URL = ""
    write(case)
    assert send() == 0
    delivery = Delivery.objects.get()
    assert (delivery.attempts, delivery.error) == (0, "")
    assert b"Nehir" in rendered(delivery)
    settings.MUHATAP_SMTP_URL = f"smtp://{mail_system.host}:{mail_system.port}"
    assert send(NOON + timedelta(days=3)) == 1
    assert len(mail_system.accepted) == 1


def test_without_an_address_to_write_from_letters_wait(world, smtp):
    case = make_case(world)
    write(case)
    with pytest.raises(NotReady):
        rendered(Delivery.objects.get())
    assert send() == 1
    mailbox(world.brand)
    assert send(NOON + timedelta(hours=1)) == 1
    assert len(smtp.accepted) == 1


@pytest.mark.parametrize("url", ["nonsense", "smtp://", "http://x", "smtp://host:port"])
def test_an_address_that_is_none_delivers_nothing(case, settings, url):
    settings.MUHATAP_SMTP_URL = url
    write(case)
    assert send() == 0


def test_whoever_dies_with_a_delivery_leaves_it_to_the_next(case, smtp, monkeypatch):
    write(case)
    monkeypatch.setattr("muhatap.channels.operations.delivering._try", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send()
    monkeypatch.undo()
    assert send(NOON + timedelta(minutes=1)) == 0
    assert send(NOON + timedelta(minutes=6)) == 1
    assert len(smtp.accepted) == 1


def test_a_customer_without_address_reads_on_the_portal(world, smtp):
    case = make_case(world, customer=3)
    write(case)
    assert not Delivery.objects.exists()
    assert Message.objects.filter(case=case, author=Author.STAFF).exists()


def test_what_is_held_goes_only_when_a_person_sends_it(case, smtp):
    write(case)
    assert hold_waiting(brand_id=case.brand_id, by=BY, at=NOON) == 1
    assert send(NOON + timedelta(days=1)) == 0
    channels.try_again(delivery=Delivery.objects.get(), by=BY, at=NOON)
    assert send() == 1


def test_what_the_dead_left_is_not_forgotten_when_the_database_is_away(case, smtp, settings, monkeypatch):
    reply = write(case)
    delivery = Delivery.objects.get(message=reply)
    Delivery.objects.filter(id=delivery.id).update(next_try_at=NOON + timedelta(minutes=5), attempts=1)
    folder = Path(settings.MUHATAP_DATA) / "run" / "sending"
    signs.show(folder, str(delivery.id))
    signs.abandon(folder, str(delivery.id))
    with monkeypatch.context() as away:
        away.setattr(QuerySet, "update", Mock(side_effect=OperationalError("no connection")))
        with pytest.raises(OperationalError):
            send()
    assert send() >= 1
    assert Delivery.objects.get(id=delivery.id).sent_at == NOON


def test_what_was_taken_but_could_not_be_written_down_is_not_sent_again(case, smtp, monkeypatch):
    write(case)
    with monkeypatch.context() as full:
        full.setattr(delivering, "record", Mock(side_effect=OperationalError("no room")))
        for turn in range(3):
            with pytest.raises(OperationalError):
                send(NOON + timedelta(seconds=turn))
    assert Delivery.objects.get().sent_at is None
    assert send(NOON + timedelta(minutes=1)) == 1
    (sent,) = smtp.accepted
    delivery = Delivery.objects.get()
    assert (delivery.sent_at, delivery.state) == (NOON + timedelta(minutes=1), "sent")
    assert delivery.rendered_sha256 == hashlib.sha256(sent.raw).hexdigest()
    assert len(facts(case, "message.delivered")) == 1


@pytest.mark.parametrize(("tries", "put_off"), [(0, timedelta(0)), (2, timedelta(seconds=30))])
def test_a_letter_of_a_clock_that_was_ahead_does_not_wait_for_its_hour(case, smtp, tries, put_off):
    ahead = NOON + timedelta(hours=1)
    write(case, at=ahead)
    Delivery.objects.update(attempts=tries, next_try_at=ahead + put_off)
    assert send() == 1
    assert Delivery.objects.get().sent_at == NOON


@pytest.mark.parametrize(
    ("written", "tries", "wait", "manner"),
    [
        # A chat's letter waits whether she still reads; a node's clock may be seconds ahead.
        (timedelta(seconds=5), 0, timedelta(minutes=3), ""),
        # Being sent by somebody, and refused for the fifth time.
        (timedelta(0), 1, timedelta(minutes=5), ""),
        (timedelta(0), 5, timedelta(minutes=30), ""),
        (timedelta(hours=1), 0, timedelta(hours=9), Manner.QUIET),
    ],
)
def test_what_waits_for_a_reason_goes_on_waiting(case, smtp, written, tries, wait, manner):
    write(case, at=NOON + written)
    Delivery.objects.update(attempts=tries, next_try_at=NOON + wait, manner=manner)
    assert send() == 0
    assert Delivery.objects.get().next_try_at == NOON + wait
