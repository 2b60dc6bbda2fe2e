"""Machines: kept with their case, never answered; bounces come home; loops end by themselves."""

import pytest

from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author, Status
from muhatap.channels.adapters.email.budgets import CASES_PER_HOUR, LETTERS_PER_DAY, LETTERS_PER_HOUR
from muhatap.channels.models import Delivery, VaultItem, VaultState
from muhatap.channels.operations.sending import WITHHELD
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from tests.channels.email import post
from tests.channels.email.post import bring, mail
from tests.channels.email.test_placing import LATER, letter_to, note_of
from tests.world import NOON

BOUNCE = """\
From: Mail Delivery System <mailer-daemon@posta.example>\r
To: destek@nehir.example\r
Subject: Undelivered Mail Returned to Sender\r
Message-ID: <bounce-1@posta.example>\r
Auto-Submitted: auto-replied\r
Content-Type: multipart/report; report-type=delivery-status; boundary=sinir\r
\r
--sinir\r
Content-Type: text/plain\r
\r
Mektubunuz iletilemedi.\r
--sinir\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; posta.example\r
\r
Final-Recipient: rfc822; elif@posta.example\r
Action: failed\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 5.1.1 no such user\r
--sinir\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: {message_id}\r
--sinir--\r
"""


def test_an_absence_note_is_kept_with_its_case_and_moves_nothing(world, box):
    case = bring(box, mail()).case
    signed = letter_to(case)
    case.refresh_from_db()
    status, count = case.status, Message.objects.count()
    away = mail(subject="Otomatik yanıt: yokum", text="24 Kasım'da dönerim.", in_reply_to=signed,
                auto_submitted="auto-replied")  # fmt: skip
    item = bring(box, away, LATER)
    case.refresh_from_db()
    assert (item.case_id, case.status) == (case.id, status)
    assert "24 Kasım'da dönerim." in note_of(case)
    assert Message.objects.count() == count + 1


def test_a_machine_that_answers_nothing_of_ours_is_set_aside(world, box):
    item = bring(box, mail(subject="Otomatik yanıt", auto_submitted="auto-replied"))
    assert item.state == VaultState.SET_ASIDE
    assert item.reason == "automatic:auto-submitted:auto-replied"


@pytest.mark.parametrize(
    "headers", [{"auto_submitted": "auto-generated"}, {"list_id": "<bulten.example>"}, {"precedence": "bulk"}]
)
def test_a_machine_that_reports_gets_a_case_and_no_answer(world, box, headers):
    case = bring(box, mail("uyari@izleme.example", **headers)).case
    post.work()
    (delivery,) = Delivery.objects.filter(case=case)
    assert (delivery.error, delivery.next_try_at) == (WITHHELD, None)
    assert Message.objects.filter(case=case, author=Author.AUTOMATIC).exists()


def test_whoever_asks_for_no_automatic_answer_gets_none(world, box):
    case = bring(box, mail(x_auto_response_suppress="All")).case
    post.work()
    assert Delivery.objects.get(case=case).error == WITHHELD
    letter_to(case)
    assert Delivery.objects.filter(case=case, given_up_at__isnull=True).count() == 1


def test_a_bounce_comes_home_to_its_letter(world, box):
    case = bring(box, mail()).case
    signed = letter_to(case)
    item = bring(box, BOUNCE.format(message_id=signed).encode(), LATER)
    delivery = Delivery.objects.get(case=case, message__author="staff")
    assert item.case_id == case.id
    assert delivery.given_up_at == LATER
    assert "550 5.1.1 no such user" in delivery.error
    assert "elif@posta.example" in note_of(case)
    assert Notice.objects.filter(kind="delivery_given_up", about_case_id=case.id).exists()
    case.refresh_from_db()
    assert case.status == Status.OPEN


def test_a_bounce_of_nothing_is_set_aside(world, box):
    item = bring(box, BOUNCE.format(message_id="<bizim-degil@x.example>").encode())
    assert (item.state, item.reason) == (VaultState.SET_ASIDE, "bounce_of_nothing")


def test_a_sender_who_writes_often_is_filed_but_no_longer_acknowledged(world, box):
    moments = [NOON + post.timedelta(minutes=minute) for minute in range(LETTERS_PER_HOUR + 2)]
    for number, moment in enumerate(moments):
        bring(box, mail(subject=f"Döngü {number}"), moment)
        post.work(moment)
    assert Case.objects.count() == len(moments)
    assert Delivery.objects.exclude(error=WITHHELD).count() == LETTERS_PER_HOUR
    newest = Case.objects.order_by("-id")[0]
    assert "elif@posta.example" in note_of(newest)
    assert Notice.objects.filter(kind="mail_loop").values("staff_id").distinct().count() >= 1
    assert (
        Notice.objects.filter(kind="mail_loop").count()
        == Notice.objects.values("staff_id").distinct().count()
    )
    bring(box, mail(subject="Ertesi gün"), NOON + post.timedelta(days=1, hours=1))
    post.work(NOON + post.timedelta(days=1, hours=1))
    assert Delivery.objects.exclude(error=WITHHELD).count() == LETTERS_PER_HOUR + 1


