"""Several workers route at the same moment: every case is given once, and nobody carries too much."""

import threading

import pytest
from django.db import connection

from muhatap.audit.models import Event
from muhatap.cases.models import Case
from muhatap.routing import operations as routing
from muhatap.routing.models import Placement
from tests.routing.conftest import BY
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db(transaction=True)


def route_until_done(ready: threading.Barrier, failures: list[BaseException]):
    try:
        ready.wait(20)
        while routing.route(by=BY, at=NOON).given:
            pass
    except BaseException as error:
        failures.append(error)
    finally:
        connection.close()


def test_several_workers_give_every_case_once(world, at_work, routed):
    people = at_work("deniz", "aylin", "bora")
    for person in people:
        routing.set_limits(
            staff=person, brand=world.brand, points=7, channels={}, languages=[], by=BY, at=NOON
        )
    made = [make_case(world, customer=number % 4) for number in range(26)]
    connection.close()
    ready, failures = threading.Barrier(4), []
    threads = [threading.Thread(target=route_until_done, args=(ready, failures)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert failures == []
    assert [Case.objects.filter(owner=person).count() for person in people] == [7, 7, 7]
    assert Placement.objects.filter(ended_at__isnull=True).count() == 21
    given = Event.objects.filter(kind="case.routed", stream_id__in=[case.id for case in made])
    assert given.count() == given.values("stream_id").distinct().count() == 21
