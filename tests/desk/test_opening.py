"""New cases from the desk: another matter out of a message, and a mail that staff writes first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.cases.models import Attachment, Case, CaseLink, Message
from muhatap.cases.statuses import Author, Status
from muhatap.channels.contract import InboundFile
from muhatap.channels.models import Delivery
from muhatap.files import operations as files
from muhatap.kernel.actors import Actor
from tests.channels.email.post import bring, mail, mailbox
from tests.desk.mailing import mails_of
from tests.world import load, make_case

PDF = b"%PDF-1.4\n" + bytes(90)


@pytest.fixture
def case(world):
    mailbox(world.brand)
    wrote_at = timezone.now() - timedelta(hours=5)
    return make_case(world, at=wrote_at, files=(InboundFile("dekont.pdf", PDF),))


@pytest.fixture
def message(case):
    return Message.objects.get(case=case, author=Author.CUSTOMER)


def split(client, case, message, **more):
    form = {"topic": "nehir:ACC-LOGIN", "subject": "Girişim de olmuyor", **more}
    return client.post(f"/desk/cases/{case.number}/messages/{message.id}/new-case/", form)


def test_another_matter_gets_its_own_case(sign_in, world, case, message):
    assert split(sign_in("mert"), case, message).status_code == 303
    newer = load(Case.objects.exclude(id=case.id).get().id)
    assert (newer.customer_id, newer.topic.code, newer.subject) == (
        case.customer_id,
        "ACC-LOGIN",
        "Girişim de olmuyor",
    )
    copy = Message.objects.get(case=newer, author=Author.CUSTOMER)
    assert copy.text == message.text
    assert [each.file.name for each in copy.attachments.all()] == ["dekont.pdf"]
    link = CaseLink.objects.get()
    assert (link.older_id, link.newer_id, link.reason) == (case.id, newer.id, "split")


def test_the_customer_is_told_the_new_number_and_the_clocks_count_from_her_word(sign_in, case, message):
    split(sign_in("mert"), case, message)
    newer = load(Case.objects.exclude(id=case.id).get().id)
    letter = Message.objects.get(case=newer, author=Author.AUTOMATIC)
    assert newer.number in letter.text
    assert Delivery.objects.filter(message=letter, recipient=case.customer.email).exists()
    clocks = {clock.name: clock for clock in newer.clocks.all()}
    assert clocks["first_reply"].started_at == message.at
    assert clocks["ack"].was_kept


def test_both_cases_point_to_each_other(sign_in, case, message):
    client = sign_in("mert")
    split(client, case, message)
    newer = load(Case.objects.exclude(id=case.id).get().id)
    assert f"/desk/cases/{newer.number}/" in client.get(f"/desk/cases/{case.number}/").content.decode()
    assert f"/desk/cases/{case.number}/" in client.get(f"/desk/cases/{newer.number}/").content.decode()


def test_erasing_a_file_here_leaves_it_there(sign_in, case, message):
    split(sign_in("mert"), case, message)
    first, copy = Attachment.objects.order_by("id")
    files.destroy_file(stored=first.file, by=Actor.system("test"), at=timezone.now())
    assert files.read_file(stored=copy.file) == PDF


@pytest.mark.parametrize("wrong", [{"topic": ""}, {"topic": "liman:PAY-WD"}, {"subject": " "}])
def test_what_is_wrong_opens_nothing(sign_in, case, message, wrong):
    assert split(sign_in("mert"), case, message, **wrong).status_code == 422
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("login", "status"), [("gul", 403), ("selin", 404), ("stranger", 404), ("arda", 404)]
)
def test_who_may_not_split(sign_in, case, message, login, status):
    assert split(sign_in(login), case, message).status_code == status
    assert Case.objects.count() == 1


def test_only_the_customer_s_words_become_a_case(sign_in, world, case):
    other = make_case(world, at=timezone.now(), customer=1, acknowledged=True)
    letter = Message.objects.get(case=other, author=Author.AUTOMATIC)
    assert split(sign_in("mert"), other, letter).status_code == 404
    foreign = Message.objects.get(case=other, author=Author.CUSTOMER)
    assert split(sign_in("mert"), case, foreign).status_code == 404


MAIL = {
    "topic": "nehir:PAY-WD",
    "email": "yeni@posta.example",
    "name": "Yeni Müşteri",
    "language": "tr",
    "subject": "Çekiminiz hakkında",
    "text": "Merhaba, çekiminizle ilgili bir sorumuz var. 4242 4242 4242 4242",
}


def test_a_first_mail_opens_a_case_and_goes_out(sign_in, world, case):
    answer = sign_in("deniz").post("/desk/write/", MAIL)
    opened = load(Case.objects.exclude(id=case.id).get().id)
    assert answer["Location"] == f"/desk/cases/{opened.number}/"
    (message,) = Message.objects.filter(case=opened)
    assert message.author == Author.STAFF
    assert "4242 4242" not in message.text
    assert opened.owner == world.staff["deniz"]
    assert opened.status == Status.OPEN
    letter = mails_of(message.id)["yeni@posta.example"]
    assert opened.number in letter["subject"]
    assert opened.clocks.filter(name="ack", was_kept=True).exists()


def test_the_answer_comes_back_to_it(sign_in, world, case):
    sign_in("deniz").post("/desk/write/", MAIL)
    opened = Case.objects.exclude(id=case.id).get()
    letter = mails_of(Message.objects.get(case=opened).id)["yeni@posta.example"]
    box = mailbox(world.brand, "iki")
    item = bring(
        box,
        mail(sender="yeni@posta.example", text="Buyurun", in_reply_to=letter["message-id"]),
        at=timezone.now(),
    )
    assert item.case_id == opened.id


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "olmadi"},
        {"email": "a@b.example\r\nBcc: x@y.example"},
        {"topic": "liman:PAY-WD"},
        {"text": ""},
    ],
)
def test_a_wrong_first_mail_sends_nothing(sign_in, case, wrong):
    assert sign_in("deniz").post("/desk/write/", {**MAIL, **wrong}).status_code == 422
    assert Case.objects.count() == 1


@pytest.mark.parametrize("login", ["gul", "arda"])
def test_who_may_not_write_first(sign_in, case, login):
    assert sign_in(login).post("/desk/write/", MAIL).status_code == 403
