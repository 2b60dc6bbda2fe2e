"""Who writes is found by an address, and an unproved one opens nobody else's door."""

import pytest

from muhatap.customers import operations as customers
from muhatap.customers.models import Customer, Identity
from muhatap.kernel.actors import Actor
from tests.world import NOON

pytestmark = pytest.mark.django_db


def recognise(brand, **contact) -> Customer:
    return customers.recognise(
        brand_id=brand.id, contact=customers.Contact(**contact), by=Actor.system("test"), at=NOON
    )


def test_the_same_address_is_the_same_customer_in_any_case(world):
    first = recognise(world.brand, name="Elif", email="Elif.Karaca@Posta.Example")
    assert recognise(world.brand, email="elif.karaca@posta.example").id in {first.id} or (
        recognise(world.brand, email="Elif.Karaca@posta.example").id == first.id
    )
    assert first.email.endswith("@posta.example")


def test_another_brand_does_not_know_her(world):
    first = recognise(world.brand, email="elif@posta.example")
    assert recognise(world.other_brand, email="elif@posta.example").id != first.id


def test_an_unproved_telephone_does_not_join_a_stranger_to_a_customer(world):
    known = recognise(world.brand, name="Elif", phone="0532 111 22 33", verified=True)
    stranger = recognise(world.brand, name="Başka", phone="+905321112233")
    assert stranger.id != known.id
    assert recognise(world.brand, phone="+90 532 111 22 33", verified=True).id == known.id


def test_an_unproved_account_number_does_not_either(world):
    known = recognise(world.brand, name="Elif", account_no="1004-7719", email="elif@posta.example")
    stranger = recognise(world.brand, name="Başka", account_no="1004-7719", email="baska@posta.example")
    assert stranger.id != known.id


def test_a_bad_address_is_kept_nowhere_and_stops_nothing(world):
    customer = recognise(world.brand, name="Elif", email="not an address", phone="12")
    assert (customer.email, customer.phone) == ("", "")
    assert not Identity.objects.filter(customer=customer).exists()


def test_only_a_proved_address_is_marked_so(world):
    recognise(world.brand, email="a@posta.example")
    recognise(world.brand, email="b@posta.example", verified=True)
    proved = dict(Identity.objects.values_list("value", "verified_at"))
    assert proved == {"a@posta.example": None, "b@posta.example": NOON}
