"""The matrix beside the desk's and the API's: customers' pages, live events and files, each by who comes.

`tests/desk/test_every_address.py` walks the desk, `test_api_matrix.py` the API, `test_scim.py` the directory.
"""

import re
import time

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from muhatap.accounts.roles import GRANTS, Permission, Role
from muhatap.cases.keys import secret_of
from muhatap.cases.models import Case, Message
from muhatap.files import operations as files
from muhatap.files.links import STAFF, signed_url
from muhatap.kernel.actors import Actor
from muhatap.live.grants import topics_in
from muhatap.live.queries import live_key
from muhatap.portal.models import CustomerAccount
from muhatap.portal.urls import urlpatterns
from muhatap.topics.models import Queue
from tests.world import make_case, make_staff

pytestmark = pytest.mark.django_db
SUBJECT = "Çok özel bir konu 7391"
OF_A_CASE = [str(each.pattern) for each in urlpatterns if "<str:number>" in str(each.pattern)]
CLOSED = {301, 302, 303, 400, 403, 404, 405, 410}


@pytest.fixture
def theirs(world):
    case = make_case(world, at=timezone.now(), customer=1)
    Case.objects.filter(id=case.id).update(subject=SUBJECT)
    case.refresh_from_db()
    return case


def _by_secret(world):
    """Who opened her own case by number and secret."""
    own, client = make_case(world, at=timezone.now()), Client()
    client.post("/nehir/track/", {"number": own.number, "secret": secret_of(own)})
    # A browser sends it to the addresses of that case only, an attacker everywhere.
    for cookie in client.cookies.values():
        cookie["path"] = "/"
    return client


def _by_account(world):
    """Who is signed in to the account of another address."""
    at, client = timezone.now(), Client()
    account = CustomerAccount.objects.create(
        brand=world.brand, email="yabanci@posta.example", made_at=at, seen_at=at
    )
    CustomerAccount.objects.filter(id=account.id).update(password=make_password("uzun-bir-parola"))
    client.post("/nehir/account/sign-in/", {"email": account.email, "password": "uzun-bir-parola"})
    assert client.get("/nehir/account/").status_code == 200
    return client


COMERS = {"nobody": lambda _world: Client(), "by her own secret": _by_secret, "by an account": _by_account}


@pytest.mark.parametrize("comer", COMERS)
def test_no_page_of_a_case_opens_for_whom_it_is_not(world, theirs, comer):
    client = COMERS[comer](world)
    before = (Message.objects.filter(case=theirs).count(), theirs.status, theirs.secret_generation)
    wrong = []
    assert len(OF_A_CASE) > 15
    for route in OF_A_CASE:
        place = "/" + route.replace("<brand:brand>", "nehir").replace("<str:number>", theirs.number)
        place = re.sub(r"<int:\w+>", "1", place)
        for method in (client.get, client.post):
            answer = method(place, {"text": "x", "score": "1", "act": "password", "code": "1"})
            said = answer.getvalue().decode(errors="replace")
            if answer.status_code not in CLOSED or SUBJECT in said:
                wrong.append((method.__name__, place, answer.status_code))
    assert wrong == []
    theirs.refresh_from_db()
    assert (Message.objects.filter(case=theirs).count(), theirs.status, theirs.secret_generation) == before


def _client_of(staff) -> Client:
    client = Client()
    client.force_login(staff)
    session = client.session
    session["second_factor_passed"] = staff.pk
    session.save()
    return client


def _people(world):
    """One of every role of the other brand, and an agent of ours in no team."""
    people = [make_staff(world.other_brand, f"{role}@liman.example", role.title(), role) for role in Role]
    return [*people, make_staff(world.brand, "uzak@nehir.example", "Uzak Er", Role.AGENT)]


def test_no_live_topic_of_it_is_granted_to_others_and_no_change_is_told(world, theirs):
    queues = {f"queue:{each.id}" for each in Queue.objects.filter(brand=world.brand)}
    closed = queues | {f"brand:{world.brand.id}", f"case:{theirs.number}"}
    for person in _people(world):
        client = _client_of(person)
        answer = client.get("/desk/grant/", {"case": [theirs.number]})
        if answer.status_code == 200:
            granted = topics_in(live_key(), answer.json()["grant"], now=time.time())
            assert not granted & closed, person.email
            told = client.get("/desk/changes/", {"since": "0"}).content.decode()
            assert theirs.number not in told, person.email
        else:
            assert answer.status_code == 403


def test_a_link_to_a_file_for_staff_opens_by_brand_and_right_alone(world, theirs):
    at = timezone.now()
    stored = files.store_file(
        brand_id=world.brand.id, name="k.png", data=b"\x89PNG\r\n\x1a\n", by=Actor.system("t"), at=at
    )
    link = signed_url(stored, "k.png", STAFF, at)
    for person in _people(world)[:-1]:
        assert _client_of(person).get(link).status_code == 403, person.email
    for role in Role:
        person = make_staff(world.brand, f"{role}2@nehir.example", role.title(), role)
        wanted = 200 if Permission.READ_CASES in GRANTS[role] else 403
        assert _client_of(person).get(link).status_code == wanted, role
