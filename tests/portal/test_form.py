"""The form without a browser: nothing is lost, every refusal names field and remedy, twice is once."""

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from muhatap.cases.models import Attachment, Case, Message
from muhatap.channels.models import VaultItem, VaultState
from muhatap.channels.operations import open_item
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.portal import guard, queries
from muhatap.portal import operations as portal
from muhatap.portal.models import FixVote, FormDraft
from muhatap.portal.operations import limiting
from muhatap.topics.models import Topic
from tests.portal.conftest import PNG, PROGRAM, begin, good_answers

pytestmark = [pytest.mark.urls("tests.portal.urls"), pytest.mark.usefixtures("shop")]


def page_of(answer) -> str:
    return answer.content.decode()


def fill_in(visitor, **changes) -> str:
    """A form whose review is next; returns its address."""
    address = begin(visitor)
    answer = visitor.post(address, {**good_answers(**changes), "action": "continue"})
    assert answer.status_code == 303, re.findall(r"field-error.*?<span>(.*?)</span>", page_of(answer))
    assert answer["Location"] == f"{address}review/"
    make_older(address)
    return address


def make_older(address: str) -> None:
    FormDraft.objects.filter(id=int(address.split("/")[-2])).update(
        began_at=timezone.now() - timedelta(minutes=5)
    )


def send(visitor, address: str):
    review = page_of(visitor.get(f"{address}review/"))
    stamp = re.search(r'name="stamp" value="([^"]+)"', review)[1]
    return visitor.post(f"{address}review/", {"stamp": stamp})


def test_quick_fixes_and_documents_come_before_the_form(visitor):
    shown = page_of(visitor.get("/nehir/new/PAY-WD/"))
    assert "Is it time?" in shown
    assert "Screenshot" in shown
    assert "Step 2 of 5" in shown
    assert visitor.get("/nehir/new/NONE/").status_code == 404


def test_a_fix_that_worked_is_counted_and_no_form_begins(visitor):
    answer = visitor.post("/nehir/new/PAY-WD/", {"helped": "yes"})
    assert answer.status_code == 200
    assert FixVote.objects.get().has_helped
    assert not FormDraft.objects.exists()


def test_an_empty_form_names_every_field_once_and_links_to_it(visitor):
    answer = visitor.post(begin(visitor), {"action": "continue"})
    shown = page_of(answer)
    assert answer.status_code == 422
    assert '<a href="#id_transaction_id">Transaction ID: Please answer this, or say below why' in shown
    assert '<a href="#id_requested_at-date">When? Please answer this.</a>' in shown
    assert '<a href="#id_file-view">Screenshot: Please add a file' in shown
    assert "Please correct" in shown


def test_wrong_answers_stay_in_their_fields(visitor):
    wrong = good_answers(payout_iban="TR00 1", contact_email="elif(at)", amount="12,3,4")
    shown = page_of(visitor.post(begin(visitor), {**wrong, "action": "continue"}))
    for text in ("TR00 1", "elif(at)", "12,3,4", "My withdrawal says completed"):
        assert text in shown
    assert "IBAN: A digit does not fit." in shown


def test_a_turkish_reader_is_told_in_turkish_words_of_the_charter(client):
    client.cookies["muhatap_language"] = "tr"
    shown = page_of(client.post(begin(client), {"action": "continue"}))
    assert "Tutar" in shown
    assert 'lang="tr"' in shown


def test_answers_and_files_wait_on_the_server(visitor):
    address = begin(visitor)
    upload = SimpleUploadedFile("ekran.png", PNG)
    visitor.post(address, {"transaction_id": "half", "action": "continue", "file-view": upload})
    shown = page_of(visitor.get(address))
    assert 'value="half"' in shown
    assert "ekran.png" in shown
    assert b"half" not in bytes(FormDraft.objects.get().sealed_answers)


def test_a_program_is_refused_by_name_and_the_picture_beside_it_is_kept(visitor):
    address = begin(visitor)
    files = [SimpleUploadedFile("ekran.png", PNG), SimpleUploadedFile("fatura.pdf", PROGRAM)]
    answer = visitor.post(address, {**good_answers(), "action": "continue", "file-view": files})
    assert answer.status_code == 422
    assert "fatura.pdf is a program" in page_of(answer)
    assert [each.file.name for each in queries.files_of(FormDraft.objects.get())] == ["ekran.png"]
    assert visitor.post(address, {**good_answers(), "action": "continue"}).status_code == 303


