"""RFC 8058: one click stops surveys and nothing else, and opening the address changes nothing."""

import json
from email import message_from_bytes
from email.policy import default

import pytest

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.statuses import Author
from muhatap.channels import optional_mail
from muhatap.channels.models import Delivery, DeliveryState
from muhatap.channels.outbox import rendered
from muhatap.kernel.actors import Actor
from tests.channels.email.post import mailbox
from tests.world import NOON, make_case

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
ORIGIN = "https://destek.nehir.example"


@pytest.fixture
def case(world, settings):
    settings.MUHATAP_ORIGIN = ORIGIN
    mailbox(world.brand)
    return make_case(world)


def letter(case, external_id):
    new = cases.NewMessage(
        author=Author.AUTOMATIC, channel="email", text="Bizi puanlar mısınız?", external_id=external_id
    )
    message = cases.post_message(case=case, new=new, by=Actor.system("test"), at=NOON)
    return Delivery.objects.get(message=message)


def place_of(case):
    return optional_mail.decline_url(case, "survey").removeprefix(ORIGIN)


def test_a_survey_says_how_to_stop_it_and_letters_of_service_do_not(case):
    said = message_from_bytes(rendered(letter(case, f"survey:{case.id}")), policy=default)
    assert said["List-Unsubscribe"] == f"<{optional_mail.decline_url(case, 'survey')}>"
    assert said["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    service = message_from_bytes(rendered(letter(case, f"step:{case.id}:100")), policy=default)
    assert service["List-Unsubscribe"] is None


def test_one_click_by_a_mail_program_stops_surveys_and_is_recorded(case, client):
    strict = type(client)(enforce_csrf_checks=True)
    assert strict.post(place_of(case), ONE_CLICK).status_code == 200
    case.customer.refresh_from_db()
    assert case.customer.preferences == {"survey": False}
    strict.post(place_of(case), ONE_CLICK)
    (event,) = Event.objects.filter(stream_id=case.id, kind="mail.declined")
    assert json.loads(event.content)["sort"] == "survey"
    assert (event.actor_kind, event.actor_id) == ("customer", case.customer_id)
    case.refresh_from_db()
    kept = letter(case, "survey:2")
    assert (kept.state, kept.error) == (DeliveryState.WITHHELD, "declined")
    assert letter(case, "step:1:100").state == DeliveryState.QUEUED


def test_opening_the_address_asks_first(case, client):
    page = client.get(place_of(case))
    assert page.status_code == 200
    assert "<form" in page.content.decode()
    case.customer.refresh_from_db()
    assert case.customer.preferences == {}


@pytest.mark.parametrize(
    "change",
    [
        lambda place: place.replace("survey", "step"),
        lambda place: place[:-3] + ("a/" if place[-3] != "a" else "b/"),
        lambda place: place.replace("/nehir/", "/liman/"),
        lambda place: "/nehir/mail/off/x/",
    ],
)
def test_no_other_address_does_anything(case, client, change):
    place = change(place_of(case))
    assert client.post(place, ONE_CLICK).status_code == 404
    assert not Event.objects.filter(kind="mail.declined").exists()


def test_the_page_is_accessible_and_works_without_script(
    transactional_db, case, live_server, no_js_page, phone_page, axe
):
    place = f"{live_server.url}{place_of(case)}"
    phone_page.goto(place)
    axe(phone_page)
    no_js_page.goto(place)
    no_js_page.locator("main button, form button.btn-primary").last.click()
    no_js_page.locator("h1").wait_for()
    case.customer.refresh_from_db()
    assert case.customer.preferences == {"survey": False}
