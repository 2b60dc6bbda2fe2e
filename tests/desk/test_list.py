"""The list: what is in it, in which order, how many queries it takes, and who sees what."""

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.statuses import Status
from muhatap.kernel.actors import Actor
from tests.world import CUSTOMERS, make_case

MINE = Actor.system("test")


@pytest.fixture
def now():
    return timezone.now()


def test_the_promise_that_ends_first_is_on_top(world, sign_in, now):
    later = make_case(world, at=now, subject="Sonra")
    sooner = make_case(world, at=now - timedelta(hours=40), subject="Önce")
    page = sign_in("deniz").get("/desk/").content.decode()
    assert page.index(sooner.number) < page.index(later.number)


def test_groups_say_when(world, sign_in, now):
    make_case(world, at=now - timedelta(days=3))
    make_case(world, at=now, topic="COMPLAINT", customer=1)
    page = sign_in("mert").get("/desk/", headers={"accept-language": "en"}).content.decode()
    assert 'data-state="late"' in page
    assert page.count('class="list-group"') == 2


@pytest.mark.parametrize(
    ("login", "sees"),
    [
        ("deniz", {"PAY-WD"}),
        ("selin", {"ACC-LOGIN"}),
        ("mert", {"PAY-WD", "ACC-LOGIN"}),
        ("pelin", {"PAY-WD", "ACC-LOGIN"}),
        ("gul", {"PAY-WD", "ACC-LOGIN"}),
        ("arda", set()),
        ("stranger", set()),
    ],
)
def test_everybody_sees_her_own_queues(world, sign_in, now, login, sees):
    numbers = {topic: make_case(world, at=now, topic=topic).number for topic in ("PAY-WD", "ACC-LOGIN")}
    response = sign_in(login).get("/desk/")
    page = response.content.decode()
    assert response.status_code == 200
    assert {topic for topic, number in numbers.items() if number in page} == sees


def test_a_case_of_hers_is_hers_in_any_queue(world, sign_in, now):
    case = make_case(world, at=now, topic="ACC-LOGIN")
    assert case.number not in sign_in("deniz").get("/desk/").content.decode()
    cases.assign(case=case, owner=world.staff["deniz"], by=MINE, at=now)
    assert case.number in sign_in("deniz").get("/desk/?view=mine").content.decode()


def test_a_queue_of_others_is_no_page(world, sign_in):
    client = sign_in("deniz")
    assert client.get(f"/desk/?queue={world.queues['payments'].id}").status_code == 200
    assert client.get(f"/desk/?queue={world.queues['accounts'].id}").status_code == 404
    assert sign_in("stranger").get(f"/desk/?queue={world.queues['payments'].id}").status_code == 404


def test_views_and_channels_narrow(world, sign_in, now):
    late = make_case(world, at=now - timedelta(days=3), channel="email")
    fresh = make_case(world, at=now, customer=1)
    waiting = make_case(world, at=now, customer=2)
    cases.change_status(case=waiting, status=Status.WAITING_CUSTOMER, by=MINE, at=now)
    done = make_case(world, at=now, customer=3)
    cases.change_status(case=done, status=Status.RESOLVED, by=MINE, at=now)
    client = sign_in("deniz")

    def shown(query):
        page = client.get(f"/desk/?{query}&part=list").content.decode()
        return {case.number for case in (late, fresh, waiting, done) if case.number in page}

    assert late.number in shown("view=due_today")
    assert done.number not in shown("view=due_today")
    assert shown("view=waiting") == {waiting.number}
    assert shown("view=resolved") == {done.number}
    assert shown("view=unassigned&channel=email") == {late.number}
    assert shown("view=mine") == set()
    assert shown("view=nonsense&after=x_y") == {late.number, fresh.number, waiting.number}


def test_pages_follow_each_other_without_gap_or_repeat(world, sign_in, now, monkeypatch):
    monkeypatch.setattr("muhatap.desk.queries.PAGE", 3)
    made = [make_case(world, at=now, customer=n % len(CUSTOMERS)).number for n in range(8)]
    client, seen, query = sign_in("deniz"), [], "view=open"
    for _ in range(3):
        listing = client.get(f"/desk/?{query}").context["listing"]
        rows = "".join(row for group in listing.groups for row in group.rows)
        seen += sorted((rows.index(number), number) for number in made if number in rows)
        query = listing.next_query
    assert query == ""
    assert sorted(number for _, number in seen) == sorted(made)


def test_a_full_page_takes_eight_queries(world, sign_in, now, django_assert_max_num_queries):
    for number in range(12):
        make_case(world, at=now - timedelta(hours=number), customer=number % len(CUSTOMERS))
    client = sign_in("mert")
    client.get("/desk/")
    with django_assert_max_num_queries(8):
        assert client.get("/desk/").status_code == 200


def test_more_rows_take_no_more_queries(world, sign_in, now, connection):
    client = sign_in("mert")
    counts = []
    for _ in range(2):
        make_case(world, at=now)
        client.get("/desk/")
        with CaptureQueriesContext(connection) as taken:
            client.get("/desk/")
        counts.append(len(taken))
    assert counts[0] == counts[1]


@pytest.fixture
def connection():
    from django.db import connection

    return connection


def test_counts_stop_at_ninety_nine(world, sign_in, now, monkeypatch):
    monkeypatch.setattr("muhatap.desk.queries.COUNTED_AT_MOST", 3)
    monkeypatch.setattr("muhatap.desk.rail.COUNTED_AT_MOST", 3)
    for number in range(4):
        make_case(world, at=now, customer=number)
    around = sign_in("mert").get("/desk/").context["around"]
    assert {item.count for item in around.views if item.count} >= {"2+"}


def test_strangers_are_sent_to_sign_in(client):
    response = client.get("/desk/")
    assert response.status_code == 302
    assert response["Location"].startswith("/staff/login/")


def test_names_of_customers_are_text(world, sign_in, now):
    make_case(world, at=now, subject="<script>alert(1)</script>{0}")
    page = sign_in("deniz").get("/desk/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{0}" in page
