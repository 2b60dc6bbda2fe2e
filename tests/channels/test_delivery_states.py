"""A delivery's states against a server that says what it is told: nothing lost, at most one copy more."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import dkim as verifier
import pytest

from muhatap.audit.models import Event
from muhatap.audit.verifying import verify_stream
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author, CopyKind
from muhatap.channels import operations as channels
from muhatap.channels.adapters.email import dkim
from muhatap.channels.models import AddressMark, Delivery, DeliveryState, Mailbox, SigningKey
from muhatap.channels.operations.delivering import deliver_due
from muhatap.channels.operations.sending import ERASED, MARKED
from muhatap.channels.outbox import rendered
from muhatap.channels.proof import DeliveriesAgree
from muhatap.files import operations as files
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from tests.channels.email import post
from tests.servers.scripted_smtp import DROP, HANG, scripted
from tests.world import NOON, make_case

__all__ = ["scripted"]
BY = Actor.system("test")
HOUR = timedelta(hours=1)


@pytest.fixture
def server(scripted, settings, monkeypatch):
    settings.MUHATAP_SMTP_URL = f"smtp://{scripted.host}:{scripted.port}"
    from muhatap.channels.adapters.email import sending

    patient = sending.server_from
    monkeypatch.setattr(sending, "server_from", lambda url: replace(patient(url), timeout=0.5, patience=0.5))
    return scripted


@pytest.fixture
def case(world):
    post.mailbox(world.brand)
    return make_case(world)


def write(case, author=Author.STAFF, stored=(), copies=(), at=NOON):
    new = cases.NewMessage(
        author=author, channel="email", text="Talebinizi inceliyoruz; yarın 15.00'te yazacağız.",
        files=stored, copies=copies,
    )  # fmt: skip
    return cases.post_message(case=case, new=new, by=BY, at=at)


def send(at=NOON):
    return deliver_due(by=BY, at=at)


def only():
    return Delivery.objects.get()


def kinds(case):
    kinds_ = Event.objects.filter(stream_id=case.id, kind__regex="^(message.deliver|address)").order_by("seq")
    return [
        (event.kind.removeprefix("message."), json.loads(event.content).get("reason", "")) for event in kinds_
    ]


def test_queued_put_off_and_sent_with_the_servers_words(case, server):
    write(case)
    assert only().state == DeliveryState.QUEUED
    server.say("RCPT", "451 4.7.1 greylisted, come back", "451 4.7.1 still greylisted")
    send()
    first = only()
    assert (first.state, first.attempts) == (DeliveryState.DEFERRED, 1)
    assert "4.7.1 greylisted, come back" in first.error
    send(first.next_try_at)
    assert "still greylisted" in only().error
    assert send(only().next_try_at) == 1
    assert (only().state, only().error, only().given_up_at) == (DeliveryState.SENT, "", None)
    assert kinds(case) == [("delivery_deferred", ""), ("delivered", "")]
    assert len(server.taken) == 1


def test_pauses_grow_and_no_two_deliveries_come_back_together(case, server):
    for _ in range(4):
        write(case)
    server.say("RCPT", *["451 4.3.0 later"] * 8)
    send()
    pauses = {one.next_try_at - NOON for one in Delivery.objects.all()}
    assert len(pauses) > 1
    assert all(timedelta(seconds=5) <= pause <= timedelta(seconds=6) for pause in pauses)


@pytest.mark.parametrize(
    ("verb", "said"), [("BODY", HANG), ("BODY", DROP), ("BODY", "keep drop"), ("DATA", HANG)]
)
def test_a_broken_hand_over_costs_at_most_one_copy_more_of_the_same_mail(case, server, verb, said):
    write(case)
    server.say(verb, said)
    assert send() == 1
    assert only().state == DeliveryState.DEFERRED
    was_kept = len(server.taken)
    assert send(only().next_try_at) == 1
    assert only().state == DeliveryState.SENT
    assert len(server.taken) == was_kept + 1
    assert len({mail.raw for mail in server.taken}) == 1
    assert send(NOON + timedelta(days=1)) == 0


def test_a_restart_in_the_middle_sends_the_same_mail_again(case, server, monkeypatch):
    write(case)
    with monkeypatch.context() as patch:
        patch.setattr(
            "muhatap.channels.operations.delivering._note_sent",
            lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt),
        )
        with pytest.raises(KeyboardInterrupt):
            send()
    # Another process knows nothing of it.
    monkeypatch.setattr("muhatap.channels.operations.delivering._taken", {})
    assert (len(server.taken), only().sent_at) == (1, None)
    send(NOON + HOUR)
    assert only().state == DeliveryState.SENT
    assert len({mail.raw for mail in server.taken}) == 1
    assert len(server.taken) == 2


def test_recipients_of_one_message_have_their_own_answers(case, server):
    write(case, copies=[(CopyKind.CC, "avukat@hukuk.example"), (CopyKind.BCC, "arsiv@nehir.example")])
    server.say("RCPT", "250 ok", "550 5.1.1 no such user", "451 4.2.2 full, later")
    assert send() == 3
    found = {one.state: one for one in Delivery.objects.all()}
    assert set(found) == {DeliveryState.SENT, DeliveryState.BOUNCED, DeliveryState.DEFERRED}
    assert server.taken[0].recipients == (found[DeliveryState.SENT].recipient,)
    assert send(found[DeliveryState.DEFERRED].next_try_at) == 1
    assert len(server.taken) == 2
    assert all(b"arsiv@" not in mail.raw and b"Cc: avukat@" in mail.raw for mail in server.taken)


@pytest.mark.parametrize(
    ("words", "is_marked"),
    [
        ("550 5.1.1 no such user", True),
        ("550 5.2.1 mailbox disabled", True),
        ("552 5.2.2 mailbox full", False),
        ("550 5.7.1 message blocked by policy", False),
        ("552 5.3.4 message too big", False),
        ("550 relaying denied", False),
    ],
)
def test_only_a_dead_address_is_marked(case, server, words, is_marked):
    write(case)
    server.say("RCPT", words)
    send()
    assert only().state == DeliveryState.BOUNCED
    assert words[4:] in only().error
    assert AddressMark.objects.filter(address="elif@posta.example", cleared_at=None).exists() == is_marked
    assert Notice.objects.filter(kind="delivery_given_up").exists()


def test_a_marked_address_gets_no_letter_of_a_machine_until_staff_clears_it(case, server, world):
    write(case)
    server.say("RCPT", "550 5.1.1 no such user")
    send()
    write(case, author=Author.AUTOMATIC)
    kept = Delivery.objects.latest("id")
    assert (kept.state, kept.error, kept.next_try_at) == (DeliveryState.WITHHELD, MARKED, None)
    write(case)
    assert Delivery.objects.latest("id").state == DeliveryState.QUEUED
    deniz = Actor.staff(world.staff["deniz"].pk)
    assert channels.clear_address(case=case, address="ELIF@posta.example", by=deniz, at=NOON + HOUR)
    assert not channels.clear_address(case=case, address="elif@posta.example", by=deniz, at=NOON + HOUR)
    assert AddressMark.objects.get().cleared_by_id == world.staff["deniz"].pk
    write(case, author=Author.AUTOMATIC)
    assert Delivery.objects.latest("id").state == DeliveryState.QUEUED
    assert ("address.cleared", "staff") in kinds(case)


def test_what_a_person_sends_again_may_be_put_right_first(case, server):
    write(case)
    server.say("MAIL", "553 5.7.1 sender address rejected")
    send()
    assert only().state == DeliveryState.BOUNCED
    Mailbox.objects.update(address="yeni@nehir.example")
    channels.try_again(delivery=only(), by=BY, at=NOON + HOUR)
    assert send(NOON + HOUR) == 1
    assert server.taken[0].sender == "yeni@nehir.example"


def test_every_later_copy_is_the_same_bytes_whatever_changed_meanwhile(case, server):
    write(case)
    server.say("BODY", "keep drop")
    send()
    Brand.objects.filter(id=case.brand_id).update(name="Nehir Bankası")
    Case.objects.filter(id=case.id).update(subject="başka konu")
    Mailbox.objects.update(address="baska@nehir.example", signatures={"tr": "{agent}\n{brand}"})
    send(NOON + HOUR)
    first, second = server.taken
    assert first.raw == second.raw
    assert hashlib.sha256(rendered(only())).hexdigest() == only().rendered_sha256
    assert hashlib.sha256(first.raw).hexdigest() == only().rendered_sha256


def test_an_erased_message_never_goes_out_and_its_subject_stands_nowhere(case, server):
    first = Message.objects.filter(case=case).order_by("id").first()
    write(case)
    server.say("RCPT", "451 4.3.0 later")
    send()
    case.refresh_from_db()
    assert only().frame["subject"] == case.subject
    cases.erase_message(message=first, reason="secret", by=BY, at=NOON + HOUR)
    assert only().frame["subject"] == case.number
    reply = only().message
    cases.erase_message(message=reply, reason="secret", by=BY, at=NOON + HOUR)
    assert (only().state, only().error) == (DeliveryState.WITHHELD, ERASED)
    assert send(NOON + 24 * HOUR) == 0
    assert server.taken == []


def test_what_goes_out_is_signed_and_recorded_without_the_stamp(case, server):
    signers = [
        dkim.Signer("nehir.example", name[:3], dkim.new_key(name)) for name in (dkim.RSA, dkim.ED25519)
    ]
    for one in signers:
        key = channels.keep_signing_key(
            brand=case.brand, domain=one.domain, selector=one.selector, algorithm=one.algorithm,
            pem=dkim.pem_of(one.key), by=BY, at=NOON,
        )  # fmt: skip
        assert dkim.pem_of(one.key) not in bytes(key.sealed)
        channels.start_signing(key=key, by=BY, at=NOON)
    with pytest.raises(channels.KnownSelector):
        channels.keep_signing_key(
            brand=case.brand, domain="nehir.example", selector="rsa", algorithm=dkim.RSA, pem=b"",
            by=BY, at=NOON,
        )  # fmt: skip
    write(case)
    send()
    raw = server.taken[0].raw
    zone = {f"{dkim.record_name(one)}.": dkim.record_text(one).encode() for one in signers}
    for place in (0, 1):
        assert verifier.DKIM(raw).verify(idx=place, dnsfunc=lambda name, timeout=5: zone[name.decode()])
    assert raw.endswith(rendered(only()))
    assert only().rendered_sha256 == hashlib.sha256(rendered(only())).hexdigest()


def test_a_retired_key_signs_no_more_and_is_destroyed(case, server):
    key = channels.keep_signing_key(
        brand=case.brand, domain="nehir.example", selector="a", algorithm=dkim.ED25519,
        pem=dkim.pem_of(dkim.new_key(dkim.ED25519)), by=BY, at=NOON,
    )  # fmt: skip
    channels.start_signing(key=key, by=BY, at=NOON)
    channels.retire_signing_key(key=key, by=BY, at=NOON)
    write(case)
    send()
    assert b"DKIM-Signature" not in server.taken[0].raw
    key.refresh_from_db()
    assert bytes(key.sealed) == b""


def test_files_arrive_byte_for_byte_with_their_turkish_names(case, server):
    given = {
        "Şikâyet dilekçesi – ığüşöç.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 40_000,
        "tek bayt.txt": b"x",
        "satır sonları.txt": b"bir\r\niki\nuc\r\r\n.\r\n..\n",
        "çok uzun bir ad " * 9 + ".png": b"\x89PNG\r\n\x1a\n" + bytes(300),
    }
    stored = [
        (files.store_file(brand_id=case.brand_id, name=name, data=data, by=BY, at=NOON), "")
        for name, data in given.items()
    ]
    write(case, stored=stored)
    send()
    said = message_from_bytes(server.taken[0].raw, policy=default)
    found = {part.get_filename(): part.get_payload(decode=True) for part in said.iter_attachments()}
    assert {name.strip(): data for name, data in found.items()} == {
        name[:200].strip(): data for name, data in given.items()
    }


def test_the_chain_proves_every_outcome(case, server):
    write(case, copies=[(CopyKind.CC, "yok@posta.example")])
    server.say("RCPT", "250 ok", "550 5.1.1 no")
    send()
    channels.note_complaint(delivery=Delivery.objects.get(state="sent"), words="abuse", by=BY, at=NOON + HOUR)
    assert verify_stream(case.id, (DeliveriesAgree(),)).findings == []


def test_a_signing_key_that_cannot_be_opened_holds_the_mail_back(case, server):
    key = channels.keep_signing_key(
        brand=case.brand, domain="nehir.example", selector="a", algorithm=dkim.ED25519,
        pem=dkim.pem_of(dkim.new_key(dkim.ED25519)), by=BY, at=NOON,
    )  # fmt: skip
    channels.start_signing(key=key, by=BY, at=NOON)
    SigningKey.objects.update(sealed=bytes(key.sealed)[:-1] + b"?")
    write(case)
    assert send() == 1
    assert (only().state, only().error) == (DeliveryState.QUEUED, "signing_key")
    channels.retire_signing_key(key=key, by=BY, at=NOON)
    assert send(NOON + HOUR) == 1
    assert only().state == DeliveryState.SENT
