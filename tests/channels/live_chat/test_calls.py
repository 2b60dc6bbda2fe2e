"""A visitor's calls: once each, in order, from pages that may, and with nothing that is not hers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.calendars.models import Calendar
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels import chat_queries
from muhatap.channels.adapters.live_chat.bundle import widget_script, zipped_size
from muhatap.channels.chat_models import Chat, ChatState
from muhatap.channels.models import Delivery, VaultItem
from muhatap.channels.operations import blocking, chat_desk
from muhatap.kernel.actors import Actor
from muhatap.promises.models import Clock
from muhatap.surveys.models import SurveyAnswer
from tests.channels.live_chat.conftest import SHOP, Device, keep_channels

pytestmark = pytest.mark.django_db


def reply(world, number, text, who="deniz"):
    case, staff = Case.objects.get(number=number), world.staff[who]
    new = cases.NewMessage(author=Author.STAFF, channel="live_chat", text=text)
    return cases.post_message(case=case, new=new, by=Actor.staff(staff.pk), at=timezone.now())


def test_a_chat_is_a_case_with_a_number_at_once_and_its_promise_runs(device):
    told = device.start()
    case = Case.objects.get(number=told["number"])
    assert (case.channel, case.topic.code, told["state"], told["place"]) == (
        "live_chat",
        "PAY-WD",
        "waiting",
        1,
    )
    assert [line["from"] for line in told["lines"]] == ["me"]
    assert told["key"]
    assert Clock.objects.filter(case=case, promise__clock="first_reply", stopped_at=None).exists()
    # Stored as it came, sealed, in the same breath.
    assert VaultItem.objects.get(case=case).source == "chat:live_chat"


def test_what_is_sent_twice_happens_once(device):
    first, again = device.start(), device.start()
    assert first["number"] == again["number"]
    assert Case.objects.count() == 1
    one, two = device.write("message-2", "Var mı haber?"), device.write("message-2", "Var mı haber?")
    assert one["line"]["seq"] == two["line"]["seq"] == 2
    assert [line["seq"] for line in device.ask("log", after=0)["lines"]] == [1, 2]


def test_an_answer_of_the_desk_arrives_and_its_writer_takes_part(device, chatting):
    number = device.start()["number"]
    reply(chatting, number, "Hemen bakıyorum.")
    told = device.ask("log", after=1)
    assert [(line["seq"], line["kind"]) for line in told["lines"]] == [(2, "joined"), (3, "message")]
    assert told["lines"][1]["name"] == told["staff"] == "Deniz Aydın"
    assert not Clock.objects.filter(promise__clock="first_reply", stopped_at=None).exists()


def test_notes_never_leave_the_desk(device, chatting):
    case = Case.objects.get(number=device.start()["number"])
    note = cases.NewMessage(author=Author.NOTE, channel="desk", text="Şüpheli işlem.")
    cases.post_message(case=case, new=note, by=Actor.staff(chatting.staff["deniz"].pk), at=timezone.now())
    assert [line["seq"] for line in device.ask("log", after=0)["lines"]] == [1]


def test_what_is_read_in_the_chat_is_not_mailed_and_what_is_not_goes_by_mail(device, chatting):
    number = device.start()["number"]
    reply(chatting, number, "Birinci")
    mail = Delivery.objects.get(message__text="Birinci")
    assert mail.next_try_at - timezone.now() > timedelta(seconds=60)
    device.ask("log", after=0, read=3)
    mail.refresh_from_db()
    assert (mail.state, mail.error) == ("withheld", "read_in_chat")
    reply(chatting, number, "İkinci")
    device.ask("leave")
    assert Delivery.objects.get(message__text="İkinci").next_try_at <= timezone.now()


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", f"{SHOP}.evil.example", "http://www.magaza.example"]
)
def test_other_pages_are_refused(chatting, origin):
    Device(chatting.brand.code, origin=origin).start(403)
    assert not Case.objects.exists()


def test_a_secret_opens_nothing_of_another_brand_and_no_other_chat(device, chatting):
    device.start()
    Device(chatting.other_brand.code, secret=device.secret).ask("log", 404)
    Device(chatting.brand.code).ask("log", 404)
    Device(chatting.brand.code, secret="short").ask("log", 401)


def test_every_trouble_is_named_by_the_rules_of_the_form(device, chatting):
    topic = chatting.topics["PAY-WD"]
    topic.fields = [{"code": "amount", "kind": "amount", "required": True, "label": {"tr": "Tutar"}}]
    topic.save()
    told = device.start(422, text="", name="", email="elif@", fields={"amount": "çok"})
    assert set(told["troubles"]) == {"amount", "text", "name", "email"}
    assert device.start(fields={"amount": "1500"})["number"]
    assert Case.objects.get().fields["amount"] == {"minor": 150000, "currency": "TRY"}


def test_out_of_hours_it_becomes_a_written_case_and_nobody_is_said_to_come(chatting):
    keep_channels(chatting.brand, live_chat={"calendar": "never", "origins": [SHOP]})
    hours = {"tz": "Europe/Istanbul", "hours": {}}
    Calendar.objects.create(brand=chatting.brand, name="never", schedule=hours)
    device = Device(chatting.brand.code)
    assert "email" in device.start(422, email="")["troubles"]
    told = device.start()
    assert told["state"] == "ended"
    assert told["written"]
    assert Case.objects.get().channel == "web_form"


def test_page_and_device_are_kept_with_consent_only_and_notices_with_their_version(chatting):
    chatting.brand.notices = {"version": "7", "policy": {"version": "2", "url": "https://x.example"}}
    chatting.brand.save()
    place = {"page": "https://www.magaza.example/a", "device": "Firefox", "iban": "x"}
    Device(chatting.brand.code).start(place=place)
    assert Chat.objects.get().place == {}
    Device(chatting.brand.code).start(place=place, may_see_place=True)
    chat = Chat.objects.order_by("-id").first()
    assert chat.place == {"page": place["page"], "device": "Firefox"}
    assert (chat.case.notices["version"], chat.case.notices["place_shown"]) == ("7", True)


def test_numbers_of_cards_are_masked_in_words_and_in_the_form_she_was_filling_in(device):
    device.start(text="Kartım 4111 1111 1111 1111", draft=[["Kart", "4111111111111111"], ["Tutar", "5"]])
    assert "1111 1111" not in Message.objects.get(author=Author.CUSTOMER).text
    assert Chat.objects.get().draft == [["Kart", "************1111"], ["Tutar", "5"]]


def test_a_block_keeps_one_network_from_beginning_and_lifting_lets_it_again(device, chatting):
    device.start()
    staff, at = chatting.staff["deniz"], timezone.now()
    chat = Chat.objects.get()
    block = blocking.block_visitor(
        chat=chat, staff=staff, reason="Küfür", lasts=timedelta(days=1), by=Actor.staff(staff.pk), at=at
    )
    Device(chatting.brand.code).start(403)
    device.write("message-2", "merhaba", 403)
    Device(chatting.other_brand.code).start()
    blocking.lift_block(block=block, staff=staff, by=Actor.staff(staff.pk), at=at)
    Device(chatting.brand.code).start()


def test_one_visitor_writes_forty_messages_a_minute_and_no_more(device):
    device.start()
    for number in range(40):
        device.write(f"message-{number:03}", "x")
    device.write("message-999", "x", 429)


def test_passing_on_keeps_everything_and_tells_the_visitor(device, chatting):
    number = device.start()["number"]
    deniz, selin, at = chatting.staff["deniz"], chatting.staff["selin"], timezone.now()
    chat = Chat.objects.select_related("case", "brand").get()
    chat_desk.accept_chat(chat=chat, staff=deniz, by=Actor.staff(deniz.pk), at=at)
    with pytest.raises(chat_desk.TakenAlready):
        chat_desk.accept_chat(chat=chat, staff=selin, by=Actor.staff(selin.pk), at=at)
    chat_desk.pass_on_chat(
        chat=chat, to=selin, queue=None, summary="İban yanlış.", by=Actor.staff(deniz.pk), at=at
    )
    told = device.ask("log", after=0)
    assert (told["state"], told["lines"][-1]["params"]) == ("waiting", {"name": "Selin Er"})
    case = Case.objects.get(number=number)
    assert case.owner_id == selin.pk
    assert Message.objects.get(case=case, author=Author.NOTE).text == "İban yanlış."
    chat_desk.accept_chat(chat=chat, staff=selin, by=Actor.staff(selin.pk), at=at)
    assert device.ask("log", after=0)["staff"] == "Selin Er"


def test_ending_rating_once_and_writing_again(device, chatting):
    device.start()
    device.ask("end")
    assert device.ask("log", after=0)["state"] == "ended"
    for wrong in ({}, {"score": 0}, {"score": 6}, {"score": 5, "recommend": 11}, {"score": 5, "effort": "x"}):
        device.ask("rate", 422, **wrong)
    device.ask("rate", score=5, recommend=0, effort=7, comment="Hızlı")
    device.ask("rate", 409, score=1)
    kept = SurveyAnswer.objects.get()
    assert (kept.score, kept.recommend, kept.effort, kept.comment) == (5, 0, 7, "Hızlı")
    device.write("message-9", "Bir şey daha")
    assert device.ask("log", after=0)["state"] == ChatState.WAITING


def test_the_transcript_is_mailed_and_stays_out_of_the_chat(device, chatting, monkeypatch):
    number = device.start()["number"]
    reply(chatting, number, "Yarın hesabınızda.")
    with monkeypatch.context() as portions:
        portions.setattr(chat_queries, "MOST_LINES", 2)
        device.ask("transcript")
    letter = Message.objects.get(external_id__startswith="transcript:")
    assert "Yarın hesabınızda." in letter.text
    assert "Elif Karaca" in letter.text
    assert Delivery.objects.filter(message=letter, recipient="elif@posta.example").exists()
    assert device.ask("log", after=0)["seq"] == 3


def test_a_bot_writes_first_is_no_answer_of_a_person_and_gives_way(device, chatting):
    device.start()
    chat = Chat.objects.select_related("case", "brand").get()
    Chat.objects.update(state=ChatState.BOT)
    by, at = Actor.system("bot"), timezone.now()
    chat_desk.write_as_bot(chat=chat, text="Bunu okudunuz mu?", choices=("Evet",), by=by, at=at)
    line = device.ask("log", after=1)["lines"][0]
    assert (line["from"], line["choices"]) == ("bot", ["Evet"])
    assert Clock.objects.filter(promise__clock="first_reply", stopped_at=None).exists()
    device.ask("person")
    assert device.ask("log", after=0)["state"] == "waiting"
    with pytest.raises(chat_desk.NotWithBot):
        chat_desk.write_as_bot(chat=chat, text="Yine ben", by=by, at=at)


def test_the_widget_is_small_and_never_writes_markup_from_strings(client, chatting):
    answer = client.get("/chat/nehir/widget.js")
    assert answer.status_code == 200
    assert zipped_size() <= 15_000
    script = widget_script()[0].decode()
    for wrong in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert wrong not in script
    assert client.get("/chat/nehir/widget.js", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_hostile_bodies_are_answered_without_a_fault(chatting):
    device = Device(chatting.brand.code)
    for body in (b"[]", b"{", b"\xff", b'{"secret": 5}', b'{"secret": {"a": 1}}', b"[" * 50_000):
        for name in ("start", "write", "log", "typing", "end", "rate"):
            answer = device.client.post(f"/chat/nehir/{name}", body, content_type="text/plain")
            assert 400 <= answer.status_code < 500
    nul = "\x00" + "\ud800"
    told = {"page": nul, "device": nul}
    Device(chatting.brand.code).start(place=told, may_see_place=True, draft=[[nul, nul]], text=f"ab{nul}c")
    device.start(422, topic=["x"], text={"a": 1}, fields=[1], place=[1], draft="x")
