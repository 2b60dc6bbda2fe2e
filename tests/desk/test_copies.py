"""Who reads along: Cc and Bcc of a reply, participants, and what must never happen silently."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.cases.models import Message, Participant
from muhatap.cases.statuses import Author
from muhatap.channels.models import Delivery
from muhatap.desk.about_case import newest_word
from muhatap.portal.story import story_of
from tests.channels.email.post import bring, mail, mailbox
from tests.desk.mailing import mails_of, open_by_mail
from tests.world import load, make_case

LAWYER, HIDDEN = "avukat@hukuk.example", "denetim@nehir-ic.example"


@pytest.fixture
def box(world):
    return mailbox(world.brand)


@pytest.fixture
def case(world, box):
    return make_case(world, at=timezone.now() - timedelta(minutes=5))


@pytest.fixture
def reply(sign_in, case):
    """A function that sends a reply as Deniz."""

    def send(**more):
        form = {"text": "Merhaba", "seen": newest_word(case), **more}
        return sign_in("deniz").post(f"/desk/cases/{case.number}/reply/", form)

    return send


def last_reply(case):
    return Message.objects.filter(case=case, author=Author.STAFF).latest("id")


def roles(case):
    return dict(Participant.objects.filter(case=case).values_list("email", "role"))


def test_cc_is_seen_by_all_and_bcc_by_nobody(case, reply):
    assert reply(cc=f"{LAWYER}, Can <can@posta.example>", bcc=HIDDEN).status_code == 303
    out = mails_of(last_reply(case).id)
    assert set(out) == {case.customer.email, LAWYER, "can@posta.example", HIDDEN}
    for letter in out.values():
        assert letter["to"] == case.customer.email
        assert letter["cc"].replace(" ", "") == f"{LAWYER},can@posta.example"
        assert letter["bcc"] is None
        assert HIDDEN not in letter.as_string()
    assert roles(case) == {LAWYER: "copied", "can@posta.example": "copied", HIDDEN: "blind"}


def test_copies_stay_with_the_case_until_somebody_takes_them_out(sign_in, case, reply):
    reply(cc=LAWYER)
    page = sign_in("deniz").get(f"/desk/cases/{case.number}/").content.decode()
    assert f'name="cc" value="{LAWYER}"' in page
    participant = Participant.objects.get(email=LAWYER)
    answer = sign_in("deniz").post(
        f"/desk/cases/{case.number}/participants/", {"participant": participant.id, "role": "declined"}
    )
    assert answer.status_code == 303
    assert roles(case) == {LAWYER: "declined"}
    page = sign_in("deniz").get(f"/desk/cases/{case.number}/").content.decode()
    assert 'name="cc" value=""' in page


def test_leaving_somebody_out_of_one_reply_is_for_this_reply_only(case, reply):
    reply(cc=LAWYER)
    reply(cc="")
    assert set(mails_of(last_reply(case).id)) == {case.customer.email}
    assert roles(case) == {LAWYER: "copied"}


@pytest.mark.parametrize(
    "typed",
    [
        "olmadi",
        "a@b",
        "a@b.example\r\nBcc: x@y.example",
        '"x"@y@z',
        "Ad <a b@c.example>",
        "a@\u0000b.example",
    ],
)
@pytest.mark.parametrize("field", ["cc", "bcc"])
def test_what_is_no_address_sends_nothing_and_keeps_the_text(case, reply, typed, field):
    answer = reply(**{field: typed})
    # A line break parts two addresses here, and never two headers.
    assert answer.status_code == 422
    assert "Merhaba</textarea>" in answer.content.decode()
    assert not Message.objects.filter(case=case, author=Author.STAFF).exists()
    assert not Participant.objects.exists()


def test_names_cannot_add_headers(case, reply):
    reply(cc='"Can\r\nBcc: kurban@x.example" <can@posta.example>')
    for message in Message.objects.filter(case=case, author=Author.STAFF):
        for letter in mails_of(message.id).values():
            assert letter["bcc"] is None


def test_our_own_mailbox_gets_no_copy(reply, box):
    answer = reply(cc=f"{box.address}, destek+c1@nehir.example")
    assert answer.status_code == 422
    assert box.address in answer.content.decode()


def test_the_same_address_in_both_is_refused(reply):
    assert reply(cc=LAWYER, bcc=LAWYER.upper()).status_code == 422


def test_another_customer_is_never_copied_silently(world, case, reply):
    other = make_case(world, at=timezone.now(), customer=1)
    answer = reply(cc=other.customer.email)
    assert answer.status_code == 409
    assert not Message.objects.filter(case=case, author=Author.STAFF).exists()
    page = answer.content.decode()
    assert 'name="other_customer"' in page
    assert reply(cc=other.customer.email, other_customer=other.customer.email).status_code == 303
    assert other.customer.email in mails_of(last_reply(case).id)
    # Decided once, it is not asked again.
    assert reply(cc=other.customer.email).status_code == 303


def test_an_address_of_another_brand_s_customer_tells_nothing(world, case, reply):
    make_case(world, at=timezone.now(), customer=2, brand=world.other_brand)
    assert reply(cc="sule@posta.example").status_code == 303


def test_automatic_letters_go_to_the_customer_alone(world, box):
    opened, _item = open_by_mail(box, cc="es@posta.example")
    assert set(Delivery.objects.filter(case=opened).values_list("recipient", flat=True)) == {
        "elif@posta.example"
    }


def test_who_was_copied_by_the_customer_is_suggested_and_not_written_to(sign_in, world, box):
    opened, _item = open_by_mail(
        box, cc=f"Ayşe <es@posta.example>, {box.address}, noreply@banka.example, Elif@posta.example"
    )
    assert roles(opened) == {"es@posta.example": "suggested"}
    client = sign_in("mert")
    page = client.get(f"/desk/cases/{opened.number}/").content.decode()
    assert "Ayşe" in page
    client.post(f"/desk/cases/{opened.number}/reply/", {"text": "Merhaba", "seen": newest_word(opened)})
    assert set(mails_of(last_reply(opened).id)) == {"elif@posta.example"}
    suggested = Participant.objects.get(email="es@posta.example")
    client.post(f"/desk/cases/{opened.number}/participants/", {"participant": suggested.id, "role": "copied"})
    assert roles(opened) == {"es@posta.example": "copied"}


def test_a_suggestion_alone_opens_no_door_to_the_case(world, box):
    opened, _item = open_by_mail(box, cc="es@posta.example", message_id="<ilk@posta.example>")
    answer = bring(
        box,
        mail(sender="es@posta.example", text="Ben de yazıyorum", in_reply_to="<ilk@posta.example>"),
        at=timezone.now(),
    )
    assert answer.case_id != opened.id


def test_a_copied_person_answers_in_her_own_name(sign_in, box, case, reply):
    reply(cc=LAWYER)
    letter = mails_of(last_reply(case).id)[LAWYER]
    item = bring(
        box,
        mail(sender=f"Av. Can <{LAWYER}>", text="Vekil olarak yazıyorum.", in_reply_to=letter["message-id"]),
        at=timezone.now(),
    )
    assert item.case_id == case.id
    message = Message.objects.get(vault_item_id=item.id)
    assert (message.author, message.participant.email) == (Author.CUSTOMER, LAWYER)
    page = sign_in("deniz").get(f"/desk/cases/{case.number}/").content.decode()
    assert page.count(LAWYER) >= 2


def test_a_blind_copy_s_answer_reaches_staff_alone(sign_in, box, case, reply):
    reply(bcc=HIDDEN)
    letter = mails_of(last_reply(case).id)[HIDDEN]
    item = bring(
        box, mail(sender=HIDDEN, text="Gizli söz", in_reply_to=letter["message-id"]), at=timezone.now()
    )
    message = Message.objects.get(vault_item_id=item.id)
    assert (item.case_id, message.author) == (case.id, Author.NOTE)
    steps = story_of(load(case.id), timezone.now())
    assert not any("Gizli" in step.words for step in steps)
    assert "Gizli söz" in sign_in("deniz").get(f"/desk/cases/{case.number}/").content.decode()


@pytest.mark.parametrize(
    ("login", "status"), [("gul", 403), ("selin", 404), ("stranger", 404), ("arda", 404)]
)
def test_who_may_not_decide_on_participants(sign_in, case, login, status):
    answer = sign_in(login).post(
        f"/desk/cases/{case.number}/participants/", {"participant": 1, "role": "copied"}
    )
    assert answer.status_code == status


@pytest.mark.parametrize("asked", ["", "x", "9" * 30, "-1"])
def test_an_unknown_participant_is_missing(sign_in, case, asked):
    answer = sign_in("deniz").post(
        f"/desk/cases/{case.number}/participants/", {"participant": asked, "role": "copied"}
    )
    assert answer.status_code == 404
