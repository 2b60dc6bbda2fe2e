"""A package raises what is less urgent, and nothing else."""

import pytest

from muhatap.brands.models import CharterVersion
from muhatap.customers.models import Customer
from muhatap.customers.plans import raised_by_plan
from tests.world import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand(world):
    world.brand.charter_number = 77
    CharterVersion.objects.create(
        brand=world.brand,
        number=77,
        digest="0" * 64,
        text="",
        said='{"plans": {"plus": {"raises_to": "P3"}, "plain": {}}}',
        applied_at=NOON,
    )
    return world.brand


@pytest.mark.parametrize(
    ("plan", "own", "then"),
    [("plus", 4, 3), ("plus", 3, 3), ("plus", 1, 1), ("plain", 4, 4), ("gone", 4, 4), (None, 4, 4)],
)
def test_a_package_raises_to_its_least_priority(brand, plan, own, then):
    customer = Customer(brand=brand, preferences={"plan": plan} if plan else {}, created_at=NOON)
    assert raised_by_plan(brand, customer, own) == then
