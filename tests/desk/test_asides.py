"""Side conversations: a thread with somebody outside that the customer never sees and no clock hears of."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.models import Attachment, Message, SideConversation
from muhatap.cases.queries import public_messages_of
from muhatap.cases.statuses import Author, Status
from muhatap.channels.contract import InboundFile
from muhatap.desk.proof import proof_of
from muhatap.dossiers import operations as dossiers
from muhatap.dossiers.audience import Audience
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.portal.story import story_of
from tests.channels.email.post import bring, mail, mailbox
from tests.desk.mailing import mails_of
from tests.world import load, make_case

BANK = "operasyon@banka.example"
PDF = b"%PDF-1.4\n" + bytes(90)
CARD = "4242 4242 4242 4242"


@pytest.fixture
def box(world):
    return mailbox(world.brand)


@pytest.fixture
def case(world, box):
    return make_case(
        world,
        at=timezone.now() - timedelta(minutes=5),
        text="Param gelmedi, TR330006100519786457841326 hesabım.",
        files=(InboundFile("dekont.pdf", PDF), InboundFile("gizli.pdf", PDF)),
    )


@pytest.fixture
def turn(sign_in, case):
    """A function that opens a side conversation as Deniz."""

    def send(login="deniz", **more):
        form = {"to": f"Banka <{BANK}>", "subject": "Transfer sorgusu", "text": "Bakar mısınız?", **more}
        return sign_in(login).post(f"/desk/cases/{case.number}/asides/new/", form)

    return send


def side_messages(case):
    return list(Message.objects.filter(case=case, side__isnull=False).order_by("id"))


def answer(box, case, sender=f"Banka <{BANK}>", **more):
    letter = next(iter(mails_of(side_messages(case)[0].id).values()))
    raw = mail(sender=sender, text="Para yola çıktı.", in_reply_to=letter["message-id"], **more)
    return bring(box, raw, at=timezone.now())


def test_what_is_chosen_goes_out_in_a_thread_of_its_own(case, turn):
    first = Message.objects.get(case=case, author=Author.CUSTOMER)
    chosen = Attachment.objects.get(message=first, file__name="dekont.pdf")
    assert turn(messages=first.id, attachments=chosen.id).status_code == 303
    (message,) = side_messages(case)
    letters = mails_of(message.id)
    assert set(letters) == {BANK}
    letter = letters[BANK]
    text = letter.get_body(("plain",)).get_content()
    assert letter["subject"].startswith("Transfer sorgusu")
    assert "Bakar mısınız?" in text
    assert "Param gelmedi" in text
    assert "0006100519786457" not in text
    assert [part.get_filename() for part in letter.iter_attachments()] == ["dekont.pdf"]
    assert case.number in text
    # The customer's page is not for them.
    for kind in ("plain", "html"):
        assert "/cases/" not in letter.get_body((kind,)).get_content()
    assert letter["references"] is None
    assert letter["reply-to"] is None


def test_no_clock_and_no_customer_hears_of_it(case, turn):
    before = (case.status, case.staff_wrote_at, load(case.id).customer_wrote_at)
    turn()
    fresh = load(case.id)
    assert (fresh.status, fresh.staff_wrote_at, fresh.customer_wrote_at) == before
    assert fresh.clocks.filter(name="first_reply", stopped_at__isnull=True).exists()
    assert all(each.side_id is None for each in public_messages_of(fresh))
    assert not any("Bakar" in step.words for step in story_of(fresh, timezone.now()))


def test_the_answer_lands_beside_the_case(sign_in, case, box, turn):
    turn()
    status = load(case.id).status
    item = answer(box, case)
    sent, got = side_messages(case)
    assert item.case_id == case.id
    assert (got.author, got.vault_item_id, got.staff_id) == (Author.NOTE, item.id, None)
    fresh = load(case.id)
    assert (fresh.status, fresh.customer_wrote_at) == (status, case.customer_wrote_at)
    assert not any("yola çıktı" in step.words for step in story_of(fresh, timezone.now()))
    assert Notice.objects.filter(kind="side_answered").exists()
    page = sign_in("deniz").get(f"/desk/cases/{case.number}/").content.decode()
    assert "Para yola çıktı." in page
    assert f'id="s{sent.side_id}"' in page


def test_a_colleague_of_theirs_may_answer_and_is_named(sign_in, case, box, turn):
    turn()
    item = answer(box, case, sender="Hale <hale@banka.example>")
    assert Message.objects.get(vault_item_id=item.id).side_id is not None
    assert "hale@banka.example" in sign_in("deniz").get(f"/desk/cases/{case.number}/").content.decode()
    # Written to are only those who were chosen.
    sign_in("deniz").post(
        f"/desk/cases/{case.number}/asides/{side_messages(case)[0].side_id}/", {"text": "Teşekkürler"}
    )
    assert set(mails_of(side_messages(case)[-1].id)) == {BANK}


def test_the_thread_goes_on(sign_in, case, box, turn):
    turn()
    first = mails_of(side_messages(case)[0].id)[BANK]["message-id"]
    answer(box, case, message_id="<banka-1@banka.example>")
    sign_in("deniz").post(
        f"/desk/cases/{case.number}/asides/{side_messages(case)[0].side_id}/", {"text": "Teşekkürler"}
    )
    letter = mails_of(side_messages(case)[-1].id)[BANK]
    assert letter["in-reply-to"] == "<banka-1@banka.example>"
    assert letter["subject"].startswith("Re: Transfer sorgusu")
    assert first.startswith("<c.")


def test_the_bank_writes_anew_with_the_number(case, box, turn):
    turn()
    item = bring(
        box,
        mail(sender=BANK, subject=f"Dosya [{case.number}]", text="Ek bilgi."),
        at=timezone.now(),
    )
    assert Message.objects.get(vault_item_id=item.id).side_id is not None


def test_the_customer_s_own_word_is_never_hidden_in_a_side_conversation(case, box, turn):
    turn()
    item = answer(box, case, sender=f"Elif <{case.customer.email}>")
    message = Message.objects.get(vault_item_id=item.id)
    assert (message.side_id, message.author) == (None, Author.CUSTOMER)


def test_a_stranger_with_the_number_only_does_not_come_in(case, box, turn):
    turn()
    item = bring(
        box, mail(sender="x@baska.example", subject=f"Re: [{case.number}]", text="?"), at=timezone.now()
    )
    assert item.case_id != case.id


def test_waiting_pauses_and_the_answer_goes_on(case, box, turn):
    turn(wait="on")
    assert load(case.id).status == Status.WAITING_THIRD_PARTY
    answer(box, case, auto_submitted="auto-replied", message_id="<izin@banka.example>")
    assert load(case.id).status == Status.WAITING_THIRD_PARTY
    answer(box, case)
    assert load(case.id).status == Status.OPEN
    assert SideConversation.objects.get().awaited_at is None


def test_dossiers_show_it_to_a_body_and_never_to_the_customer(case, box, turn):
    turn()
    answer(box, case)

    def sealed(audience):
        into = BytesIO()
        dossiers.seal_dossier(
            case=load(case.id), audience=audience, into=into, by=Actor.system("test"), at=timezone.now()
        )
        with ZipFile(into) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")

    assert "yola çıktı" in sealed(Audience.BODY)
    theirs = sealed(Audience.CUSTOMER)
    assert "yola çıktı" not in theirs
    assert BANK not in theirs
    assert "Transfer sorgusu" not in theirs


def test_the_proof_notices_a_message_taken_out_of_its_side_conversation(case, turn):
    turn()
    (message,) = side_messages(case)
    assert proof_of(case).is_intact
    Message.objects.filter(id=message.id).update(side=None)
    assert not proof_of(case).is_intact


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": ""},
        {"to": "banka"},
        {"to": "elif@posta.example"},
        {"to": "destek@nehir.example"},
        {"subject": ""},
        {"text": " "},
    ],
)
def test_what_is_wrong_sends_nothing(case, turn, wrong):
    assert turn(**wrong).status_code == 422
    assert not SideConversation.objects.exists()


def test_another_customer_is_asked_about_first(world, case, turn):
    make_case(world, at=timezone.now(), customer=1)
    assert turn(to="hakan@posta.example").status_code == 422
    assert turn(to="hakan@posta.example", other_customer="hakan@posta.example").status_code == 303


def test_subjects_and_addresses_cannot_add_headers(case, turn):
    turn(subject="Konu\r\nBcc: kurban@x.example", to=f'"A\r\nBcc: k@x.example" <{BANK}>')
    for message in side_messages(case):
        for letter in mails_of(message.id).values():
            assert letter["bcc"] is None


def test_a_program_is_not_passed_on(case, turn):
    answer = turn(files=SimpleUploadedFile("x.pdf", b"MZ" + bytes(90)))
    assert answer.status_code == 422
    assert not SideConversation.objects.exists()


def test_numbers_are_masked_on_the_way_out(case, turn):
    turn(text=f"Kart {CARD}")
    (message,) = side_messages(case)
    assert "4242 4242" not in message.text
    assert message.masked


def test_files_of_other_cases_cannot_be_chosen(world, case, turn):
    other = make_case(world, customer=1, files=(InboundFile("baska.pdf", PDF),))
    attachment = Attachment.objects.get(case=other)
    message = Message.objects.get(case=other, author=Author.CUSTOMER)
    turn(messages=message.id, attachments=attachment.id)
    (sent,) = side_messages(case)
    assert not sent.attachments.exists()


@pytest.mark.parametrize(
    ("login", "status"), [("gul", 403), ("selin", 404), ("stranger", 404), ("arda", 404)]
)
def test_who_may_not_turn_outside(sign_in, case, turn, login, status):
    assert turn(login).status_code == status
    assert sign_in(login).get(f"/desk/cases/{case.number}/asides/new/").status_code == status
    assert not SideConversation.objects.exists()


def test_a_joined_case_brings_its_side_conversation_along(world, sign_in, case, box, turn):
    turn()
    lead = make_case(world, at=timezone.now(), subject="Aynı konu")
    cases.join_cases(
        case=load(case.id),
        into=lead,
        reason="same",
        by=Actor.staff(world.staff["mert"].pk),
        at=timezone.now(),
    )
    side = SideConversation.objects.get()
    client = sign_in("mert")
    assert f'id="s{side.id}"' in client.get(f"/desk/cases/{lead.number}/").content.decode()
    client.post(f"/desk/cases/{lead.number}/asides/{side.id}/", {"text": "Devam"})
    assert [each.text for each in side_messages(case)][-1] == "Devam"
    answer(box, case)
    assert "yola çıktı" in client.get(f"/desk/cases/{lead.number}/").content.decode()


def test_a_side_conversation_of_another_case_is_missing(world, sign_in, case, turn):
    turn()
    other = make_case(world, at=timezone.now(), customer=1)
    side = SideConversation.objects.get()
    answer = sign_in("deniz").post(f"/desk/cases/{other.number}/asides/{side.id}/", {"text": "?"})
    assert answer.status_code == 404
    assert len(side_messages(case)) == 1
