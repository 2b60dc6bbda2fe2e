"""The customer's side of joined cases: both numbers lead to the matter, and nobody sees somebody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.keys import secret_of
from muhatap.kernel.actors import Actor
from muhatap.portal.models import MailedLink
from tests.world import load, make_case

BY = Actor.system("test")


def enter(client, case):
    return client.post("/nehir/track/", {"number": case.number, "secret": secret_of(case)})


@pytest.fixture
def join(shop):
    def joined(newer, older):
        cases.join_cases(case=load(newer.id), into=load(older.id), reason="desk", by=BY, at=timezone.now())

    return joined


def pair(shop, **newer):
    at = timezone.now() - timedelta(hours=2)
    older = make_case(shop, at=at, text="İlk sözüm")
    return older, make_case(shop, at=at + timedelta(minutes=5), text="İkinci sözüm", **newer)


def test_by_mail_either_number_leads_to_the_matter(shop, visitor, join):
    older, newer = pair(shop, channel="email")
    join(newer, older)
    answer = enter(visitor, newer)
    page = visitor.get(answer["Location"], follow=True)
    assert page.redirect_chain[-1][0] == f"/nehir/cases/{older.number}/"
    shown = page.content.decode()
    assert "İlk sözüm" in shown
    assert "İkinci sözüm" in shown


def test_a_secret_that_was_shown_on_a_screen_opens_no_other_case(shop, visitor, join):
    older, newer = pair(shop)
    join(newer, older)
    answer = visitor.get(enter(visitor, newer)["Location"])
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "İlk sözüm" not in shown
    assert older.number not in shown
    assert visitor.get(f"/nehir/cases/{older.number}/").status_code == 303
    visitor.post(f"/nehir/cases/{newer.number}/link/")
    assert MailedLink.objects.get().case_id == older.id


def test_what_one_writes_to_a_joined_case_is_not_lost_in_a_closed_one(shop, visitor, join):
    older, newer = pair(shop)
    enter(visitor, newer)
    join(newer, older)
    visitor.post(f"/nehir/cases/{newer.number}/not-satisfied/", {"words": "Olmadı"})
    assert not load(newer.id).is_open
    assert load(newer.id).dissatisfied_at is None


def test_a_stranger_whose_mail_was_joined_sees_nothing_of_the_case(shop, visitor, join):
    older, newer = pair(shop, channel="email", customer=1)
    join(newer, older)
    shown = visitor.get(enter(visitor, newer)["Location"], follow=True).content.decode()
    assert "İlk sözüm" not in shown
    assert older.number not in shown


def test_another_customers_words_are_not_shown_in_the_matter(shop, visitor, join):
    older, newer = pair(shop, channel="email", customer=1)
    join(newer, older)
    shown = visitor.get(enter(visitor, older)["Location"]).content.decode()
    assert "İlk sözüm" in shown
    assert "İkinci sözüm" not in shown
