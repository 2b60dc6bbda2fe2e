"""Replies, notes and drafts: what is sent, what is kept, and what stops a stale answer."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.models import Draft, Message
from muhatap.cases.statuses import Author, Status
from muhatap.channels.models import Delivery
from muhatap.desk.about_case import newest_word
from muhatap.kernel.actors import Actor
from tests.world import load, make_case


@pytest.fixture
def case(world):
    return make_case(world, at=timezone.now() - timedelta(minutes=5))


def replies(case):
    return list(Message.objects.filter(case=case, author=Author.STAFF).order_by("id"))


def test_a_reply_goes_out_and_keeps_the_promise(sign_in, case):
    response = sign_in("deniz").post(
        f"/desk/cases/{case.number}/reply/?view=open", {"text": "Merhaba", "seen": newest_word(case)}
    )
    assert response.status_code == 303
    assert response["Location"] == f"/desk/cases/{case.number}/?view=open"
    (message,) = replies(case)
    assert Delivery.objects.filter(message=message, recipient=case.customer.email).exists()
    assert load(case.id).status == Status.OPEN
    assert case.clocks.filter(name="first_reply", was_kept=True).exists()


@pytest.mark.parametrize(
    ("then", "status"), [("resolve", Status.RESOLVED), ("wait", Status.WAITING_CUSTOMER), ("", Status.OPEN)]
)
def test_what_follows_a_reply(sign_in, case, then, status):
    sign_in("deniz").post(
        f"/desk/cases/{case.number}/reply/", {"text": "Merhaba", "seen": newest_word(case), "then": then}
    )
    assert load(case.id).status == status


def test_a_stale_reply_is_not_sent_and_not_lost(world, sign_in, case):
    seen = newest_word(case)
    cases.post_message(
        case=case,
        new=cases.NewMessage(author=Author.CUSTOMER, channel="portal", text="Vazgeçtim"),
        by=Actor.customer(case.customer_id),
        at=timezone.now(),
    )
    client = sign_in("deniz")
    response = client.post(f"/desk/cases/{case.number}/reply/", {"text": "Eski cevap", "seen": seen})
    page = response.content.decode()
    assert response.status_code == 409
    assert replies(case) == []
    assert "Eski cevap</textarea>" in page
    assert "Vazgeçtim" in page
    again = client.post(
        f"/desk/cases/{case.number}/reply/",
        {"text": "Eski cevap", "seen": response.context["shown"].timeline.seen},
    )
    assert again.status_code == 303
    assert len(replies(case)) == 1


def test_own_words_and_automatic_letters_are_no_news(world, sign_in, case):
    client, seen = sign_in("deniz"), newest_word(case)
    for _ in range(2):
        response = client.post(f"/desk/cases/{case.number}/reply/", {"text": "Merhaba", "seen": seen})
        assert response.status_code == 303
    cases.post_message(
        case=load(case.id),
        new=cases.NewMessage(author=Author.AUTOMATIC, channel="email", text="Aldık"),
        by=Actor.system("letters"),
        at=timezone.now(),
    )
    response = client.post(f"/desk/cases/{case.number}/reply/", {"text": "Merhaba", "seen": seen})
    assert response.status_code == 303


def test_a_colleague_s_note_is_news(world, sign_in, case):
    seen = newest_word(case)
    sign_in("mert").post(f"/desk/cases/{case.number}/note/", {"text": "Bekleyin"})
    response = sign_in("deniz").post(f"/desk/cases/{case.number}/reply/", {"text": "Merhaba", "seen": seen})
    assert response.status_code == 409


def test_nothing_is_not_sent(sign_in, case):
    response = sign_in("deniz").post(f"/desk/cases/{case.number}/reply/", {"text": "  ", "seen": 0})
    assert response.status_code == 422
    assert replies(case) == []


def test_a_program_as_a_file_stops_the_reply_and_keeps_the_text(sign_in, case):
    response = sign_in("deniz").post(
        f"/desk/cases/{case.number}/reply/",
        {"text": "Ekte", "seen": newest_word(case), "files": SimpleUploadedFile("x.pdf", b"MZ" + bytes(90))},
    )
    assert response.status_code == 422
    assert "x.pdf" in response.content.decode()
    assert "Ekte</textarea>" in response.content.decode()


def test_a_file_goes_with_the_reply(sign_in, case):
    sign_in("deniz").post(
        f"/desk/cases/{case.number}/reply/",
        {
            "text": "Ekte",
            "seen": newest_word(case),
            "files": SimpleUploadedFile("dekont.pdf", b"%PDF-1.4\n" + bytes(90)),
        },
    )
    (message,) = replies(case)
    assert [each.file.name for each in message.attachments.all()] == ["dekont.pdf"]


def test_the_agent_s_words_are_masked_too(sign_in, case):
    client = sign_in("deniz")
    client.post(f"/desk/cases/{case.number}/draft/", {"author": "staff", "text": "4242 4242 4242 4242"})
    assert "4242 4242" not in Draft.objects.get().text
    client.post(
        f"/desk/cases/{case.number}/reply/", {"text": "4242 4242 4242 4242", "seen": newest_word(case)}
    )
    (message,) = replies(case)
    assert "42424242" not in message.text.replace(" ", "")
    assert message.masked[0]["kind"] == "card"


def test_reply_and_note_are_two_drafts_of_one_person(world, sign_in, case):
    client, address = sign_in("deniz"), f"/desk/cases/{case.number}/draft/"
    client.post(address, {"author": "staff", "text": "Müşteriye"})
    client.post(address, {"author": "note", "text": "Ekibe"})
    page = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert "Müşteriye</textarea>" in page
    assert "Ekibe</textarea>" in page
    assert "Müşteriye</textarea>" not in sign_in("mert").get(f"/desk/cases/{case.number}/").content.decode()
    client.post(f"/desk/cases/{case.number}/reply/", {"text": "Müşteriye", "seen": newest_word(case)})
    assert [draft.author for draft in Draft.objects.all()] == ["note"]
    client.post(address, {"author": "note", "text": " "})
    assert not Draft.objects.exists()


def test_a_note_never_leaves_the_desk(sign_in, case):
    before = Delivery.objects.count()
    response = sign_in("deniz").post(f"/desk/cases/{case.number}/note/", {"text": "Yalnız ekip"})
    assert response.status_code == 303
    assert Delivery.objects.count() == before
    assert case.clocks.filter(name="first_reply", stopped_at__isnull=True).exists()


@pytest.mark.parametrize("door", ["reply", "note"])
def test_reloading_after_a_refusal_comes_back_to_the_case(sign_in, case, door):
    response = sign_in("deniz").get(f"/desk/cases/{case.number}/{door}/")
    assert response["Location"] == f"/desk/cases/{case.number}/"
