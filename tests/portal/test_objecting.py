"""“Not satisfied” in a reply mail: one click for its reader, and nothing for a scanner that follows links."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from django.utils import timezone

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Message, Recipient
from muhatap.cases.statuses import Author, CopyKind
from muhatap.channels.models import Delivery
from muhatap.channels.objection_links import objection_url, without_token
from muhatap.channels.outbox import outbound_of, rendered
from muhatap.complaints.queries import complaint_of
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from tests.channels.email.post import mailbox
from tests.world import load, make_case

ORIGIN = "https://destek.nehir.example"


@pytest.fixture
def case(world, settings):
    settings.MUHATAP_ORIGIN = ORIGIN
    mailbox(world.brand)
    return make_case(world)


def reply(world, case, **more):
    new = cases.NewMessage(author=Author.STAFF, channel="email", text="Param yarın gelir.", **more)
    by = Actor.staff(world.staff["deniz"].pk)
    return cases.post_message(case=load(case.id), new=new, by=by, at=timezone.now())


def place_of(message):
    return objection_url(message.case, message.id).removeprefix(ORIGIN)


def objections(case):
    return Event.objects.filter(stream_id=case.id, kind="case.dissatisfaction_expressed").count()


def test_the_mail_of_a_reply_carries_it_for_the_customer_alone(world, case):
    message = reply(world, case, copies=((CopyKind.CC, "es@ornek.example"),))
    assert Recipient.objects.filter(message=message).count() == 1
    own = Delivery.objects.get(message=message, recipient=case.customer_email)
    mail = message_from_bytes(rendered(own), policy=default)
    for part in ("plain", "html"):
        assert place_of(message) in mail.get_body((part,)).get_content().replace("=\n", "")
    copied = Delivery.objects.exclude(id=own.id).get(message=message)
    assert "not-satisfied" not in outbound_of(copied).text
    assert not re.search(r"not-satisfied/\d", without_token(outbound_of(own).text))
    automatic = cases.NewMessage(author=Author.AUTOMATIC, channel="email", text="x", external_id="step:1")
    told = cases.post_message(case=load(case.id), new=automatic, by=Actor.system("test"), at=timezone.now())
    assert "not-satisfied" not in outbound_of(told.deliveries.get()).text


def test_following_the_link_changes_nothing_and_its_button_objects_once(world, case, client):
    place = place_of(reply(world, case))
    for method in (client.get, client.head):
        assert method(place).status_code == 200
    assert (objections(case), load(case.id).kind) == (0, "request")
    strict = type(client)(enforce_csrf_checks=True)
    for _ in range(3):
        strict.post(place, {"words": "Yarın demiştiniz. 4242 4242 4242 4242"})
    assert objections(case) == 1
    assert load(case.id).kind == "complaint"
    assert complaint_of(load(case.id)).origin == "objected"
    text = Message.objects.filter(case=case, author=Author.CUSTOMER).latest("id").text
    assert "Yarın demiştiniz" in text
    assert "4242 4242 4242" not in text
    done = client.get(place).content.decode()
    assert "<textarea" not in done
    # Of the case itself the address opens nothing.
    assert client.get(f"/nehir/cases/{case.number}/").status_code == 303
    # A later reply is another matter.
    assert "<textarea" in client.get(place_of(reply(world, case))).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        lambda place: place[:-3] + ("a/" if place[-3] != "a" else "b/"),
        lambda place: place.replace("/nehir/", "/liman/"),
        lambda place: re.sub(r"/\d+-", "/1-", place),
        lambda place: re.sub(r"/\d+-", f"/{1 << 63}-", place),
    ],
)
def test_no_other_address_does_anything(world, case, client, change):
    place = change(place_of(reply(world, case)))
    assert client.post(place).status_code == 404
    assert not objections(case)


def test_a_new_secret_ends_the_link(world, case, client):
    place = place_of(reply(world, case))
    portal.renew_secret(case=load(case.id), by=Actor.customer(case.customer_id), at=timezone.now())
    assert client.get(place).status_code == 404
