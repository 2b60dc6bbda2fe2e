"""Chats at the desk: who may, what is shown, and that nothing of another brand is."""

import pytest
from django.utils import timezone

from muhatap.cases.models import Case, CaseLink, Message
from muhatap.cases.statuses import Kind
from muhatap.channels.chat_models import Chat, ChatBlock, ChatState
from muhatap.channels.operations.chatting import Opening, start_chat
from muhatap.desk.operations.identity import issue_identity_request
from muhatap.kernel.actors import Actor
from muhatap.routing.queries import _loads_of
from muhatap.topics.models import Topic
from tests.cases.test_trust import chartered
from tests.world import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat(world):
    opening = Opening(
        brand=world.brand,
        channel="live_chat",
        secret="s" * 43,
        client_id="m",
        text="Siktir gidin, param nerede?",
        topic="PAY-WD",
        network="n" * 64,
        draft=[("Tutar", "1.500 TL")],
        place={"page": "https://www.magaza.example/odeme"},
    )
    return start_chat(opening=opening, by=Actor.customer(None), at=timezone.now())


def test_accepting_ending_and_the_work_after_it(sign_in, chat, world):
    browser = sign_in("deniz")
    number = chat.case.number
    assert number in browser.get("/desk/chats/").content.decode()
    strip = browser.get(f"/desk/cases/{number}/chat/").content.decode()
    assert "1.500 TL" in strip
    assert "https://www.magaza.example/odeme" in strip
    browser.post(f"/desk/cases/{number}/chat/accept/")
    assert Case.objects.get().owner == world.staff["deniz"]
    deniz = world.staff["deniz"].pk
    assert _loads_of([deniz])[0][deniz] == 3
    browser.post(
        f"/desk/cases/{number}/reply/", {"text": "Bakıyorum", "seen": str(Message.objects.last().id)}
    )
    # Nothing is held back while somebody waits before the screen.
    assert Message.objects.filter(text="Bakıyorum", channel="live_chat").exists()
    browser.post(f"/desk/cases/{number}/chat/end/")
    assert _loads_of([deniz])[0][deniz] == 3
    browser.post(f"/desk/cases/{number}/chat/done/")
    assert _loads_of([deniz])[0][deniz] == 1


def test_rude_words_wait_behind_one_press(sign_in, chat):
    page = sign_in("deniz").get(f"/desk/cases/{chat.case.number}/").content.decode()
    assert '<details class="shield">' in page


def test_passing_on_needs_a_summary(sign_in, chat, world):
    browser = sign_in("deniz")
    address = f"/desk/cases/{chat.case.number}/chat/pass-on/"
    selin = world.staff["selin"].pk
    browser.post(address, {"to": f"staff:{selin}", "summary": " "})
    assert Case.objects.get().owner_id is None
    browser.post(address, {"to": f"staff:{selin}", "summary": "IBAN yanlış."})
    assert Case.objects.get().owner_id == selin
    assert Chat.objects.get().state == ChatState.WAITING
    assert browser.post(address, {"to": f"staff:{world.stranger.pk}", "summary": "x"}).status_code == 404


def test_blocks_are_listed_and_lifted(sign_in, chat):
    browser = sign_in("deniz")
    browser.post(f"/desk/cases/{chat.case.number}/chat/block/", {"reason": "Küfür", "days": "7"})
    block = ChatBlock.objects.get()
    assert "Küfür" in browser.get("/desk/chats/blocks/").content.decode()
    browser.post(f"/desk/chats/blocks/{block.id}/lift/")
    block.refresh_from_db()
    assert block.lifted_at is not None


@pytest.fixture
def kyc(world):
    topic = world.topics["PAY-WD"]
    return Topic.objects.create(
        brand=world.brand,
        code="ID",
        queue=topic.queue,
        priority=3,
        kind=Kind.IDENTITY,
        names={"tr": "Kimlik doğrulama"},
        position=99,
    )


def test_an_identity_request_is_opened_from_the_chat_and_its_number_told(sign_in, chat, kyc):
    browser, number = sign_in("deniz"), chat.case.number
    assert "Kimlik doğrulama" in browser.get(f"/desk/cases/{number}/chat/").content.decode()
    place = f"/desk/cases/{number}/chat/identity/"
    browser.post(place, {"topic": "ID"})
    request = Case.objects.get(kind=Kind.IDENTITY)
    told = Message.objects.filter(case=chat.case, channel="live_chat", author="staff")
    assert request.number in told.get().text
    assert CaseLink.objects.filter(older=chat.case, newer=request).exists()
    assert request.number in browser.get(f"/desk/cases/{number}/chat/").content.decode()
    browser.post(place, {"number": request.number})
    assert told.count() == 2
    for wrong in ({"number": number}, {"topic": "PAY-WD"}, {}):
        assert browser.post(place, wrong).status_code == 404
    assert Case.objects.filter(kind=Kind.IDENTITY).count() == 1


def test_an_earlier_request_is_told_to_nobody_who_may_be_another(sign_in, chat, kyc, world):
    chartered(world)
    issue_identity_request(
        case=load(chat.case_id), topic=kyc, by=Actor.staff(world.staff["deniz"].pk), at=timezone.now()
    )
    browser, request = sign_in("deniz"), Case.objects.get(kind=Kind.IDENTITY)
    place = f"/desk/cases/{chat.case.number}/chat/"
    assert f'value="{request.number}"' not in browser.get(place).content.decode()
    browser.post(f"{place}identity/", {"number": request.number})
    assert Message.objects.filter(case=chat.case, author="staff").count() == 1


def test_a_stranger_sees_and_does_nothing(client, chat, world):
    client.force_login(world.stranger)
    session = client.session
    session["second_factor_passed"] = world.stranger.pk
    session.save()
    number = chat.case.number
    assert number not in client.get("/desk/chats/").content.decode()
    assert client.get(f"/desk/cases/{number}/chat/").status_code == 404
    for name in ("accept", "pass-on", "identity", "end", "done", "block"):
        assert client.post(f"/desk/cases/{number}/chat/{name}/").status_code == 404
    assert Chat.objects.get().state == ChatState.WAITING
