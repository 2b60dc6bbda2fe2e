"""Links by mail: sent by a real server, forgotten afterwards, waiting when there is none."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from muhatap.portal import queries
from muhatap.portal.models import FormDraft, MailedLink
from tests.portal.conftest import begin, good_answers
from tests.world import make_case

pytestmark = [pytest.mark.urls("tests.portal.urls"), pytest.mark.usefixtures("shop")]
SYSTEM = Actor.system("test")


def ask_for_resume(visitor) -> str:
    address = begin(visitor)
    visitor.post(address, {**good_answers(wanted="Half a sentence"), "action": "save"})
    answer = visitor.post(f"{address}save/", {"email": "elif@posta.example"})
    assert answer.status_code == 200
    return address


def test_a_resume_link_opens_the_form_anywhere_at_its_step(visitor, new_client):
    address = ask_for_resume(visitor)
    path = queries.address_of(MailedLink.objects.get()).partition("8000")[2]
    elsewhere = new_client()
    elsewhere.cookies["muhatap_language"] = "en"
    answer = elsewhere.get(path)
    assert answer["Location"] == address
    assert "Half a sentence" in elsewhere.get(address).content.decode()
    visitor.post(address, {**good_answers(), "action": "continue"})
    assert new_client().get(path)["Location"] == f"{address}review/"


def test_a_resume_link_ends_after_seven_days(visitor, new_client):
    ask_for_resume(visitor)
    path = queries.address_of(MailedLink.objects.get()).partition("8000")[2]
    FormDraft.objects.update(updated_at=timezone.now() - timedelta(days=7, minutes=1))
    assert new_client().get(path).status_code == 404


def test_an_address_that_cannot_be_mailed_is_named(visitor):
    address = begin(visitor)
    answer = visitor.post(f"{address}save/", {"email": "elif"})
    assert answer.status_code == 422
    assert "name@example.com" in answer.content.decode()
    assert not MailedLink.objects.exists()


def test_without_a_mail_server_a_link_waits_and_can_be_read(visitor, shop, settings):
    settings.MUHATAP_SMTP_URL = ""
    ask_for_resume(visitor)
    assert portal.send_links(by=SYSTEM, at=timezone.now()) == 0
    (link,) = queries.links_waiting([shop.brand.id], timezone.now())
    subject, text = portal.text_of(link=link, by=SYSTEM, at=timezone.now())
    assert subject == "Link to your unfinished form"
    assert "/nehir/form/resume/" in text
    assert queries.links_waiting([shop.other_brand.id], timezone.now()) == []


def test_a_sent_link_is_forgotten_here(shop, settings, monkeypatch):
    settings.MUHATAP_SMTP_URL = "smtp://127.0.0.1:1"
    sent = []
    monkeypatch.setattr("muhatap.portal.operations.mailing.smtp.deliver", lambda *mail: sent.append(mail))
    case = make_case(shop, language="en")
    portal.mail_case_link(case=case, language="en", by=SYSTEM, at=timezone.now())
    assert portal.send_links(by=SYSTEM, at=timezone.now()) == 1
    assert portal.send_links(by=SYSTEM, at=timezone.now()) == 0
    _server, sender, recipients, raw = sent[0]
    assert (sender, recipients) == ("destek@nehir.example", ("elif@posta.example",))
    assert re.search(rb"/nehir/track/link/", raw.replace(b"=\r\n", b""))
    assert bytes(MailedLink.objects.get().sealed_url) == b""


def test_a_server_that_is_away_is_tried_again_and_a_refusal_is_not(shop, settings, monkeypatch):
    settings.MUHATAP_SMTP_URL = "smtp://127.0.0.1:1"
    case = make_case(shop, language="en")
    portal.mail_case_link(case=case, language="en", by=SYSTEM, at=timezone.now())
    at = timezone.now()
    assert portal.send_links(by=SYSTEM, at=at) == 0
    link = MailedLink.objects.get()
    assert link.next_try_at == at + timedelta(minutes=2)
    assert link.error.startswith("Retry")


def test_what_only_counted_is_deleted_after_a_day(shop):
    portal.mail_case_link(case=make_case(shop), language="tr", by=SYSTEM, at=timezone.now())
    assert portal.forget_old_attempts(by=SYSTEM, at=timezone.now() + timedelta(days=2)) == 1
    assert not MailedLink.objects.exists()


def test_the_outbox_of_links_is_for_those_who_may_read_it(client, shop, monkeypatch):
    monkeypatch.setattr("muhatap.accounts.gate.has_passed", lambda request: True)
    portal.mail_case_link(case=make_case(shop, language="en"), language="en", by=SYSTEM, at=timezone.now())
    assert client.get("/desk/outbox/links/").status_code == 302
    client.force_login(shop.staff["deniz"])
    assert client.get("/desk/outbox/links/").status_code == 403
    client.force_login(shop.stranger)
    assert "elif@posta.example" not in client.get("/desk/outbox/links/").content.decode()
    client.force_login(shop.staff["mert"])
    shown = client.get("/desk/outbox/links/").content.decode()
    assert "elif@posta.example" in shown
    assert "/nehir/track/link/" in shown