def test_empty_and_too_large_files_are_named(visitor, settings):
    settings.MUHATAP_MAX_UPLOAD_BYTES = 200
    files = [SimpleUploadedFile("bos.png", b""), SimpleUploadedFile("dev.png", PNG + b"0" * 300)]
    shown = page_of(visitor.post(begin(visitor), {"action": "add-row:payments", "file-view": files}))
    assert "bos.png is empty" in shown
    assert "dev.png is too large" in shown


def test_a_file_can_be_taken_out_again(visitor):
    address = begin(visitor)
    visitor.post(address, {"action": "add-row:payments", "file-view": SimpleUploadedFile("a.png", PNG)})
    attached = queries.files_of(FormDraft.objects.get())[0]
    visitor.post(address, {"action": f"drop-file:{attached.id}"})
    assert queries.files_of(FormDraft.objects.get()) == []
    assert StoredFile.objects.get(id=attached.file_id).destroyed_at


def test_rows_come_and_go_by_buttons(visitor):
    address = begin(visitor)
    sent = {"payments-rows": "1", "payments-0-payee": "Ali"}
    answer = visitor.post(address, {**sent, "action": "add-row:payments"})
    assert answer["Location"] == f"{address}#block-payments"
    assert 'name="payments-1-payee"' in page_of(visitor.get(address))
    sent = {"payments-rows": "2", "payments-0-payee": "Ali", "payments-1-payee": "Veli"}
    visitor.post(address, {**sent, "action": "drop-row:payments:0"})
    shown = page_of(visitor.get(address))
    assert 'value="Veli"' in shown
    assert "Ali" not in shown


def test_the_review_shows_words_notices_and_promised_times(visitor):
    shown = page_of(visitor.get(f"{fill_in(visitor)}review/"))
    assert "4,850.00" in shown
    assert "I do not have it: I did not take one" in shown
    assert "Version 2026-11, policy 3.2" in shown
    assert "first-reply" in shown


def test_a_sent_form_is_a_case_with_number_secret_and_notices(visitor):
    address = fill_in(visitor, payout_iban="TR330006100519786457841326")
    answer = send(visitor, address)
    assert answer["Location"] == f"{address}done/"
    case = Case.objects.get()
    done = page_of(visitor.get(answer["Location"]))
    assert case.number in done
    assert re.search(r'class="secret">[0-9a-z-]{24}<', done)
    assert "first-reply" in done
    assert case.notices["version"] == "2026-11"
    assert case.notices["policy_version"] == "3.2"
    assert case.fields["payout_iban"].endswith("1326")
    assert "TR3300" not in json.dumps(case.fields)
    assert case.channel == "web_form"
    assert visitor.get(f"/nehir/cases/{case.number}/").status_code == 200


def test_sending_twice_is_one_case_with_one_number(visitor):
    address = fill_in(visitor)
    page = page_of(visitor.get(f"{address}review/"))
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    places = {visitor.post(f"{address}review/", {"stamp": stamp})["Location"] for _ in range(3)}
    assert places == {f"{address}done/"}
    assert Case.objects.count() == 1
    assert visitor.get(address)["Location"] == f"{address}done/"
    assert Message.objects.filter(author="customer").count() == 1


def test_files_move_to_the_case_and_the_copies_are_destroyed(visitor):
    address = begin(visitor)
    upload = SimpleUploadedFile("ekran.png", PNG)
    visitor.post(address, {**good_answers(), "action": "continue", "file-view": upload})
    make_older(address)
    send(visitor, address)
    attached = Attachment.objects.select_related("file").get()
    assert (attached.file.name, attached.evidence, attached.file.destroyed_at) == ("ekran.png", "view", None)
    assert StoredFile.objects.filter(destroyed_at__isnull=False).count() == 1


def test_what_was_sent_lies_in_the_vault_without_card_numbers(visitor):
    send(visitor, fill_in(visitor, what="My card 4242 4242 4242 4242 was charged, security code: 123"))
    item = VaultItem.objects.get(source="web_form")
    raw = open_item(item=item).decode()
    assert item.state == VaultState.IN_CASE
    assert "4242 4242 4242" not in raw
    assert "TRX-90418827" in raw


