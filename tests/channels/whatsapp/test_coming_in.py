"""What WhatsApp tells becomes part of a case: proved, kept first, once, in any order, and nothing secret."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from muhatap.cases import operations as cases
from muhatap.cases.models import Attachment, Case, Message
from muhatap.cases.statuses import ClosedReason, Status
from muhatap.channels.adapters.whatsapp.hearing import hear
from muhatap.channels.adapters.whatsapp.hearing import take_in_again as by_hand
from muhatap.channels.adapters.whatsapp.telling import NotTold, heard_in
from muhatap.channels.models import Delivery, VaultItem, VaultState
from muhatap.desk.intake_queries import mails_outside_visible_to
from muhatap.integrations.whatsapp.fetching import fetch_files, take_in_again
from muhatap.kernel.actors import Actor
from tests.channels.whatsapp.recorded import PHONE_ID, VERIFY, knock, message, request, text
from tests.world import NOON, make_case

BY = Actor.system("test")
NUMBER = "+905321112233"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)


def tell(world, *messages, at=NOON, **more):
    body = json.dumps(request(*messages, **more)).encode()
    hear(brand=world.brand, phone_id=PHONE_ID, body=body, at=at)


def words():
    return list(Message.objects.filter(author="customer").order_by("id").values_list("text", flat=True))


def test_the_address_is_proved_to_be_ours_by_the_word_that_both_know(client, world, account):
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}
    answer = client.get("/hooks/whatsapp/nehir/", asked)
    assert (answer.status_code, answer.content) == (200, b"1158201444")
    assert answer["content-type"].startswith("text/plain")
    assert client.get("/hooks/whatsapp/nehir/", {**asked, "hub.verify_token": "x"}).status_code == 403
    assert client.get("/hooks/whatsapp/nehir/", {**asked, "hub.mode": "x"}).status_code == 403
    assert client.get("/hooks/whatsapp/liman/", asked).status_code == 404


def test_a_signed_message_opens_a_case_and_is_acknowledged_with_its_number(client, world, account):
    assert knock(client, request(text("Para çekme talebim altı gündür gelmedi."))).status_code == 200
    case = Case.objects.get()
    assert (case.channel, case.customer.phone, case.brand.code) == ("whatsapp", NUMBER, "nehir")
    delivery = Delivery.objects.get(case=case)
    assert (delivery.channel, delivery.recipient) == ("whatsapp", NUMBER)
    assert case.number in delivery.message.text
    item = VaultItem.objects.get(source="whatsapp")
    assert (item.case_id, item.state) == (case.id, VaultState.IN_CASE)
    envelope = VaultItem.objects.get(source="whatsapp-hook")
    assert not bytes(envelope.sealed)
    assert not envelope.path


def test_only_who_knows_the_secret_is_heard(client, world, account, settings):
    said = request(text("merhaba"))
    assert knock(client, said, secret="baska-bir-sir").status_code == 403
    assert client.post("/hooks/whatsapp/nehir/", b"{}", content_type="application/json").status_code == 403
    assert knock(client, said, brand="liman").status_code == 404
    assert knock(client, b"x" * (3 * 1024 * 1024 + 1)).status_code == 413
    account(token="")
    assert knock(client, said).status_code == 503
    assert not VaultItem.objects.exists()


def test_the_raw_body_is_kept_when_nothing_in_it_can_be_understood(client, world, account):
    assert knock(client, b"{broken").status_code == 200
    item = VaultItem.objects.get()
    assert (item.state, item.reason) == (VaultState.SET_ASIDE, "whatsapp: json")


def test_told_twice_and_out_of_order_it_is_there_once(world, account):
    one, two = text("bir", "wamid.1"), text("iki", "wamid.2")
    tell(world, two)
    tell(world, one)
    tell(world, two, one)
    tell(world, two)
    assert words() == ["iki", "bir"]
    assert Case.objects.count() == 1


def test_a_closed_case_is_over_and_another_number_has_its_own(world, account):
    tell(world, text("ilk"))
    tell(world, text("başkası", "wamid.2", "905321112234"))
    assert Case.objects.count() == 2
    first = Case.objects.order_by("id").first()
    cases.change_status(case=first, status=Status.CLOSED, closed=ClosedReason.SOLVED, by=BY, at=NOON)
    tell(world, text("yeni", "wamid.3"))
    assert Case.objects.count() == 3


def test_a_known_number_says_nothing_of_a_known_customer(world, account):
    known = make_case(world)
    tell(world, text("merhaba"))
    new = Case.objects.exclude(id=known.id).get()
    assert new.customer_id != known.customer_id
    assert known.customer.phone == new.customer.phone


def test_an_answer_to_a_message_of_ours_counts_only_for_the_number_that_got_it(world, account):
    tell(world, text("ilk"))
    case = Case.objects.get()
    tell(world, text("ikinci", "wamid.9", "905321112234"))
    Delivery.objects.filter(case=case).update(external_id="wamid.OUT")
    tell(world, text("yanıt", "wamid.2", context={"id": "wamid.OUT"}))
    tell(world, text("yabancı", "wamid.3", "905321112235", context={"id": "wamid.OUT"}))
    assert list(case.messages.filter(author="customer").values_list("text", flat=True)) == ["ilk", "yanıt"]


def test_each_sort_has_its_words(world, account):
    place = {"latitude": 41.0082, "longitude": 28.9784, "name": "Şube"}
    tell(world, message("location", place, "wamid.1"))
    pressed = {"type": "button_reply", "button_reply": {"id": "1", "title": "Evet"}}
    tell(world, message("interactive", pressed, "wamid.2"))
    chosen = {"type": "list_reply", "list_reply": {"id": "1", "title": "Para çekme"}}
    tell(world, message("interactive", chosen, "wamid.3"))
    tell(world, message("unsupported", {}, "wamid.4"))
    said = words()
    assert "Şube (41.008200, 28.978400)" in said[0]
    assert said[1:3] == ["Evet", "Para çekme"]
    assert "unsupported" in said[3]


def test_a_sign_is_noted_and_asks_for_no_answer(world, account):
    tell(world, message("reaction", {"message_id": "wamid.B", "emoji": "👍"}, "wamid.0"))
    assert VaultItem.objects.get(source="whatsapp").state == VaultState.SET_ASIDE
    tell(world, text("merhaba"))
    tell(world, message("reaction", {"message_id": "wamid.B", "emoji": "👍"}, "wamid.2"))
    note = Message.objects.get(author="note")
    assert "👍" in note.text


def test_a_card_number_is_kept_nowhere(world, account):
    tell(world, text("kartım 4111 1111 1111 1111"))
    assert "4111 1111" not in words()[0]
    item = VaultItem.objects.get(source="whatsapp")
    assert item.reason.startswith("redacted:")


def test_a_picture_comes_with_its_words_and_waits_for_nothing_else(world, graph):
    graph.files["77"] = PNG
    picture = {"id": "77", "mime_type": "image/png", "sha256": "x", "caption": "Dekont ektedir"}
    tell(world, message("image", picture))
    assert not Case.objects.exists()
    assert fetch_files(by=BY, at=NOON) == 1
    assert words() == ["Dekont ektedir"]
    kept = Attachment.objects.get()
    assert (kept.file.name, kept.file.content_type, kept.file.size) == ("image.png", "image/png", len(PNG))
    assert all(asked[1]["Authorization"].startswith("Bearer ") for asked in graph.asked)
    assert fetch_files(by=BY, at=NOON) == 0
    assert Case.objects.get().received_at == NOON


@pytest.mark.parametrize("trouble", ["gone", "too_large", "place", "type"])
def test_a_file_that_is_not_to_be_had_leaves_the_message(world, graph, settings, trouble):
    graph.files["77"] = b"MZ" + b"\x00" * 400 if trouble == "type" else PNG
    if trouble == "gone":
        graph.files.clear()
    if trouble == "too_large":
        settings.MUHATAP_MAX_UPLOAD_BYTES = 20
    if trouble == "place":
        graph.elsewhere = "http://127.0.0.1:9/steal"
    tell(world, message("document", {"id": "77", "filename": "dekont.exe", "caption": "Dekont"}))
    fetch_files(by=BY, at=NOON)
    assert words()[0].startswith("Dekont\n\n[")
    assert not Attachment.objects.exists()


def test_a_server_that_is_away_is_asked_again_and_the_message_goes_on_without_it(world, graph):
    graph.refuse = (503, {})
    tell(world, message("audio", {"id": "77", "mime_type": "audio/ogg; codecs=opus"}))
    assert fetch_files(by=BY, at=NOON) == 1
    assert fetch_files(by=BY, at=NOON) == 0
    for minutes in (1, 5, 20):
        fetch_files(by=BY, at=NOON + timedelta(minutes=minutes))
        assert not Case.objects.exists()
    fetch_files(by=BY, at=NOON + timedelta(minutes=21))
    assert Case.objects.get().received_at == NOON


def test_what_failed_on_its_way_is_taken_in_later(world, account, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("muhatap.channels.adapters.whatsapp.hearing._file", lambda *_: 1 / 0)
        tell(world, text("merhaba"))
    assert not Case.objects.exists()
    take_in_again(at=timezone.now())
    assert words() == ["merhaba"]


def test_what_a_killed_process_left_is_taken_in_after_a_minute(world, account, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr("muhatap.channels.adapters.whatsapp.hearing._file_safely", lambda *_: None)
        tell(world, text("merhaba"))
    take_in_again(at=NOON + timedelta(seconds=30))
    assert not Case.objects.exists()
    take_in_again(at=NOON + timedelta(seconds=61))
    assert words() == ["merhaba"]


def test_what_failed_however_often_is_shown_to_people_who_try_again(client, world, account, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("muhatap.channels.adapters.whatsapp.hearing._file", lambda *_: 1 / 0)
        tell(world, text("merhaba"))
        for _ in range(6):
            take_in_again(at=timezone.now())
    item = VaultItem.objects.get(source="whatsapp")
    assert (item.state, item.reason) == (VaultState.SET_ASIDE, "failed:ZeroDivisionError")
    assert list(mails_outside_visible_to(world.staff["arda"])) == [item]
    assert not mails_outside_visible_to(world.stranger).exists()
    assert by_hand(item=item, at=NOON).case is not None
    assert words() == ["merhaba"]


def test_one_that_nobody_understands_stops_no_other(world, account):
    strange = request(text("merhaba"))
    strange["entry"][0]["changes"][0]["value"]["messages"].insert(0, {"id": "wamid.0", "type": "text"})
    hear(brand=world.brand, phone_id=PHONE_ID, body=json.dumps(strange).encode(), at=NOON)
    assert words() == ["merhaba"]
    assert VaultItem.objects.get(source="whatsapp-hook").reason == "whatsapp: 1 not understood"


def test_messages_of_other_numbers_are_not_ours(world, account):
    tell(world, text("merhaba"), phone_id="999")
    assert not Case.objects.exists()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["object", "entry", "changes", "value", "messages", "statuses", "from", "id", "type"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_request_breaks_the_reader(said):
    for body in (said, {"object": "whatsapp_business_account", "entry": said}):
        try:
            heard_in(json.dumps(body).encode(), PHONE_ID)
        except NotTold:
            continue
