"""A brand with a topic for data requests, and a request that came in."""

import pytest

from muhatap.cases import operations as cases
from muhatap.cases.statuses import ClosedReason, Status
from muhatap.kernel.actors import Actor
from muhatap.privacy.queries.requests import request_of
from muhatap.promises.models import Promise
from muhatap.topics.models import Topic
from tests.world import ALWAYS, NOON, load, make_case

KEEPER = Actor.system("retention")


def by(world, name="pelin"):
    return Actor.staff(world.staff[name].pk)


def close(case, at=NOON):
    cases.change_status(
        case=load(case.id), status=Status.CLOSED, closed=ClosedReason.SOLVED, by=KEEPER, at=at
    )
    return load(case.id)


@pytest.fixture
def asking(world):
    """Makes a request of a customer: `asking(right, customer=0)`."""
    Topic.objects.create(
        brand=world.brand,
        code="PRIV-DSR",
        queue=world.queues["accounts"],
        priority=3,
        kind="privacy",
        names={"tr": "Kişisel veri başvurusu", "en": "Personal data request"},
        position=9,
    )
    Promise.objects.create(
        brand=world.brand,
        code="legal_data_request",
        clock="dsr",
        names={"tr": "Veri başvurusu", "en": "Data request"},
        limit="30d",
        calendar=Promise.objects.filter(brand=world.brand).first().calendar,
        schedule=ALWAYS,
        conditions={"kind": ["privacy"]},
        position=20,
        law="kvkk_13",
    )

    def make(right, customer=0, at=NOON, **more):
        case = make_case(
            world,
            topic="PRIV-DSR",
            customer=customer,
            subject="Kişisel veri başvurusu",
            text="Verilerimle ilgili hakkımı kullanmak istiyorum.",
            fields={"right": right},
            at=at,
            **more,
        )
        return request_of(case)

    return make
