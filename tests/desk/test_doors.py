"""Who may knock at which door: every role at every door, and nobody at another brand's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.cases.statuses import Author, Status
from muhatap.desk.about_case import newest_word
from tests.world import load, make_case

ANSWERS = {"deniz": 303, "selin": 404, "mert": 303, "pelin": 303, "arda": 404, "gul": 403, "stranger": 404}
TO_OTHERS = {**ANSWERS, "deniz": 403}
ERASES = {**ANSWERS, "deniz": 403, "mert": 403}


@pytest.fixture
def case(world):
    return make_case(world, at=timezone.now() - timedelta(minutes=5))


def forms(world, case):
    """For each door what its form sends, and what every role gets."""
    queue, topic = world.queues["accounts"], world.topics["ACC-LOGIN"]
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1))
    message = case.messages.get(author=Author.CUSTOMER)
    return {
        "reply": ({"text": "Merhaba", "seen": newest_word(case)}, ANSWERS),
        "note": ({"text": "Not"}, ANSWERS),
        "take": ({}, ANSWERS),
        "hand-over": ({"to": f"queue:{queue.id}"}, TO_OTHERS),
        "escalate": ({"words": "Acil"}, ANSWERS),
        "status": ({"status": "waiting_customer"}, ANSWERS),
        "properties": ({"priority": "2", "queue": case.queue_id, "topic": topic.id}, ANSWERS),
        "next-step": ({"next_step": "Ara", "next_update_at": f"{tomorrow:%Y-%m-%dT%H:%M}"}, ANSWERS),
        f"messages/{message.id}/erase": ({"reason": "customer_request"}, ERASES),
    }


DOORS = ("reply", "note", "take", "hand-over", "escalate", "status", "properties", "next-step", "erase")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("login", list(ANSWERS))
def test_every_role_at_every_door(world, sign_in, case, door, login):
    place, (given, allowed) = next(
        (place, entry) for place, entry in forms(world, case).items() if place.endswith(door)
    )
    before = load(case.id).updated_at
    response = sign_in(login).post(f"/desk/cases/{case.number}/{place}/", given)
    assert response.status_code == allowed[login]
    if allowed[login] != 303:
        assert load(case.id).updated_at == before


def test_a_get_changes_nothing(world, sign_in, case):
    client = sign_in("mert")
    for door in ("take", "hand-over", "escalate", "status", "properties", "next-step", "draft"):
        assert client.get(f"/desk/cases/{case.number}/{door}/").status_code == 405


def test_her_own_case_she_may_hand_over(world, sign_in, case):
    client = sign_in("deniz")
    client.post(f"/desk/cases/{case.number}/take/")
    assert load(case.id).owner == world.staff["deniz"]
    response = client.post(
        f"/desk/cases/{case.number}/hand-over/",
        {"to": f"queue:{world.queues['accounts'].id}", "words": "Kartı 4242 4242 4242 4242"},
    )
    assert response["Location"].startswith("/desk/?")
    moved = load(case.id)
    assert (moved.owner, moved.queue) == (None, world.queues["accounts"])
    note = moved.messages.get(author=Author.NOTE)
    assert "4242 4242" not in note.text


def test_nobody_is_given_a_case_who_may_not_own_it(world, sign_in, case):
    client, address = sign_in("mert"), f"/desk/cases/{case.number}/hand-over/"
    for wrong in (world.staff["gul"].pk, world.staff["arda"].pk, world.stranger.pk, 1):
        assert client.post(address, {"to": f"staff:{wrong}"}).status_code == 404
    assert client.post(address, {"to": f"staff:{world.staff['selin'].pk}"}).status_code == 303
    assert load(case.id).owner == world.staff["selin"]


def test_a_queue_of_another_brand_is_none(world, sign_in, case):
    from muhatap.topics.models import Queue

    foreign = Queue.objects.filter(brand=world.other_brand).first()
    client = sign_in("mert")
    given = {"to": f"queue:{foreign.id}", "priority": "2", "queue": foreign.id}
    assert client.post(f"/desk/cases/{case.number}/hand-over/", given).status_code == 404
    assert client.post(f"/desk/cases/{case.number}/properties/", given).status_code == 404
    assert load(case.id).queue == world.queues["payments"]


def test_escalating_moves_up_once(world, sign_in, case):
    client, address = sign_in("mert"), f"/desk/cases/{case.number}/escalate/"
    client.post(address, {"words": "Müşteri bekliyor"})
    above = load(case.id)
    assert (above.queue, above.priority, above.owner) == (world.queues["leads"], 2, None)
    assert client.post(address, {"words": "yine"}).status_code == 409


def test_a_status_that_cannot_follow_is_refused(world, sign_in, case):
    client, address = sign_in("mert"), f"/desk/cases/{case.number}/status/"
    assert client.post(address, {"status": "closed"}).status_code == 400
    assert client.post(address, {"status": "nonsense"}).status_code == 400
    assert client.post(address, {"status": "closed:solved"}).status_code == 303
    assert client.post(address, {"status": "waiting_customer"}).status_code == 409
    assert load(case.id).status == Status.CLOSED


def test_the_next_word_is_never_in_the_past(world, sign_in, case):
    client, address = sign_in("mert"), f"/desk/cases/{case.number}/next-step/"
    for given in (
        {"next_step": "Ara", "next_update_at": "2020-01-01T10:00"},
        {"next_step": "Ara", "next_update_at": "yarın"},
        {"next_step": " ", "next_update_at": "2099-01-01T10:00"},
    ):
        assert client.post(address, given).status_code == 400


def test_erasing_asks_first_and_for_a_reason(world, sign_in, case):
    message = case.messages.get(author=Author.CUSTOMER)
    client, address = sign_in("pelin"), f"/desk/cases/{case.number}/messages/{message.id}/erase/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "because"}).status_code == 422
    assert client.post(address, {"reason": "secret"}).status_code == 303
    assert client.get(address).status_code == 409
    message.refresh_from_db()
    assert message.text == ""
    other = make_case(world, at=timezone.now(), customer=1)
    foreign = other.messages.get(author=Author.CUSTOMER)
    assert client.get(f"/desk/cases/{case.number}/messages/{foreign.id}/erase/").status_code == 404


def test_properties_correct_the_topic_and_keep_what_was_chosen(world, sign_in, case):
    given = {"priority": "1", "queue": case.queue_id, "topic": world.topics["ACC-LOGIN"].id}
    sign_in("deniz").post(f"/desk/cases/{case.number}/properties/", given)
    corrected = load(case.id)
    assert corrected.topic == world.topics["ACC-LOGIN"]
    assert corrected.chosen_topic_id == world.topics["PAY-WD"].id
    assert corrected.priority == 1


def test_selected_cases_are_taken_and_those_out_of_reach_are_not(world, sign_in, case):
    foreign = make_case(world, at=timezone.now(), topic="ACC-LOGIN", customer=1)
    given = {"case": [case.number, foreign.number, "nonsense"]}
    assert sign_in("gul").post("/desk/take/", given).status_code == 403
    assert load(case.id).owner is None
    response = sign_in("deniz").post("/desk/take/?view=unassigned", given)
    assert response["Location"] == "/desk/?view=unassigned"
    assert load(case.id).owner == world.staff["deniz"]
    assert load(foreign.id).owner is None
    assert sign_in("deniz").post("/desk/take/").status_code == 303
