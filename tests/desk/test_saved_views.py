"""Saved views: whose they are, what they show, how many, and what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.statuses import Status
from muhatap.desk.models import SavedView
from muhatap.desk.saved_views import counts_of, saved_views_of
from muhatap.kernel.actors import Actor
from tests.world import make_case

BY = Actor.system("test")


@pytest.fixture
def now():
    return timezone.now()


def save(client, name="Geciken", condition="is:late", **more):
    return client.post("/desk/views/", {"name": name, "condition": condition, **more})


def named(name):
    return SavedView.objects.get(name=name)


def test_a_view_is_saved_listed_and_stays_her_own(world, sign_in, now):
    late = make_case(world, at=now - timedelta(days=3))
    fresh = make_case(world, at=now, customer=1)
    client = sign_in("deniz")
    answer = save(client)
    view = named("Geciken")
    assert answer.headers["Location"] == f"/desk/?saved={view.id}"
    assert view.condition == {"field": "is", "is": ["late"]}
    page = client.get(answer.headers["Location"]).content.decode()
    assert late.number in page
    assert fresh.number not in page
    assert "Geciken" in client.get("/desk/").content.decode()
    for other in ("mert", "stranger"):
        stranger = sign_in(other)
        assert "Geciken" not in stranger.get("/desk/").content.decode()
        assert stranger.get(f"/desk/?saved={view.id}").status_code == 404
        assert stranger.get(f"/desk/views/{view.id}/").status_code == 404
        assert stranger.post(f"/desk/views/{view.id}/remove/").status_code == 404
        assert stranger.post(f"/desk/views/{view.id}/place/", {"way": "up"}).status_code == 404
    assert SavedView.objects.count() == 1


def test_a_lead_shares_a_view_with_roles_of_a_brand(world, sign_in, now):
    case = make_case(world, at=now, topic="ACC-LOGIN")
    answer = save(sign_in("mert"), "Açık", "is:open", brand="nehir", roles=["agent"])
    assert answer.status_code == 303
    view = named("Açık")
    assert case.number in sign_in("selin").get(f"/desk/?saved={view.id}").content.decode()
    # What it shows is still what the reader may see.
    seen = sign_in("deniz").get(f"/desk/?saved={view.id}")
    assert seen.status_code == 200
    assert case.number not in seen.content.decode()
    assert sign_in("pelin").get(f"/desk/?saved={view.id}").status_code == 404
    assert sign_in("stranger").get(f"/desk/?saved={view.id}").status_code == 404
    assert sign_in("deniz").get(f"/desk/views/{view.id}/").status_code == 403
    assert sign_in("deniz").post(f"/desk/views/{view.id}/remove/").status_code == 403
    assert sign_in("mert").post(f"/desk/views/{view.id}/remove/").status_code == 303
    kinds = [event.kind for event in Event.objects.filter(kind__startswith="shared_view").order_by("id")]
    assert kinds == ["shared_view.saved", "shared_view.removed"]


def test_who_does_not_lead_shares_nothing(world, sign_in):
    save(sign_in("deniz"), "Benim", "is:open", brand="nehir", roles=["agent"])
    assert not named("Benim").is_shared
    save(sign_in("mert"), "Orada", "is:open", brand="liman", roles=["agent"])
    assert not named("Orada").is_shared
    assert not Event.objects.filter(kind__startswith="shared_view").exists()


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("statsu:open", "status:"),
        ("", "Hangi kayıtları istediğinizi yazın."),
        ("queue:accounts", "payments"),
        ("topic:PAY-DW", "PAY-WD"),
        ("(is:late", "ayraç"),
    ],
)
def test_a_condition_that_cannot_be_is_refused_with_its_remedy(world, sign_in, condition, said):
    client = sign_in("deniz")
    answer = client.post(
        "/desk/views/", {"name": "x", "condition": condition}, headers={"accept-language": "en"}
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not SavedView.objects.exists()


def test_views_are_put_in_order(world, sign_in):
    client = sign_in("deniz")
    for name in ("a", "b", "c"):
        save(client, name)
    client.post(f"/desk/views/{named('c').id}/place/", {"way": "up"})
    client.post(f"/desk/views/{named('a').id}/place/", {"way": "up"})
    assert list(SavedView.objects.order_by("position").values_list("name", flat=True)) == ["a", "c", "b"]


def test_counts_are_right_scoped_and_take_three_statements(world, sign_in, now, django_assert_num_queries):
    for number in range(3):
        make_case(world, at=now - timedelta(days=3), customer=number)
    make_case(world, at=now, topic="ACC-LOGIN")
    done = make_case(world, at=now)
    cases.change_status(case=done, status=Status.RESOLVED, by=BY, at=now)
    for name, text in (
        ("late", "is:late"),
        ("done", "is:done"),
        ("acc", "topic:ACC-LOGIN"),
        ("mine", "is:mine"),
    ):
        save(sign_in("mert"), name, text, brand="nehir", roles=["agent", "supervisor"])
    for login, wanted in (("mert", "3 1 1 0"), ("deniz", "3 1 0 0"), ("selin", "0 0 1 0")):
        staff = type(world.staff[login]).objects.get(pk=world.staff[login].pk)
        views = saved_views_of(staff)
        with django_assert_num_queries(3):
            counts = counts_of(staff, views, timezone.now())
        assert " ".join(counts[view.id] for view in views) == wanted, login


def test_a_count_reads_no_more_than_it_may(world, sign_in, now, monkeypatch):
    monkeypatch.setattr("muhatap.desk.saved_views.LOOKED_AT", 2)
    for number in range(4):
        make_case(world, at=now, customer=number)
    save(sign_in("deniz"))
    save(sign_in("deniz"), "all", "is:open")
    page = sign_in("deniz").get("/desk/?part=rail").content.decode()
    assert ">0+<" in page
    assert ">2+<" in page


def test_the_list_says_what_is_wrong_with_a_condition_and_shows_nothing(world, sign_in, now):
    case = make_case(world, at=now)
    page = sign_in("deniz").get("/desk/?q=is:lat", headers={"accept-language": "en"}).content.decode()
    assert "“late” mi demek istediniz?" in page
    assert "<mark>lat</mark>" in page
    assert case.number not in page


def test_a_condition_narrows_the_place_and_goes_on_page_by_page(world, sign_in, now, monkeypatch):
    monkeypatch.setattr("muhatap.desk.queries.PAGE", 2)
    made = [make_case(world, at=now, customer=n).number for n in range(4)]
    make_case(world, at=now, topic="EMG-UNAUTH")
    client, seen, query = sign_in("deniz"), [], "view=unassigned&q=topic:PAY-WD"
    while query:
        listing = client.get(f"/desk/?{query}").context["listing"]
        rows = "".join(row for group in listing.groups for row in group.rows)
        seen += [number for number in made if number in rows]
        query = listing.next_query
    assert sorted(seen) == sorted(made)


def test_what_is_over_is_found_by_its_last_change(world, sign_in, now):
    done = make_case(world, at=now)
    cases.change_status(case=done, status=Status.RESOLVED, by=BY, at=now)
    client = sign_in("deniz")
    assert done.number in client.get("/desk/?q=is:done").content.decode()
    assert done.number not in client.get("/desk/?view=open&q=is:done").content.decode()


def test_completion_offers_what_the_reader_may_see(world, sign_in):
    def offered(login, text):
        told = sign_in(login).get(f"/desk/complete/?text={text}&cursor={len(text)}").json()
        return told["start"], [each["value"] for each in told["offered"]]

    assert offered("deniz", "is:open queue:") == (14, ["none", "payments"])
    assert "accounts" in offered("mert", "queue:")[1]
    assert offered("deniz", "is:open sta") == (8, ["status:"])
    assert offered("deniz", "durum:")[1][0] == "new"
    assert offered("deniz", "queue:liman") == (6, [])
    assert sign_in("arda").get("/desk/complete/?text=is:").status_code == 403


def test_a_page_looks_at_no_more_cases_than_it_may_and_goes_on(world, sign_in, now, monkeypatch):
    monkeypatch.setattr("muhatap.desk.queries.LOOKED_AT", 2)
    found = make_case(world, at=now, topic="EMG-UNAUTH")
    cases.change_priority(case=found, priority=4, reason="desk", by=BY, at=now)
    for number in range(4):
        make_case(world, at=now - timedelta(days=9 - number), customer=number)
    for name in ("is:open topic:EMG-UNAUTH", "topic:EMG-UNAUTH"):
        client, seen, query, looks = sign_in("mert"), 0, f"q={name}", 0
        while query:
            answer = client.get(f"/desk/?{query}")
            seen += found.number in answer.content.decode()
            query = answer.context["listing"].next_query
            looks += 1
        assert seen == 1
        assert looks <= 2


def test_every_case_is_met_once_however_far_a_page_looks(world, sign_in, now, monkeypatch):
    monkeypatch.setattr("muhatap.desk.queries.LOOKED_AT", 1)
    monkeypatch.setattr("muhatap.desk.queries.PAGE", 2)
    made = [make_case(world, at=now, customer=n % 4).number for n in range(7)]
    for condition in ("is:open", "is:open+OR+is:done", "-topic:none"):
        client, seen, query = sign_in("mert"), [], f"q={condition}"
        while query:
            listing = client.get(f"/desk/?{query}").context["listing"]
            rows = "".join(row for group in listing.groups for row in group.rows)
            seen += [number for number in made if number in rows]
            query = listing.next_query
        assert sorted(seen) == sorted(made), condition
