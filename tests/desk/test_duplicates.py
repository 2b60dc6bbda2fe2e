"""Cases that may be one matter: suggested with the reason, joined by one click, never another customer's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.cases.joined import lead_of
from tests.world import load, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(world):
    """Two cases of one customer and topic, three days apart."""
    now = timezone.now()
    older = make_case(world, at=now - timedelta(days=4))
    return older, make_case(world, at=now - timedelta(days=1), subject="Hâlâ bekliyorum")


def duplicates(client, case, **headers):
    return client.get(f"/desk/cases/{case.number}/duplicates/", headers=headers).content.decode()


def test_the_same_topic_within_days_is_suggested_with_its_reason(sign_in, pair):
    client = sign_in("deniz")
    for case, other in (pair, pair[::-1]):
        said = duplicates(client, case, **{"X-Requested-With": "fetch"})
        assert f'href="/desk/cases/{other.number}/"' in said
        assert f'action="/desk/cases/{pair[1].number}/join/"' in said
        assert "<html" not in said
    assert "<html" in duplicates(client, pair[0])


def test_one_click_joins_and_both_numbers_answer(sign_in, pair):
    client = sign_in("deniz")
    joined = client.post(f"/desk/cases/{pair[1].number}/join/", {"into": pair[0].number})
    assert joined.status_code == 303
    assert lead_of(load(pair[1].id)).id == pair[0].id
    for case in pair:
        assert client.get(f"/desk/cases/{case.number}/").status_code == 200
    assert pair[1].number not in duplicates(client, pair[0])


def test_long_ago_counts_only_with_the_same_words(sign_in, world):
    now = timezone.now()
    old = make_case(world, at=now - timedelta(days=90), subject="Para çekme gecikmesi")
    words = make_case(world, at=now, subject="Para çekme gecikmesi yine", topic="ACC-LOGIN")
    other = make_case(world, at=now, subject="Giriş yapamıyorum", topic="ACC-LOGIN")
    said = duplicates(sign_in("mert"), old)
    assert words.number in said
    assert other.number not in said


def test_another_customers_case_is_never_suggested(sign_in, world, pair):
    stranger = make_case(world, customer=1, at=timezone.now())
    assert stranger.number not in duplicates(sign_in("mert"), pair[0])


def test_a_complaint_stays_the_one_that_goes_on(sign_in, world):
    now = timezone.now()
    make_case(world, at=now - timedelta(days=2), subject="Aynı sözler burada duruyor")
    complaint = make_case(world, at=now, topic="COMPLAINT", subject="Aynı sözler burada duruyor")
    said = duplicates(sign_in("mert"), complaint)
    assert f'name="into" value="{complaint.number}"' in said


@pytest.mark.parametrize(("login", "status"), [("selin", 404), ("gul", 403), ("stranger", 404)])
def test_who_may_not_answer_is_not_asked(sign_in, pair, login, status):
    assert sign_in(login).get(f"/desk/cases/{pair[0].number}/duplicates/").status_code == status
