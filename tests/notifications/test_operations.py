"""A person is told once, and only she marks her notices as read."""

import pytest

from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.notifications.models import Notice
from tests.world import NOON

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


def tell(world, *logins: str, key: str = "event-1") -> int:
    return notifications.tell(
        staff_ids=[world.staff[login].pk for login in logins],
        kind="clock_broken",
        brand_id=world.brand.id,
        case_id=None,
        params={"number": "26-00000-00000"},
        once_key=key,
        by=BY,
        at=NOON,
    )


def test_each_person_is_told_once_however_often_it_is_said(world):
    assert tell(world, "deniz", "mert") == 2
    assert tell(world, "deniz", "mert", "pelin") == 1
    assert Notice.objects.count() == 3


def test_another_event_is_another_notice(world):
    tell(world, "deniz", key="event-1")
    assert tell(world, "deniz", key="event-2") == 1


def test_nobody_to_tell_is_no_error(world):
    assert tell(world) == 0


def test_one_person_cannot_read_for_another(world):
    tell(world, "deniz", "mert")
    notices = list(Notice.objects.values_list("id", flat=True))
    deniz = world.staff["deniz"].pk
    assert notifications.mark_read(staff_id=deniz, notice_ids=notices, by=BY, at=NOON) == 1
    assert Notice.objects.filter(read_at__isnull=True).get().staff == world.staff["mert"]
    assert notifications.mark_read(staff_id=deniz, notice_ids=notices, by=BY, at=NOON) == 0
