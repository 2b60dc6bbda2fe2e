"""Where a mail belongs: a signed id proves, everything else counts only from people of the case."""

import pytest

from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message, Participant
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.channels.adapters.email.own_ids import case_number_of, delivery_of, own_id
from muhatap.channels.models import Delivery, Doubt, VaultState
from muhatap.kernel.actors import Actor
from tests.channels.email import post
from tests.channels.email.post import bring, mail
from tests.world import NOON, make_case

STRANGER = "Yabancı <yabanci@baska.example>"
LATER = NOON + post.timedelta(hours=2)


def note_of(case):
    return "\n".join(Message.objects.filter(case=case, author=Author.NOTE).values_list("text", flat=True))


def letter_to(case, text="Talebinizi inceliyoruz, yarın 15.00'te yazacağız."):
    """A reply of staff; returns the Message-ID that its mail carries."""
    new = cases.NewMessage(author=Author.STAFF, channel="email", text=text)
    message = cases.post_message(case=case, new=new, by=Actor.system("test"), at=LATER)
    delivery = Delivery.objects.get(message=message)
    return own_id(case.number, delivery.id, "destek@nehir.example")


def test_signed_ids_name_their_case_and_delivery(world, box):
    case = bring(box, mail()).case
    signed = letter_to(case)
    assert case_number_of(signed) == case.number.replace("-", "")
    assert Delivery.objects.get(id=delivery_of(signed)).case_id == case.id
    assert case_number_of(signed.replace(".", ":")) is None
    assert delivery_of("<yabanci@baska.example>") is None


def test_a_signed_reply_finds_its_case_whatever_its_subject_says(world, box):
    case = bring(box, mail()).case
    reply = mail(subject="bambaşka konu", text="Teşekkürler, bekliyorum.", in_reply_to=letter_to(case))
    item = bring(box, reply, LATER)
    assert item.case_id == case.id
    assert Case.objects.count() == 1


def test_a_signed_reply_opens_a_closed_case_again(world, box):
    case = bring(box, mail()).case
    signed = letter_to(case)
    cases.change_status(
        case=case, status=Status.CLOSED, closed=ClosedReason.SOLVED, by=Actor.system("test"), at=LATER
    )
    bring(box, mail(text="Hâlâ gelmedi.", references=f"<eski@posta.example> {signed}"), LATER)
    case.refresh_from_db()
    assert case.status == Status.OPEN


def test_a_signed_reply_from_another_address_waits_for_a_decision(world, box):
    case = bring(box, mail()).case
    signed = letter_to(case)
    item = bring(box, mail(STRANGER, text="Ben eşiyim, ekliyorum.", in_reply_to=signed), LATER)
    assert item.case_id != case.id
    assert item.case.customer_id != case.customer_id
    doubt = Doubt.objects.get(case=item.case)
    assert (doubt.quoted_id, doubt.reason, doubt.item_id) == (case.id, "unknown_sender", item.id)
    letter_to(case, "Yanıtımız budur.")
    assert set(Delivery.objects.filter(case=case).values_list("recipient", flat=True)) == {
        "elif@posta.example"
    }


@pytest.mark.parametrize("subject", ["Re: {number}", "[{number}] hakkında", "YNT: talep no {plain}"])
def test_a_number_in_the_subject_counts_from_the_customer(world, box, subject):
    case = bring(box, mail()).case
    named = subject.format(number=case.number, plain=case.number.replace("-", ""))
    assert bring(box, mail(subject=named, text="Ek bilgi: dün de sordum."), LATER).case_id == case.id


def test_a_number_in_the_subject_counts_from_a_participant(world, box):
    case = make_case(world, customer=1)
    Participant.objects.create(case=case, email="avukat@hukuk.example", name="Av. Can")
    item = bring(box, mail("Avukat@hukuk.example", subject=f"Re: [{case.number}]"))
    assert item.case_id == case.id


def test_a_stranger_who_quotes_a_number_gets_a_case_of_his_own(world, box):
    case = bring(box, mail()).case
    item = bring(box, mail(STRANGER, subject=f"Re: [{case.number}] durum nedir"), LATER)
    assert item.case_id != case.id
    assert case.number in note_of(item.case)
    assert item.case.customer_id != case.customer_id


def test_a_stranger_who_forges_references_gets_a_case_of_his_own(world, box):
    first = mail(message_id="<ilk@posta.example>")
    case = bring(box, first).case
    item = bring(box, mail(STRANGER, text="Benim de param gelmedi", in_reply_to="<ilk@posta.example>"), LATER)
    assert item.case_id != case.id
    assert case.number in note_of(item.case)


def test_the_customer_who_answers_her_own_mail_stays_in_her_case(world, box):
    case = bring(box, mail(message_id="<ilk@posta.example>")).case
    more = mail(subject="Fwd: bakiye", text="Bir şey daha var", references="<ilk@posta.example>")
    assert bring(box, more, LATER).case_id == case.id


def test_a_number_of_another_brand_means_nothing_here(world, box):
    case = make_case(world, brand=world.other_brand, topic="")
    item = bring(box, mail(subject=f"Re: [{case.number}]"))
    assert item.case.brand_id == world.brand.id
    assert case.number not in note_of(item.case)


def test_staff_who_write_to_the_mailbox_are_customers_there(world, box):
    case = bring(box, mail()).case
    item = bring(box, mail("Deniz Aydın <deniz@nehir.example>", subject=f"Re: [{case.number}]"), LATER)
    assert item.case_id != case.id
    assert Message.objects.get(vault_item_id=item.id).author == Author.CUSTOMER


def test_our_own_mail_that_comes_back_opens_nothing(world, box):
    case = bring(box, mail()).case
    signed = letter_to(case)
    came_back = bring(box, mail("destek@nehir.example", message_id=signed), LATER)
    renamed = bring(box, mail("destek@nehir.example", message_id="<ses@baska>", x_muhatap_id=signed), LATER)
    for item in (came_back, renamed):
        assert (item.state, item.reason) == (VaultState.SET_ASIDE, "own_mail")
    assert Case.objects.count() == 1
