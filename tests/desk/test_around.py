"""Notices, outbox, profile, a new case by telephone, and what open pages ask by themselves."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.accounts.models import Staff
from muhatap.audit.relay import publish
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author
from muhatap.channels.models import Delivery
from muhatap.kernel.actors import Actor
from muhatap.live import grants
from muhatap.live.queries import live_key
from muhatap.notifications import operations as notifications
from muhatap.notifications.models import Notice
from tests.world import make_case

SYSTEM = Actor.system("test")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def delivery(world, now):
    case = make_case(world, at=now - timedelta(minutes=1))
    message = cases.post_message(
        case=case,
        new=cases.NewMessage(author=Author.STAFF, channel="email", text="Yanıtımız burada"),
        by=Actor.staff(world.staff["deniz"].pk),
        at=now,
    )
    return Delivery.objects.get(message=message)


def tell(world, login, now, number="26-00000-00000"):
    params = {
        "number": number,
        "subject": "Konu",
        "promise": {"tr": "İlk yanıt"},
        "threshold": "80",
        "limit_at": now.isoformat(),
    }
    for kind in ("clock_step", "clock_broken", "delivery_given_up", "unheard_of"):
        notifications.tell(
            staff_ids=[world.staff[login].pk],
            kind=kind,
            brand_id=world.brand.id,
            case_id=None,
            params=params,
            once_key=f"{login}:{kind}",
            by=SYSTEM,
            at=now,
        )


def test_notices_are_hers_and_are_read_by_her(world, sign_in, now):
    tell(world, "deniz", now)
    client = sign_in("deniz")
    page = client.get("/desk/notices/")
    assert page.context["unread"] == 4
    assert client.get("/desk/").context["around"].unread == "4"
    assert sign_in("mert").get("/desk/notices/").context["unread"] == 0
    ids = list(Notice.objects.values_list("id", flat=True))
    sign_in("mert").post("/desk/notices/read/", {"notice": ids})
    assert Notice.objects.filter(read_at__isnull=True).count() == 4
    client.post("/desk/notices/read/", {"notice": [*ids, "x"]})
    assert client.get("/desk/notices/").context["unread"] == 0


@pytest.mark.parametrize(
    ("login", "status"),
    [("deniz", 403), ("mert", 200), ("pelin", 200), ("arda", 200), ("gul", 403), ("stranger", 200)],
)
def test_who_reads_the_outbox(world, sign_in, delivery, login, status):
    client = sign_in(login)
    response = client.get("/desk/outbox/")
    assert response.status_code == status
    if status == 200:
        assert (delivery.recipient in response.content.decode()) == (login != "stranger")
    detail = client.get(f"/desk/outbox/{delivery.id}/")
    assert detail.status_code == (404 if login == "stranger" else status)
    assert ("Yanıtımız burada" in detail.content.decode()) == (login in {"mert", "pelin"})


def test_what_failed_is_tried_again_and_what_was_sent_is_not(world, sign_in, delivery, now):
    Delivery.objects.filter(id=delivery.id).update(
        state="bounced", given_up_at=now, next_try_at=None, error="550 no such user"
    )
    client = sign_in("mert")
    assert "550 no such user" in client.get("/desk/outbox/?standing=failed").content.decode()
    assert client.post(f"/desk/outbox/{delivery.id}/again/").status_code == 303
    delivery.refresh_from_db()
    assert delivery.given_up_at is None
    Delivery.objects.filter(id=delivery.id).update(state="sent", sent_at=now)
    assert client.post(f"/desk/outbox/{delivery.id}/again/").status_code == 409
    assert delivery.recipient in client.get("/desk/outbox/?standing=sent").content.decode()
    assert sign_in("stranger").post(f"/desk/outbox/{delivery.id}/again/").status_code == 404


def test_choices_are_kept(world, sign_in):
    client = sign_in("deniz")
    given = {"language": "en", "zone": "Europe/London", "theme": "dark"}
    response = client.post("/desk/profile/", given)
    assert response.status_code == 303
    assert (response.cookies["theme"].value, response.cookies["keys"].value) == ("dark", "off")
    deniz = Staff.objects.get(pk=world.staff["deniz"].pk)
    assert (deniz.language, deniz.zone) == ("en", "Europe/London")
    page = client.get("/desk/").content.decode()
    assert 'lang="en"' in page
    assert 'data-keys="off"' in page
    assert client.post("/desk/profile/", {**given, "zone": "Mars/Base"}).status_code == 422


NEW = {
    "topic": "nehir:PAY-WD",
    "name": "Ayşe Nur",
    "phone": "+905321119988",
    "email": "",
    "subject": "Telefonla",
    "text": "Kartım 4242 4242 4242 4242",
}


def test_a_call_becomes_a_case(world, sign_in):
    response = sign_in("deniz").post("/desk/new/", NEW)
    case = Case.objects.get(subject="Telefonla")
    assert response["Location"] == f"/desk/cases/{case.number}/"
    assert case.channel == "phone"
    assert "4242 4242" not in case.messages.get(author=Author.CUSTOMER).text
    assert case.clocks.filter(name="first_reply").exists()


@pytest.mark.parametrize(
    "wrong", [{"topic": "liman:PAY-WD"}, {"topic": ""}, {"phone": ""}, {"email": "nonsense"}, {"text": " "}]
)
def test_a_call_that_lacks_something_is_asked_again(world, sign_in, wrong):
    response = sign_in("deniz").post("/desk/new/", {**NEW, **wrong})
    assert response.status_code == 422
    assert not Case.objects.exists()
    assert "Ayşe Nur" in response.content.decode()


@pytest.mark.parametrize(
    ("login", "status"), [("gul", 403), ("arda", 403), ("selin", 200), ("stranger", 200)]
)
def test_who_opens_cases(world, sign_in, login, status):
    assert sign_in(login).get("/desk/new/").status_code == status


def topics_of(client, case=""):
    grant = client.get(f"/desk/grant/?case={case}").json()["grant"]
    return grants.topics_in(live_key(), grant, now=time.time())


def test_a_grant_names_what_she_may_hear(world, sign_in, now):
    case = make_case(world, at=now)
    deniz = world.staff["deniz"].pk
    assert topics_of(sign_in("deniz"), case.number) == {
        f"queue:{world.queues['payments'].id}",
        f"owner:{deniz}",
        f"staff:{deniz}",
        f"case:{case.number}",
    }
    assert f"brand:{world.brand.id}" in topics_of(sign_in("mert"))
    for login in ("selin", "stranger"):
        heard = topics_of(sign_in(login), case.number)
        assert f"case:{case.number}" not in heard
        assert f"brand:{world.brand.id}" not in heard
    assert sign_in("arda").get("/desk/grant/").status_code == 403


def test_changes_are_told_within_what_she_may_see(world, sign_in, now):
    hers = make_case(world, at=now)
    make_case(world, at=now, topic="ACC-LOGIN", customer=1)
    publish(at=now)
    answer = sign_in("deniz").get("/desk/changes/?since=0").json()
    assert {change["case"] for change in answer["changes"]} == {hers.number}
    assert answer["seq"] > 0
    again = sign_in("deniz").get(f"/desk/changes/?since={answer['seq']}").json()
    assert again == {"seq": answer["seq"], "changes": [], "unread": ""}
    assert sign_in("stranger").get("/desk/changes/?since=x").json()["changes"] == []
