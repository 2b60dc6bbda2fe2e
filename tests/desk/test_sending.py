"""A reply on its way: the moment of undo, a chosen time, what stops it, and what it may not say."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.timezone import localtime

from muhatap.accounts.models import Membership
from muhatap.accounts.roles import Role
from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Draft, Message
from muhatap.cases.statuses import Author, Status
from muhatap.channels.models import Delivery
from muhatap.desk import operations as desk
from muhatap.desk.about_case import newest_word
from muhatap.desk.guarding import doubts_about, note_marks, secrets_in
from muhatap.desk.openings import next_opening_of
from muhatap.desk.replies import held_until
from muhatap.desk.tasks import send_due
from muhatap.kernel.actors import Actor
from muhatap.letters.models import HeldReply
from muhatap.notifications.models import Notice
from tests.world import NOON, load, make_case

PDF = b"%PDF-1.4\n" + bytes(90)


@pytest.fixture
def case(world, settings):
    settings.MUHATAP_UNDO_SECONDS = 8
    return make_case(world, at=timezone.now() - timedelta(minutes=5))


@pytest.fixture
def deniz(sign_in):
    return sign_in("deniz")


def place(case, door):
    return f"/desk/cases/{case.number}/{door}/"


def send(client, case, text="Tutar bugün hesabınızda.", **more):
    return client.post(place(case, "reply"), {"text": text, "seen": newest_word(case), **more})


def replies(case):
    return list(Message.objects.filter(case=case, author=Author.STAFF).order_by("id"))


def customer_writes(case, text="Vazgeçtim"):
    cases.post_message(
        case=load(case.id),
        new=cases.NewMessage(author=Author.CUSTOMER, channel="portal", text=text),
        by=Actor.customer(case.customer_id),
        at=timezone.now(),
    )


def after(seconds):
    return timezone.now() + timedelta(seconds=seconds)


def tomorrow(case):
    return f"{localtime(timezone.now() + timedelta(days=1)):%Y-%m-%dT%H:%M}"


def test_a_reply_waits_eight_seconds_before_anybody_reads_it(deniz, case):
    assert send(deniz, case, then="resolve").status_code == 303
    assert replies(case) == []
    assert not Delivery.objects.exists()
    assert load(case.id).status == Status.NEW
    assert case.clocks.filter(name="first_reply", stopped_at__isnull=True).exists()
    assert send_due(after(7)) == 0
    assert send_due(after(9)) == 1
    (message,) = replies(case)
    assert message.text == "Tutar bugün hesabınızda."
    assert message.staff.name == "Deniz Aydın"
    assert Delivery.objects.filter(message=message).exists()
    assert load(case.id).status == Status.RESOLVED
    assert case.clocks.filter(name="first_reply", was_kept=True).exists()
    assert not HeldReply.objects.exists()


def test_the_promise_stops_when_the_reply_leaves(deniz, case):
    send(deniz, case)
    left_at = after(60)
    send_due(left_at)
    (message,) = replies(case)
    assert message.at == left_at
    assert case.clocks.get(name="first_reply").stopped_at == left_at
    event = Event.objects.filter(stream_id=case.id, kind="message.posted").latest("seq")
    assert (event.actor_kind, event.actor_id) == ("staff", message.staff_id)


def test_a_second_sweep_sends_nothing_twice(deniz, case):
    send(deniz, case)
    assert [send_due(after(9)), send_due(after(10))] == [1, 0]
    assert len(replies(case)) == 1


def test_undo_gives_the_draft_back_with_its_files_and_readers(deniz, case):
    send(
        deniz,
        case,
        "Ekte",
        cc="muhasebe@firma.example",
        files=SimpleUploadedFile("dekont.pdf", PDF),
    )
    page = deniz.get(f"/desk/cases/{case.number}/").content.decode()
    assert 'data-key="z"' in page
    assert "Ekte</textarea>" not in page
    held = HeldReply.objects.get()
    assert deniz.post(place(case, f"held/{held.id}/back")).status_code == 303
    assert send_due(after(60)) == 0
    page = deniz.get(f"/desk/cases/{case.number}/").content.decode()
    assert "Ekte</textarea>" in page
    assert "muhasebe@firma.example" in page
    draft = Draft.objects.get()
    (kept,) = draft.files.all()
    assert kept.file.name == "dekont.pdf"
    send(deniz, case, "Ekte", kept=str(kept.file_id))
    send_due(after(9))
    (message,) = replies(case)
    assert [each.file.name for each in message.attachments.all()] == ["dekont.pdf"]


def test_what_was_begun_meanwhile_is_not_lost_by_undoing(deniz, case):
    send(deniz, case, "Birinci")
    deniz.post(place(case, "draft"), {"author": "staff", "text": "İkinci"})
    deniz.post(place(case, f"held/{HeldReply.objects.get().id}/back"))
    assert Draft.objects.get().text == "Birinci\n\nİkinci"


def test_undo_comes_too_late(deniz, case):
    send(deniz, case)
    held = HeldReply.objects.get()
    send_due(after(9))
    response = deniz.post(place(case, f"held/{held.id}/back"), follow=True)
    assert 'data-level="warning"' in response.content.decode()
    assert not Draft.objects.exists()
    assert len(replies(case)) == 1


def test_news_within_the_moment_of_undo_stop_it_and_tell_its_writer(world, deniz, case):
    send(deniz, case)
    customer_writes(case)
    assert send_due(after(9)) == 0
    assert replies(case) == []
    held = HeldReply.objects.get()
    assert (held.stopped_because, send_due(after(60))) == ("news", 0)
    notice = Notice.objects.get(kind="reply_stopped")
    assert notice.staff == world.staff["deniz"]
    shown = deniz.get(f"/desk/cases/{case.number}/")
    assert "held-stopped" in shown.content.decode()
    seen = shown.context["shown"].timeline.seen
    refused = deniz.post(place(case, f"held/{held.id}/now"), {"seen": held.seen})
    assert refused.status_code == 303
    assert replies(case) == []
    deniz.post(place(case, f"held/{held.id}/now"), {"seen": seen})
    assert len(replies(case)) == 1


def test_a_note_of_a_colleague_stops_no_reply_that_is_on_its_way(sign_in, deniz, case):
    send(deniz, case)
    sign_in("mert").post(place(case, "note"), {"text": "Arıyorum"})
    assert send_due(after(9)) == 1


def test_a_reply_at_a_chosen_time(sign_in, deniz, case):
    response = send(deniz, case, later="at", leaves_at=tomorrow(case), later_then="wait")
    assert response.status_code == 303
    assert send_due(after(9)) == 0
    page = sign_in("mert").get(f"/desk/cases/{case.number}/").content.decode()
    assert "Deniz Aydın" in page
    assert "Tutar bugün" in page
    assert Event.objects.filter(stream_id=case.id, kind="reply.planned").count() == 1
    held = HeldReply.objects.get()
    assert send_due(held.leaves_at) == 1
    assert load(case.id).status == Status.WAITING_CUSTOMER


def test_a_planned_reply_is_changed_and_called_off(deniz, case):
    send(deniz, case, later="at", leaves_at=tomorrow(case))
    held = HeldReply.objects.get()
    later = f"{localtime(timezone.now() + timedelta(days=2)):%Y-%m-%dT%H:%M}"
    deniz.post(place(case, f"held/{held.id}/time"), {"leaves_at": later})
    assert HeldReply.objects.get().leaves_at > held.leaves_at
    deniz.post(place(case, f"held/{held.id}/back"))
    assert not HeldReply.objects.exists()
    told = list(Event.objects.filter(stream_id=case.id, kind__startswith="reply.").order_by("seq"))
    assert [each.kind for each in told] == ["reply.planned", "reply.planned", "reply.called_off"]
    page = deniz.get(f"/desk/cases/{case.number}/").content.decode()
    assert "Tutar bugün" in page


def test_a_planned_reply_is_held_when_the_customer_wrote_meanwhile(deniz, case):
    send(deniz, case, later="at", leaves_at=tomorrow(case))
    customer_writes(case)
    held = HeldReply.objects.get()
    assert send_due(held.leaves_at) == 0
    assert HeldReply.objects.get().stopped_because == "news"
    event = Event.objects.get(stream_id=case.id, kind="reply.called_off")
    assert "news" in event.content


@pytest.mark.parametrize(
    "written", ["", "2020-01-01T09:00", "9999-01-01T09:00", "0001-01-01T00:00", "morgen"]
)
def test_a_time_that_cannot_be(deniz, case, written):
    response = send(deniz, case, later="at", leaves_at=written)
    assert response.status_code == 422
    assert "Tutar bugün hesabınızda.</textarea>" in response.content.decode()
    assert not HeldReply.objects.exists()


def test_the_next_opening_is_that_of_the_office_not_of_the_hotline(world):
    assert localtime(next_opening_of(world.brand, NOON)).strftime("%a %H:%M") == "Thu 09:00"
    friday_evening = NOON + timedelta(days=2, hours=8)
    assert localtime(next_opening_of(world.brand, friday_evening)).strftime("%a %H:%M") == "Mon 09:00"


def test_a_reply_leaves_when_we_next_open(world, deniz, case):
    send(deniz, case, later="opening")
    assert HeldReply.objects.get().leaves_at == next_opening_of(
        world.brand, HeldReply.objects.get().written_at
    )


def test_undo_never_breaks_a_promise(world, settings):
    settings.MUHATAP_UNDO_SECONDS = 8
    case = make_case(world)
    due = case.next_due_at
    assert held_until(case, due - timedelta(hours=1)) == due - timedelta(hours=1) + timedelta(seconds=8)
    assert held_until(case, due - timedelta(seconds=5)) == due - timedelta(seconds=5)
    assert held_until(case, due + timedelta(seconds=5)) == due + timedelta(seconds=13)


def test_a_reply_stops_when_the_case_was_closed_before(world, deniz, case):
    send(deniz, case, then="wait", later="at", leaves_at=tomorrow(case), later_then="wait")
    cases.change_status(
        case=load(case.id), status=Status.RESOLVED, by=Actor.staff(world.staff["mert"].pk), at=timezone.now()
    )
    held = HeldReply.objects.get()
    assert send_due(held.leaves_at) == 0
    assert HeldReply.objects.get().stopped_because == "status"


@pytest.mark.parametrize("door", ["back", "now", "time"])
@pytest.mark.parametrize(("login", "status"), [("selin", 404), ("gul", 403), ("stranger", 404)])
def test_who_may_not_touch_a_held_reply(sign_in, deniz, case, door, login, status):
    send(deniz, case)
    held = HeldReply.objects.get()
    assert sign_in(login).post(place(case, f"held/{held.id}/{door}")).status_code == status
    assert HeldReply.objects.get().leaves_at == held.leaves_at


def test_a_held_reply_of_another_case_is_not_found(world, deniz, case):
    other = make_case(world, at=timezone.now(), customer=1)
    send(deniz, case)
    held = HeldReply.objects.get()
    deniz.post(place(other, f"held/{held.id}/back"))
    assert HeldReply.objects.filter(id=held.id).exists()


@pytest.mark.parametrize(
    "text",
    [
        "Not: müşteri haklı, iade edelim",
        "Bu iç nottur",
        "Müşteriye söylemeyin ama gecikme bizden",
        "@Selin bakar mısın",
        "INTERNAL NOTE: refund",
        "please don't tell the customer",
    ],
)
def test_what_looks_like_a_note_is_asked_about_and_sent_at_the_second_press(deniz, case, text):
    response = send(deniz, case, text)
    assert response.status_code == 409
    assert not HeldReply.objects.exists()
    sure = [each.key for each in response.context["shown"].composer.doubts]
    assert send(deniz, case, text, sure=sure).status_code == 303
    assert HeldReply.objects.get().text == text


@pytest.mark.parametrize(
    "text", ["Notunuzu aldık", "Dinot firması", "Bize e-posta@ yazmayın", "Merhaba Elif Hanım"]
)
def test_ordinary_words_are_no_note(text):
    assert note_marks(text) == []


def test_a_confirmation_counts_only_for_what_was_shown(deniz, case):
    first = send(deniz, case, "Not: iade")
    sure = [each.key for each in first.context["shown"].composer.doubts]
    second = send(deniz, case, "Not: iade. Bu iç nottur", sure=sure)
    assert second.status_code == 409


def test_another_customer_s_number_address_and_case_are_asked_about(world, deniz, case):
    other = make_case(world, customer=1)
    own = make_case(world, customer=0)
    text = f"{other.number}, hakan@posta.example ve 0532 111 22 34; sizin {own.number}, elif@posta.example"
    response = send(deniz, case, text)
    assert response.status_code == 409
    asked = {each.words for each in response.context["shown"].composer.doubts}
    assert asked == {other.number, "hakan@posta.example", "0532 111 22 34"}


def test_a_case_of_another_brand_is_asked_about_too(world, case):
    foreign = make_case(world, brand=world.other_brand, customer=1, topic="")
    assert [each.words for each in doubts_about(case, foreign.number)] == [foreign.number]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kartınız 4242 4242 4242 4242", "card"),
        ("TR33 0006 1005 1978 6457 8413 26", "iban"),
        ("10000000146", "tckn"),
    ],
)
def test_a_public_reply_with_a_secret_is_refused_without_appeal(world, deniz, case, text, kind):
    Case.objects.filter(id=case.id).update(channel="x")
    type(case.customer).objects.filter(id=case.customer_id).update(email="")
    response = send(deniz, case, text, sure=["note:x"])
    assert response.status_code == 422
    assert secrets_in(text) == (kind,)
    assert not HeldReply.objects.exists()
    assert replies(case) == []


def test_a_public_reply_with_a_case_number_is_refused_and_a_private_one_is_not(deniz, case):
    assert send(deniz, case, f"Kaydınız {case.number}").status_code == 303
    HeldReply.objects.all().delete()
    Case.objects.filter(id=case.id).update(channel="x")
    type(case.customer).objects.filter(id=case.customer_id).update(email="")
    assert send(deniz, case, f"Kaydınız {case.number}").status_code == 422
    assert send(deniz, case, "Size buradan yazıyoruz").status_code == 303


def test_a_variable_that_nothing_filled_is_not_sent(deniz, case):
    response = send(deniz, case, "Sayın {{customer.name}}")
    assert response.status_code == 422
    assert not HeldReply.objects.exists()


def test_what_arrived_is_shown_beside_the_refusal(deniz, case):
    seen = newest_word(case)
    customer_writes(case, "Banka yazısını ekledim")
    response = deniz.post(place(case, "reply"), {"text": "Eski", "seen": seen})
    assert response.status_code == 409
    (news,) = response.context["shown"].composer.news
    assert (news.who, news.excerpt) == ("Elif Karaca", "Banka yazısını ekledim")


def leaves(world):
    type(world.staff["deniz"]).objects.filter(pk=world.staff["deniz"].pk).update(is_active=False)


def loses_her_role(world):
    Membership.objects.filter(staff=world.staff["deniz"]).update(role=Role.AUDITOR)


@pytest.mark.parametrize("goes", [leaves, loses_her_role])
def test_a_reply_of_who_may_no_longer_answer_waits_in_a_list_and_supervisors_are_told(
    world, sign_in, deniz, case, goes
):
    send(deniz, case)
    goes(world)
    assert send_due(after(9)) == 0
    held = HeldReply.objects.get()
    assert held.stopped_because == "gone"
    assert Notice.objects.filter(kind="reply_stopped", staff=world.staff["mert"]).count() == 1
    mert = sign_in("mert")
    page = mert.get("/desk/outbox/?standing=held").content.decode()
    assert case.number in page
    assert "Deniz Aydın" in page
    mert.post(f"/desk/cases/{case.number}/held/{held.id}/now/", {"seen": newest_word(case)})
    (reply,) = replies(case)
    assert reply.staff == world.staff["mert"]
    assert case.number not in mert.get("/desk/outbox/?standing=held").content.decode()


def test_sending_needs_a_time_to_come(world, case):
    answer = desk.Answer(text="x", seen=newest_word(case), leaves_at=timezone.now() - timedelta(minutes=1))
    by = Actor.staff(world.staff["deniz"].pk)
    with pytest.raises(desk.PastMoment):
        desk.send_reply(case=case, staff=world.staff["deniz"], answer=answer, by=by, at=timezone.now())
