"""A corporate customer finds her account manager on her page and reaches her directly."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.cases.models import Watcher
from muhatap.desk import operations as desk
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.routing import operations as routing

pytestmark = [pytest.mark.urls("tests.portal.urls"), pytest.mark.usefixtures("shop")]


@pytest.fixture
def deniz(shop, own_case):
    staff = shop.staff["deniz"]
    by, at = Actor.staff(shop.staff["mert"].pk), timezone.now()
    routing.name_account_manager(customer=own_case.customer, staff=staff, by=by, at=at)
    return staff


def place(case):
    return f"/nehir/cases/{case.number}/"


def told(staff):
    desk.tell_watchers(by=Actor.system("test"), at=timezone.now())
    return Notice.objects.filter(staff_id=staff.pk, kind="customer_wrote").count()


def test_nobody_is_shown_where_nobody_is_named(visitor, own_case):
    assert "for_manager" not in visitor.get(place(own_case)).content.decode()
    visitor.post(f"{place(own_case)}reply/", {"text": "Merhaba", "token": "a", "for_manager": "1"})
    assert not Watcher.objects.exists()


def test_she_writes_to_her_manager_who_is_told_at_once(visitor, own_case, deniz):
    page = visitor.get(f"{place(own_case)}?manager").content.decode()
    assert "Deniz Aydın" in page
    assert 'name="for_manager" value="1" checked' in page
    visitor.post(f"{place(own_case)}reply/", {"text": "Merhaba", "token": "a"})
    assert told(deniz) == 0
    visitor.post(f"{place(own_case)}reply/", {"text": "Size yazıyorum", "token": "b", "for_manager": "1"})
    assert told(deniz) == 1


def test_who_stands_in_reads_it_while_she_is_away(visitor, own_case, deniz, shop):
    mert = shop.staff["mert"]
    deniz.away_until, deniz.delegate = timezone.now() + timedelta(days=3), mert
    deniz.save(update_fields=["away_until", "delegate"])
    assert mert.name in visitor.get(place(own_case)).content.decode()
    visitor.post(f"{place(own_case)}reply/", {"text": "Size yazıyorum", "token": "b", "for_manager": "1"})
    assert (told(deniz), told(mert)) == (0, 1)


def test_who_may_not_see_the_case_is_not_offered(visitor, own_case, deniz, shop):
    routing.name_account_manager(
        customer=own_case.customer,
        staff=shop.stranger,
        by=Actor.staff(shop.staff["mert"].pk),
        at=timezone.now(),
    )
    assert "for_manager" not in visitor.get(place(own_case)).content.decode()