def test_when_a_case_cannot_be_opened_nothing_is_lost(visitor, monkeypatch):
    address = fill_in(visitor)
    monkeypatch.setattr("muhatap.portal.operations.sending.inbound_from", lambda *a: 1 / 0)
    answer = send(visitor, address)
    assert answer.status_code == 503
    assert "safe with us" in page_of(answer)
    item = VaultItem.objects.get(source="web_form")
    assert (item.state, item.reason) == (VaultState.SET_ASIDE, "web_form: ZeroDivisionError")
    monkeypatch.undo()
    assert send(visitor, address).status_code == 303
    assert VaultItem.objects.get(source="web_form").state == VaultState.IN_CASE


def test_a_program_is_asked_to_say_that_it_is_a_person(visitor):
    address = fill_in(visitor)
    answer = visitor.post(f"{address}review/", {"website": "http://spam", "stamp": "x"})
    assert answer.status_code == 422
    assert "I am a person" in page_of(answer)
    assert not Case.objects.exists()
    assert visitor.post(f"{address}review/", {"person": "yes"}).status_code == 303


def test_a_form_is_not_sent_in_the_second_in_which_it_began(visitor):
    draft, _ = portal.begin_draft(
        brand=Topic.objects.get(code="PAY-WD", brand__code="nehir").brand,
        topic="PAY-WD",
        language="en",
        by=Actor.customer(None),
        at=timezone.now(),
    )
    sent = {"stamp": guard.stamp_of(draft)}
    assert not guard.looks_human(sent, draft, draft.began_at)
    assert guard.looks_human(sent, draft, draft.began_at + timedelta(seconds=2))


def test_too_many_forms_from_one_address_are_kept_and_told_when(visitor, monkeypatch):
    address = fill_in(visitor)
    monkeypatch.setattr(limiting, "SENDING", limiting.Limit("send", 0, timedelta(hours=1)))
    answer = send(visitor, address)
    assert answer.status_code == 429
    assert "Yours is kept here" in page_of(answer)
    monkeypatch.setattr(limiting, "SAVING", limiting.Limit("save", 0, timedelta(hours=1)))
    kept = visitor.post(address, {**good_answers(wanted="Kept words"), "action": "continue"})
    assert kept.status_code == 429
    assert "Kept words" in page_of(kept)


def test_nobody_else_opens_the_form(visitor):
    address = fill_in(visitor)
    stranger = Client()
    for place in ("", "review/", "done/", "save/"):
        assert stranger.get(f"{address}{place}").status_code == 404
    stranger.cookies["muhatap_form"] = visitor.cookies["muhatap_form"].value[:-2] + "xx"
    assert stranger.get(address).status_code == 404


def test_a_key_of_one_brand_opens_nothing_of_another(visitor):
    address = fill_in(visitor)
    assert visitor.get(address.replace("/nehir/", "/liman/")).status_code == 404


def test_the_topic_can_change_and_the_words_stay(visitor):
    address = fill_in(visitor)
    number = address.split("/")[-2]
    answer = visitor.post("/nehir/new/ACC-LOGIN/", {"helped": "no", "form": number})
    assert answer["Location"] == address
    shown = page_of(visitor.get(address))
    assert "My withdrawal says completed" in shown
    assert "Account access" in shown
    assert FormDraft.objects.count() == 1


def test_going_back_and_on_again_is_the_same_form(visitor):
    assert begin(visitor) == begin(visitor)
    assert "You began a form" in page_of(visitor.get("/nehir/"))


def test_a_retired_topic_sends_back_to_the_others(visitor):
    address = fill_in(visitor)
    Topic.objects.filter(code="PAY-WD").update(retired_at=timezone.now())
    assert visitor.get(address)["Location"] == "/nehir/"


def test_old_drafts_are_destroyed_with_their_files(visitor):
    address = begin(visitor)
    visitor.post(address, {"action": "add-row:payments", "file-view": SimpleUploadedFile("a.png", PNG)})
    later = timezone.now() + timedelta(days=7, minutes=1)
    assert portal.forget_old_drafts(by=Actor.system("test"), at=later) == 1
    assert not FormDraft.objects.exists()
    assert StoredFile.objects.get().destroyed_at
    assert visitor.get(address).status_code == 404
