"""Webhooks of sending providers: checked, kept, taken in once; what they tell of letters returns to them."""

import base64
import hashlib
import hmac
import json
import threading
import uuid

import pytest
from django.db import connections
from django.test import Client

from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author
from muhatap.channels.adapters.email import hooks
from muhatap.channels.models import AddressMark, Delivery, DeliveryState, VaultItem, VaultState
from muhatap.channels.vault import open_item
from muhatap.kernel.actors import Actor
from muhatap.wiring.environment import WrongSetting, _hooks
from tests.channels.email import post
from tests.channels.email.post import mail
from tests.world import NOON, make_case, make_world

BOX = "destek@nehir.example"
DOOR = "muhatap:kapi-parolasi"
KEY = "imza-anahtari"
END = b"\r\n"
PROVIDERS = ("mailgun", "mandrill", "postmark", "sendgrid", "sparkpost")


@pytest.fixture(autouse=True)
def secrets(settings):
    settings.MUHATAP_MAIL_HOOKS = {f"nehir/{name}": f"{DOOR},{KEY}" for name in PROVIDERS}
    settings.MUHATAP_ORIGIN = "https://destek.nehir.example"


def multipart(fields, files=()):
    boundary = f"----{uuid.uuid4().hex}"
    out = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + _raw(value) + END
        for name, value in fields.items()
    ]
    out += [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        f"Content-Type: {kind}\r\n\r\n".encode()
        + data
        + b"\r\n"
        for name, file, kind, data in files
    ]
    return b"".join([*out, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"


def _raw(value):
    return value if isinstance(value, bytes) else str(value).encode()


def signed_by_mailgun():
    token = uuid.uuid4().hex
    signature = hmac.new(KEY.encode(), f"1795000000{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": "1795000000", "token": token, "signature": signature}


def request_of(provider, raw, to=BOX):
    """Body, content type and further headers, as the provider sends a mail whole."""
    text = raw.decode()
    if provider == "mailgun":
        sent = {"recipient": to, "sender": "elif@posta.example", "body-mime": raw, **signed_by_mailgun()}
        return *multipart(sent), {}
    if provider == "sendgrid":
        return *multipart(
            {"envelope": json.dumps({"from": "elif@posta.example", "to": [to]}), "email": raw}
        ), {}
    if provider == "postmark":
        body = {"OriginalRecipient": to, "MessageID": "x", "Headers": [], "RawEmail": text}
        return json.dumps(body).encode(), "application/json", {}
    if provider == "sparkpost":
        content = {"email_rfc822": base64.b64encode(raw).decode(), "email_rfc822_is_base64": True}
        relay = {"content": content, "rcpt_to": to, "msg_from": "elif@posta.example", "protocol": "smtp"}
        return json.dumps([{"msys": {"relay_message": relay}}]).encode(), "application/json", {}
    events = json.dumps([{"event": "inbound", "ts": 1795000000, "msg": {"raw_msg": text, "email": to}}])
    url = f"https://{DOOR}@destek.nehir.example/hooks/mail/nehir/mandrill/inbound/"
    signature = base64.b64encode(
        hmac.new(KEY.encode(), (url + "mandrill_events" + events).encode(), "sha1").digest()
    )
    return *multipart({"mandrill_events": events}), {"x-mandrill-signature": signature.decode()}


def knock(provider, body, content_type, headers=None, *, brand="nehir", kind="inbound", door=DOOR):
    told = {"authorization": "Basic " + base64.b64encode(door.encode()).decode(), **(headers or {})}
    return Client().post(
        f"/hooks/mail/{brand}/{provider}/{kind}/", body, content_type=content_type, headers=told, secure=True
    )


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_mail_becomes_a_case_byte_for_byte(box, provider):
    raw = mail(subject="Param nerede", text="ç" * 300, files=(("dekont.pdf", b"%PDF-1.7 " + bytes(5000)),))
    assert knock(provider, *request_of(provider, raw)).status_code == 200
    item = VaultItem.objects.get(source=f"email:{box.id}")
    assert item.state == VaultState.IN_CASE
    assert open_item(item=item) == raw
    assert Case.objects.get().subject == "Param nerede"
    # The request is told from later ones, and no copy of the mail remains in it.
    request = VaultItem.objects.get(source=f"hook:{provider}")
    assert request.reason == f"became:{item.id}"
    assert (bytes(request.sealed), request.path, bytes(request.wrapped_key)) == (b"", "", b"")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_same_mail_by_hook_and_by_pipe_is_one(box, provider):
    post.bring(box, mail())
    for _ in range(2):
        assert knock(provider, *request_of(provider, mail())).status_code == 200
    assert Case.objects.count() == 1


@pytest.mark.parametrize("provider", PROVIDERS)
def test_without_the_secret_nothing_is_kept(box, provider, settings):
    body, kind, headers = request_of(provider, mail())
    assert knock(provider, body, kind, headers, door="muhatap:yanlis").status_code == 403
    assert knock(provider, body, kind, headers, brand="liman").status_code == 404
    assert knock("baskasi", body, kind, headers).status_code == 404
    settings.MUHATAP_MAIL_HOOKS = {}
    assert knock(provider, body, kind, headers).status_code == 404
    assert not VaultItem.objects.exists()


@pytest.mark.parametrize("provider", ["mailgun", "mandrill"])
def test_a_signature_must_fit(box, provider, settings):
    body, kind, headers = request_of(provider, mail())
    settings.MUHATAP_MAIL_HOOKS = {f"nehir/{provider}": f"{DOOR},baska-anahtar"}
    assert knock(provider, body, kind, headers).status_code == 403
    assert not VaultItem.objects.exists()


def test_a_provider_that_takes_mails_apart(box):
    parts = {
        "OriginalRecipient": f"destek+12@{BOX.partition('@')[2]}",
        "FromFull": {"Name": "Elif Karaca", "Email": "elif@posta.example"},
        "ToFull": [{"Name": "", "Email": BOX}],
        "Subject": "Çekim",
        "Date": "Wed, 18 Nov 2026 11:58:00 +0300",
        "Headers": [{"Name": "Message-ID", "Value": "<parca@posta.example>"}],
        "TextBody": "Param gelmedi.",
        "Attachments": [
            {
                "Name": "a.png",
                "ContentType": "image/png",
                "Content": base64.b64encode(b"\x89PNG\r\n\x1a\n").decode(),
            }
        ],
    }
    assert knock("postmark", json.dumps(parts).encode(), "application/json").status_code == 200
    (case,) = Case.objects.all()
    assert (case.subject, case.customer.email) == ("Çekim", "elif@posta.example")
    assert case.messages.get(author=Author.CUSTOMER).attachments.get().file.name == "a.png"


def test_files_of_a_form_are_attachments(box):
    fields = {
        "recipient": BOX,
        "message-headers": json.dumps(
            [["From", "elif@posta.example"], ["Subject", "Ek"], ["Message-Id", "<e@x.example>"]]
        ),
        "body-plain": "Ekte.",
        "attachment-count": "1",
        **signed_by_mailgun(),
    }
    sent = multipart(fields, [("attachment-1", "dekont.pdf", "application/pdf", b"%PDF-1.7\r\n--x\r\n")])
    assert knock("mailgun", *sent).status_code == 200
    assert Case.objects.get().messages.get(author=Author.CUSTOMER).attachments.get().file.name == "dekont.pdf"


def test_a_mail_for_nobody_goes_to_the_first_mailbox_and_one_for_two_to_both(box, world):
    other = post.mailbox(world.brand, "sikayet")
    assert knock("sendgrid", *request_of("sendgrid", mail(), to="eski@nehir.example")).status_code == 200
    assert VaultItem.objects.filter(source=f"email:{box.id}").count() == 1
    envelope = json.dumps({"from": "a@b.example", "to": [BOX, "sikayet@nehir.example"]})
    body = multipart({"envelope": envelope, "email": mail(message_id="<iki@x.example>", subject="İki")})
    assert knock("sendgrid", *body).status_code == 200
    assert VaultItem.objects.filter(source=f"email:{other.id}").count() == 1
    assert Case.objects.count() == 2


def test_a_large_mail_passes(box):
    raw = mail(files=(("a.bin", b"\0" * 9_000_000),))
    assert knock("mailgun", *request_of("mailgun", raw)).status_code == 200
    assert open_item(item=VaultItem.objects.get(source=f"email:{box.id}")) == raw


def test_what_cannot_be_read_is_kept_and_tried_again(box, monkeypatch):
    monkeypatch.setattr(hooks.intake, "take", lambda **_: 1 / 0)
    assert knock("postmark", *request_of("postmark", mail())).status_code == 200
    (item,) = hooks.waiting_requests()
    assert "ZeroDivisionError" in item.reason
    monkeypatch.undo()
    assert hooks.take_in_waiting(at=NOON) == 1
    assert not hooks.waiting_requests().exists()
    assert Case.objects.count() == 1


def test_nonsense_with_the_right_secret_is_set_aside_in_the_end(box):
    assert knock("postmark", b"[1, 2", "application/json").status_code == 200
    for _ in range(8):
        hooks.take_in_waiting(at=NOON)
    assert VaultItem.objects.get().reason.startswith("failed:")


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_one():
    post.mailbox(make_world().brand)
    body, kind, _ = request_of("postmark", mail())
    start, codes = threading.Barrier(20), []

    def send():
        start.wait()
        try:
            codes.append(knock("postmark", body, kind).status_code)
        finally:
            connections.close_all()

    senders = [threading.Thread(target=send) for _ in range(20)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert codes == [200] * 20
    assert Case.objects.count() == 1
    assert VaultItem.objects.filter(source__startswith="email:").count() == 1


@pytest.fixture
def letter(world, box):
    """A letter that went out."""
    case = make_case(world)
    by = Actor.staff(world.staff["deniz"].pk)
    cases.post_message(
        case=case, new=cases.NewMessage(author=Author.STAFF, channel="email", text="Yanıt"), by=by, at=NOON
    )
    delivery = Delivery.objects.get()
    delivery.external_id, delivery.sent_at = "<c.1@nehir.example>", NOON
    delivery.state, delivery.next_try_at = DeliveryState.SENT, None
    delivery.save()
    return delivery


def sendgrid_event(letter, event, **more):
    told = {"email": letter.recipient, "smtp-id": letter.external_id, "event": event, "timestamp": 1795000000}
    return json.dumps([{**told, "sg_event_id": "1", **more}]).encode()


def test_bounces_and_complaints_return_to_the_letter(letter):
    body = sendgrid_event(letter, "bounce", reason="550 5.1.1 no such user", type="bounce")
    for _ in range(2):
        assert knock("sendgrid", body, "application/json", kind="tracking").status_code == 200
    letter.refresh_from_db()
    assert letter.state == DeliveryState.BOUNCED
    assert "no such user" in letter.error
    assert AddressMark.objects.count() == 1


def test_a_complaint_marks_the_letter(letter):
    body = sendgrid_event(letter, "spamreport")
    assert knock("sendgrid", body, "application/json", kind="tracking").status_code == 200
    letter.refresh_from_db()
    assert letter.state == DeliveryState.COMPLAINED


def test_events_of_others_change_nothing(letter):
    for event in ("delivered", "open", "deferred"):
        knock("sendgrid", sendgrid_event(letter, event), "application/json", kind="tracking")
    stranger = sendgrid_event(letter, "bounce", **{"smtp-id": "<baska@nehir.example>"})
    assert knock("sendgrid", stranger, "application/json", kind="tracking").status_code == 200
    letter.refresh_from_db()
    assert letter.state == DeliveryState.SENT


def test_secrets_are_read_from_the_environment():
    assert _hooks("nehir/mailgun=u:p,k liman/postmark=a:b") == {
        "nehir/mailgun": "u:p,k",
        "liman/postmark": "a:b",
    }
    for wrong in ("nehir/mailgun", "mailgun=u:p", "nehir/mailgun=p"):
        with pytest.raises(WrongSetting):
            _hooks(wrong)
