"""The demo code is told at this machine in a demo, and never anywhere else."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import RequestFactory
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.accounts.demo_codes import demo_code, is_at_this_machine
from muhatap.accounts.models import Membership, Staff
from muhatap.accounts.totp import step_of
from tests.accounts.conftest import BY, PASSWORD


@pytest.fixture
def demo(world):
    """A demo installation: every person and every brand is invented."""
    Membership.objects.all().delete()
    Staff.objects.all().delete()
    world.brand.is_demo = True
    world.brand.save(update_fields=["is_demo"])
    return make_demo_staff(world.brand, "deniz@demo.example")


def make_demo_staff(brand, email):
    at = timezone.now()
    member = accounts.create_staff(
        email=email, name="Deniz Aydın", password=PASSWORD, is_demo=True, by=BY, at=at
    )
    accounts.give_role(staff=member, brand=brand, role="agent", by=BY, at=at)
    return member


def code_page(client, member, **where):
    client.post("/staff/login/", {"login": member.email, "password": PASSWORD}, **where)
    return client.get("/staff/factor/code/", **where).content.decode()


def test_a_demo_at_this_machine_tells_a_code_that_opens(client, demo):
    page = code_page(client, demo, HTTP_HOST="127.0.0.1:8000")
    assert "data-demo-code" in page
    code = page.split("data-demo-code>")[1].split("<")[0]
    answer = client.post("/staff/factor/code/", {"code": code}, HTTP_HOST="127.0.0.1:8000")
    assert answer["Location"] == "/desk/"


def test_the_next_code_is_told_when_this_one_was_used(demo):
    at = timezone.now()
    first = demo_code(demo, at)
    assert accounts.spend_code(staff=demo, code=first, by=BY, at=at)
    second = demo_code(demo, at)
    factor = Authenticator.objects.get(user=demo, type="totp")
    assert step_of(factor, second, at) == step_of(factor, first, at) + 1
    assert accounts.spend_code(staff=demo, code=second, by=BY, at=at)


@pytest.mark.parametrize(
    "where",
    [
        {"HTTP_HOST": "desk.nehir.example"},
        {"HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": "203.0.113.9"},
        {"HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": ""},
        {"HTTP_HOST": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"HTTP_HOST": "127.0.0.1.nehir.example"},
        {"HTTP_HOST": "10.0.0.7:8000"},
    ],
)
def test_nowhere_else(client, demo, where):
    assert "data-demo-code" not in code_page(client, demo, **where)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "[::1]:8000", "127.9.9.9"])
def test_names_of_this_machine(host):
    assert is_at_this_machine(RequestFactory().get("/", HTTP_HOST=host))


def test_one_real_person_ends_the_demo(client, demo, world):
    assert demo_code(demo, timezone.now())
    accounts.create_staff(email="real@nehir.example", name="R", password=PASSWORD, by=BY, at=timezone.now())
    assert demo_code(demo, timezone.now()) is None
    assert "data-demo-code" not in code_page(client, demo, HTTP_HOST="127.0.0.1")


def test_one_real_brand_ends_the_demo(demo, world):
    accounts.give_role(staff=demo, brand=world.other_brand, role="agent", by=BY, at=timezone.now())
    assert demo_code(demo, timezone.now()) is None


def test_real_staff_have_no_demo_code(deniz):
    assert demo_code(deniz, timezone.now()) is None
