"""Answers by WhatsApp: our words within a day, after that an approved notice or nothing; what came of it."""

import json
from datetime import timedelta

import pytest

from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels.adapters.whatsapp.hearing import hear
from muhatap.channels.models import Delivery, DeliveryState
from muhatap.channels.operations.delivering import deliver_due
from muhatap.desk.deliveries import delivery_words
from muhatap.desk.replies import channel_of_reply
from muhatap.integrations.whatsapp.graph import refusal
from muhatap.kernel.actors import Actor
from tests.channels.whatsapp.recorded import ELIF, PHONE_ID, TOKEN, request, status, text
from tests.world import NOON

BY = Actor.system("test")
LATER = NOON + timedelta(hours=25)


def tell(world, said, at=NOON):
    hear(brand=world.brand, phone_id=PHONE_ID, body=json.dumps(said).encode(), at=at)


@pytest.fixture
def case(world, graph):
    tell(world, request(text("Param nerede?")))
    return Case.objects.get()


def reply(world, case, words, at):
    by = Actor.staff(world.staff["deniz"].pk)
    new = cases.NewMessage(author=Author.STAFF, channel=channel_of_reply(case), text=words)
    message = cases.post_message(case=case, new=new, by=by, at=at)
    return Delivery.objects.get(message=message)


def test_the_acknowledgement_and_an_answer_go_to_the_number_that_wrote(world, case, graph):
    delivery = reply(world, case, "Bugün 17.00’ye kadar hesabınızda.", NOON)
    assert deliver_due(by=BY, at=NOON) == 2
    first, second = graph.sent
    assert case.number in first["text"]["body"]
    assert second["text"]["body"] == "Bugün 17.00’ye kadar hesabınızda."
    assert (second["to"], second["type"], second["messaging_product"]) == (ELIF, "text", "whatsapp")
    path, headers, _ = graph.asked[0]
    assert path == f"/v23.0/{PHONE_ID}/messages"
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    delivery.refresh_from_db()
    assert (delivery.state, delivery.external_id) == (DeliveryState.SENT, "wamid.OUT2")
    assert Message.objects.get(id=delivery.message_id).channel == "whatsapp"


def test_after_a_day_nothing_of_ours_goes_until_she_writes_again(world, case, graph):
    deliver_due(by=BY, at=NOON)
    delivery = reply(world, case, "Geç gelen yanıt", LATER)
    deliver_due(by=BY, at=LATER)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error, delivery.next_try_at) == ("queued", "window_closed", None)
    assert "24" in delivery_words(delivery, LATER)
    assert len(graph.sent) == 1
    tell(world, request(text("Orada mısınız?", "wamid.A2")), LATER)
    deliver_due(by=BY, at=LATER)
    assert graph.sent[-1]["text"]["body"] == "Geç gelen yanıt"


def test_after_a_day_only_the_approved_template_goes_and_names_the_case(world, case, graph, account):
    account(templates={"tr": "kayit_haberi/tr_TR"})
    deliver_due(by=BY, at=NOON)
    delivery = reply(world, case, "Gizli kalacak sözler", LATER)
    deliver_due(by=BY, at=LATER)
    sent = graph.sent[-1]
    assert (sent["type"], sent["template"]["name"]) == ("template", "kayit_haberi")
    assert sent["template"]["language"] == {"code": "tr_TR"}
    assert sent["template"]["components"][0]["parameters"] == [{"type": "text", "text": case.number}]
    assert "Gizli" not in json.dumps(sent)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.manner) == ("sent", "notice")


def test_what_they_tell_stands_on_the_delivery_in_any_order(world, case, graph):
    deliver_due(by=BY, at=NOON)
    delivery = Delivery.objects.get()
    tell(world, request(statuses=[status("read", delivery.id), status("sent", delivery.id)]))
    tell(world, request(statuses=[status("delivered", delivery.id)]))
    delivery.refresh_from_db()
    assert delivery.read_at == delivery.arrived_at is not None
    assert delivery.state == DeliveryState.SENT
    for foreign in (
        status("read", 17),
        status("read", "x"),
        status("failed", delivery.id, number="905321112299"),
    ):
        tell(world, request(statuses=[foreign]))
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT


def test_a_failure_told_later_has_their_words(world, case, graph):
    deliver_due(by=BY, at=NOON)
    delivery = Delivery.objects.get()
    fault = {"code": 131026, "title": "Message undeliverable", "error_data": {"details": "Not on WhatsApp"}}
    tell(world, request(statuses=[status("failed", delivery.id, errors=[fault])]))
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.BOUNCED
    assert delivery.error == "131026 Message undeliverable Not on WhatsApp"


@pytest.mark.parametrize(
    ("answer", "state", "word"),
    [
        ((400, {"code": 131026, "message": "Undeliverable"}), "bounced", "131026 Undeliverable"),
        ((400, {"code": 131047, "message": "Re-engagement"}), "queued", "window_closed"),
        ((429, {"code": 130429, "message": "Slow down"}), "deferred", "130429 Slow down"),
        ((500, {}), "deferred", "HTTP 500"),
        ((401, {"code": 190, "message": "Expired"}), "queued", "whatsapp_token"),
    ],
)
def test_a_refusal_waits_or_ends_by_what_it_means(world, case, graph, answer, state, word):
    graph.refuse = answer
    deliver_due(by=BY, at=NOON)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == (state, word)


def test_a_peer_that_is_away_is_tried_again(world, case, graph, settings):
    settings.MUHATAP_WHATSAPP_URL = "http://127.0.0.1:9/v23.0"
    deliver_due(by=BY, at=NOON)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == ("deferred", "unreachable")
    assert delivery.next_try_at > NOON
    settings.MUHATAP_WHATSAPP_URL = graph.url
    deliver_due(by=BY, at=delivery.next_try_at)
    assert len(graph.sent) == 1


def test_a_long_letter_is_read_on_her_page(world, case, graph):
    deliver_due(by=BY, at=NOON)
    reply(world, case, "Uzun. " * 800, NOON)
    deliver_due(by=BY, at=NOON)
    body = graph.sent[-1]["text"]["body"]
    assert len(body) < 400
    assert f"/nehir/cases/{case.number}/" in body


def test_a_letter_of_the_law_is_read_where_she_proves_who_she_is(world, case, graph):
    deliver_due(by=BY, at=NOON)
    text_of_law = "Kararımız: 12.500,00 TL iade edilecektir."
    new = cases.NewMessage(
        author=Author.AUTOMATIC, channel="whatsapp", text=text_of_law, external_id="complaint-answer:1"
    )
    cases.post_message(case=case, new=new, by=BY, at=NOON)
    deliver_due(by=BY, at=NOON)
    body = graph.sent[-1]["text"]["body"]
    assert "12.500" not in body
    assert f"/nehir/cases/{case.number}/" in body


def test_a_refusal_of_no_known_form_is_still_one():
    assert "HTTP 418" in str(refusal(418, {}))
    assert refusal(400, {"error": {"code": True, "message": 7}}) is not None