def test_slow_loops_are_held_to_a_few_letters_a_day(world, box):
    for hour in range(8):
        moment = NOON + post.timedelta(hours=2 * hour)
        bring(box, mail(subject=f"Yavaş {hour}"), moment)
        post.work(moment)
    assert Case.objects.count() == 8
    assert Delivery.objects.exclude(error=WITHHELD).count() == LETTERS_PER_DAY


def test_a_person_who_answers_sets_the_budget_of_the_day_free(world, box):
    for hour in range(5):
        moment = NOON + post.timedelta(hours=2 * hour)
        case = bring(box, mail(subject=f"Konu {hour}"), moment).case
        post.work(moment)
        new = cases.NewMessage(author=Author.STAFF, channel="email", text="Bakıyoruz.")
        cases.post_message(case=case, new=new, by=Actor.system("test"), at=moment)
    assert Delivery.objects.filter(error=WITHHELD).count() == 0


def test_of_a_flood_every_mail_is_kept_and_staff_are_told_once(world, box):
    for number in range(60):
        bring(box, mail(subject=f"Taşkın {number}", message_id=f"<t{number}@posta.example>"), NOON)
    post.work()
    assert VaultItem.objects.filter(state=VaultState.IN_CASE).count() == 60
    assert Message.objects.filter(author=Author.CUSTOMER).count() == 60
    assert Case.objects.count() == CASES_PER_HOUR
    assert Delivery.objects.exclude(error=WITHHELD).count() == LETTERS_PER_HOUR
    gathering = Case.objects.order_by("-received_at", "-id")[0]
    assert gathering.messages.filter(author=Author.CUSTOMER).count() == 60 - CASES_PER_HOUR + 1
    assert note_of(gathering).count(str(CASES_PER_HOUR)) == 1
    told = Notice.objects.filter(kind="mail_loop")
    assert told.count() == told.values("staff_id").distinct().count() > 0


def test_a_mail_that_says_to_be_from_the_mailbox_itself_is_not_answered(world, box):
    case = bring(box, mail("Nehir <destek@nehir.example>")).case
    post.work()
    assert Delivery.objects.get(case=case).error == WITHHELD


def test_two_brands_that_write_to_each_other_stop_at_once(world, box, smtp):
    there = post.mailbox(world.other_brand)
    bring(box, mail(f"Liman <{there.address}>"))
    assert _exchanged(smtp, {box.address: box, there.address: there}) <= 2


def test_two_desks_whose_headers_are_lost_on_the_way_stop_within_five_mails(world, box, smtp):
    there = post.mailbox(world.other_brand)
    bring(box, mail(f"Liman <{there.address}>"))
    lost = (b"auto-submitted:", b"x-auto", b"x-muhatap", b"message-id:", b"references:", b"in-reply-to:")
    first = 1
    assert first + _exchanged(smtp, {box.address: box, there.address: there}, lost) <= 5
    assert Notice.objects.filter(kind="mail_loop", brand=world.brand).exists()


@pytest.mark.parametrize("seconds", [5, 300])
def test_a_machine_without_any_sign_of_one_is_written_to_twice(world, box, smtp, seconds):
    """An absence note as its own mail: own subject, own id, no headers, to whatever comes."""
    count, moment = 0, NOON
    bring(box, mail("makine@uzak.example"), moment)
    for number in range(20):
        post.work(moment)
        if len(smtp.accepted) == count:
            break
        count = len(smtp.accepted)
        moment += post.timedelta(seconds=seconds)
        raw = mail("makine@uzak.example", f"Ofis dışı {number}", message_id=f"<m{number}@uzak.example>")
        bring(box, raw, moment)
    assert count == LETTERS_PER_HOUR
    assert 1 + 2 * count <= 5
    assert Notice.objects.filter(kind="mail_loop").exists()


def _exchanged(smtp, boxes, lost=(), rounds=15):
    """Carry mail between the boxes until nobody writes; returns how many mails went."""
    carried = 0
    for minute in range(rounds):
        moment = NOON + post.timedelta(minutes=minute)
        post.work(moment)
        waiting, carried = smtp.accepted[carried:], len(smtp.accepted)
        if not waiting:
            assert VaultItem.objects.filter(state=VaultState.STORED).count() == 0
            return carried
        for one in waiting:
            bring(boxes[one.recipients[0]], _without(one.raw, lost), moment)
    pytest.fail(f"still writing after {rounds} rounds")


def _without(raw, lost):
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.replace(b"\r\n ", b" ").split(b"\r\n")
    return b"\r\n".join(line for line in lines if not line.lower().startswith(lost)) + b"\r\n\r\n" + body
