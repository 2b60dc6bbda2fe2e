"""The record of processing: made of charter and register, a version for each change."""

import hashlib
import json

import pytest

from muhatap.kernel.actors import Actor
from muhatap.privacy.operations.processing import record_processing
from muhatap.privacy.queries.processing import processing_of, versions_of
from muhatap.privacy.register import DOMAINS
from muhatap.privacy.uses import POINTS, USES
from tests.world import NOON

pytestmark = pytest.mark.django_db


def test_a_version_is_kept_for_each_change_and_stands_by_its_digest(world):
    by = Actor.system("registers")
    first = record_processing(brand=world.brand, by=by, at=NOON)
    assert record_processing(brand=world.brand, by=by, at=NOON) is None
    world.brand.legal = {"name": "Nehir Ödeme A.Ş."}
    world.brand.save()
    second = record_processing(brand=world.brand, by=by, at=NOON)
    assert (first.version, second.version) == (1, 2)
    for row in versions_of(world.brand):
        assert hashlib.sha256(row.content.encode()).hexdigest() == row.digest
    assert json.loads(second.content)["controller"]["name"] == "Nehir Ödeme A.Ş."
    assert versions_of(world.other_brand) == []


def test_every_purpose_names_what_the_law_asks_for(world):
    for each in processing_of(world.brand)["purposes"]:
        assert each["name"]["tr"]
        assert each["categories"]
        assert each["people"]
        assert each["measures"]


def test_purposes_speak_of_domains_that_hold_something_and_points_have_one_purpose():
    assert {domain for use in USES for domain in use.domains} <= {*DOMAINS, "dossiers"}
    assert len(POINTS) == sum(len(use.points) for use in USES)
