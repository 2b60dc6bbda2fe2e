"""Mail that lacks what its topic needs: one link, for exactly that, taken in with the rules of the form."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.models import Attachment, Message
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.channels.models import Delivery
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from tests.channels.email import post
from tests.channels.email.post import bring, mail
from tests.portal.conftest import PNG, PROGRAM, good_answers
from tests.world import load

BY = Actor.system("test")


@pytest.fixture
def box(shop):
    return post.mailbox(shop.brand, topic="PAY-WD")


def now():
    return timezone.now()


def letters(case):
    return Message.objects.filter(case=case, author=Author.AUTOMATIC, external_id=f"missing:{case.id}")


def link_of(case):
    (letter,) = letters(case)
    return re.search(r"(/nehir/complete/\S+)", letter.text)[1]


@pytest.fixture
def asked(box):
    """A case by mail about a withdrawal, and the link that asks for what it lacks."""
    at = now()
    case = bring(box, mail(), at).case
    post.work(at)
    return case, link_of(case)


def answers(**changes):
    given = good_answers(**changes)
    return {
        name: value for name, value in given.items() if not name.startswith(("contact", "what", "wanted"))
    }


def test_one_letter_names_exactly_what_is_missing(asked):
    case, _ = asked
    (letter,) = letters(case)
    for label in ("İşlem ID'si", "Tutar", "Ne zaman?", "Ekran görüntüsü"):
        assert f"- {label}\n" in letter.text
    for label in ("IBAN\n", "Hesap özeti", "Ödemeler", "Adınız"):
        assert f"- {label}" not in letter.text
    assert Delivery.objects.get(message=letter).error == ""


def test_never_twice(box, asked, world):
    case, _ = asked
    assert portal.ask_for_missing(case=load(case.id), by=BY, at=now()) is None
    cases.correct_topic(case=load(case.id), topic=world.topics["ACC-LOGIN"], by=BY, at=now())
    cases.correct_topic(case=load(case.id), topic=world.topics["PAY-WD"], by=BY, at=now())
    bring(box, mail(subject=f"Re: [{case.number}]", text="Ek"), now())
    post.work(now())
    assert letters(case).count() == 1


@pytest.mark.parametrize(
    "headers",
    [{"precedence": "bulk"}, {"x_auto_response_suppress": "All"}, {"auto_submitted": "auto-generated"}],
)
def test_never_to_a_machine(box, headers):
    case = bring(box, mail(**headers), now()).case
    post.work(now())
    cases.correct_topic(case=load(case.id), topic=case.topic, by=BY, at=now())
    portal.ask_for_missing(case=load(case.id), by=BY, at=now())
    assert not letters(case).exists()


def test_not_while_it_is_doubtful_who_wrote(box, asked):
    case, _ = asked
    item = bring(box, mail("Başka <b@baska.example>", f"[{case.number}]", "Ne oldu?"), now())
    post.work(now())
    assert not letters(item.case).exists()


def test_a_mail_without_a_topic_is_asked_when_it_gets_one(shop):
    box = post.mailbox(shop.brand, name="bilgi")
    case = bring(box, mail(), now()).case
    post.work(now())
    assert case.topic is None
    assert not letters(case).exists()
    cases.correct_topic(case=load(case.id), topic=shop.topics["PAY-WD"], by=BY, at=now())
    post.work(now())
    assert letters(case).count() == 1


def test_files_of_the_mail_count_as_evidence(box):
    case = bring(box, mail(files=(("ekran.png", PNG),)), now()).case
    post.work(now())
    (letter,) = letters(case)
    assert "Ekran görüntüsü" not in letter.text


def test_what_is_given_is_kept_sealed_and_seen_by_staff(client, asked, sign_in_desk):
    case, link = asked
    assert "Talebim" not in client.get(link).content.decode()
    sent = answers(payout_iban="") | {"token": "t1", "file-view-reason": "Çekemedim"}
    answer = client.post(link, sent)
    assert answer.status_code == 303
    done = load(case.id)
    assert done.fields["transaction_id"] == "TRX-90418827"
    assert done.fields["evidence_absent"] == {"view": "Çekemedim"}
    said = Message.objects.filter(case=case, author=Author.CUSTOMER).order_by("-id")[0]
    assert "TRX-90418827" in said.text
    assert "TRX-90418827" in sign_in_desk.get(f"/desk/cases/{case.number}/").content.decode()


def test_what_is_right_is_kept_and_only_the_rest_is_asked_again(client, asked):
    case, link = asked
    sent = answers(transaction_id="yanlış", token="t2")
    sent.pop("file-view-reason")
    answer = client.post(link, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'name="transaction_id"' in page
    assert 'name="file-view"' in page
    assert 'name="amount"' not in page
    assert "amount" in load(case.id).fields
    again = client.post(link, {"transaction_id": "TRX-90418828", "token": "t3", "file-view": upload()})
    assert again.status_code == 303
    assert load(case.id).fields["transaction_id"] == "TRX-90418828"
    assert Attachment.objects.get(case=case).evidence == "view"


def upload(name="ekran.png", data=PNG):
    return SimpleUploadedFile(name, data)


def test_a_program_is_refused_by_its_name(client, asked):
    case, link = asked
    sent = {**answers(token="t4"), "file-view": upload("oyun.exe", PROGRAM)}
    sent.pop("file-view-reason")
    answer = client.post(link, sent)
    assert answer.status_code == 422
    assert "oyun.exe" in answer.content.decode()
    assert not Attachment.objects.filter(case=case).exists()


def test_sent_twice_it_is_taken_once(client, asked):
    case, link = asked
    sent = answers(token="t5")
    client.post(link, sent)
    count = load(case.id).message_count
    client.post(link, sent)
    assert load(case.id).message_count == count


def test_account_numbers_are_sealed_and_masked(client, shop, box):
    topic = shop.topics["PAY-WD"]
    topic.fields = [{**each, "required": each["code"] == "payout_iban"} for each in topic.fields]
    topic.evidence = []
    topic.save()
    case = bring(box, mail(), now()).case
    post.work(now())
    link = link_of(case)
    client.post(link, {"payout_iban": "TR33 0006 1005 1978 6457 8413 26", "token": "t6"})
    done = load(case.id)
    assert done.sealed_fields
    assert "0006100519786457" not in str(done.fields)
    assert done.fields["payout_iban"].endswith("1326")
    assert not Message.objects.filter(case=case, text__contains="0006100519").exists()


@pytest.mark.parametrize("change", ["number", "seal", "brand", "closed", "renewed"])
def test_the_link_is_for_this_open_case_only(client, world, asked, change):
    case, link = asked
    if change == "number":
        link = link.replace(case.number.replace("-", ""), "261234567890")
    elif change == "seal":
        link = link.replace("?", "0?")
    elif change == "brand":
        link = link.replace("/nehir/", "/liman/")
    elif change == "closed":
        done = ClosedReason.SOLVED
        cases.change_status(case=load(case.id), status=Status.CLOSED, closed=done, by=BY, at=now())
    else:
        portal.renew_secret(case=load(case.id), by=BY, at=now())
    assert client.get(link).status_code == 404
    assert client.post(link, answers()).status_code == 404
    assert load(case.id).fields == {}


def test_the_page_shows_no_word_of_the_case(client, asked):
    case, link = asked
    page = client.get(link).content.decode()
    for said in ("Üç gündür", case.subject, "Elif"):
        assert said not in page
    assert case.number in page


def test_a_customer_who_waits_for_nothing_hears_that(client, shop, box):
    case = bring(box, mail(), now()).case
    post.work(now())
    link = link_of(case)
    client.post(link, answers(token="t7"))
    assert client.get(link).status_code == 200
    assert "<form" not in client.get(link).content.decode().split("<main", 1)[1].split("</main")[0]


@pytest.fixture
def sign_in_desk(world, new_client):
    staff = world.staff["deniz"]
    client = new_client()
    client.force_login(staff)
    session = client.session
    session["second_factor_passed"] = staff.pk
    session.save()
    return client


def test_staff_read_the_answers_of_a_corrected_topic_in_words(client, shop, sign_in_desk):
    case = bring(post.mailbox(shop.brand, topic="ACC-LOGIN"), mail(), now()).case
    cases.correct_topic(case=load(case.id), topic=shop.topics["PAY-WD"], by=BY, at=now())
    cases.move_to_queue(case=load(case.id), queue=shop.queues["payments"], reason="desk", by=BY, at=now())
    post.work(now())
    client.post(link_of(case), answers(token="t9"))
    page = sign_in_desk.get(f"/desk/cases/{case.number}/").content.decode()
    panel = page.split('<dl class="kv">')
    assert any("Tutar" in part or "Amount" in part for part in panel)
    assert "I did not take one" in page
    assert "evidence_absent" not in page
    assert "&#x27;minor&#x27;" not in page


def test_waiting_ends_with_the_answers(client, asked):
    case, link = asked
    cases.change_status(
        case=load(case.id), status=Status.WAITING_CUSTOMER, by=BY, at=now() + timedelta(seconds=1)
    )
    client.post(link, answers(token="t8"))
    assert load(case.id).status == Status.OPEN
