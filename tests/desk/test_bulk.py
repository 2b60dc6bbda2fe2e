"""Several cases in one step: shown before it is done, done with a fact for each, taken back as one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.accounts.models import Membership, Staff
from muhatap.accounts.roles import Role
from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.statuses import Status
from muhatap.desk import operations as desk
from muhatap.desk.models import BulkChange
from muhatap.kernel.actors import Actor
from tests.world import load, make_case

BY = Actor.system("test")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def three(world, now):
    return [make_case(world, at=now, customer=number) for number in range(3)]


def ask(client, cases_, act="", path="/desk/bulk/"):
    return client.post(path, {"case": [case.number for case in cases_], "act": act})


def apply(client, cases_, act):
    return ask(client, cases_, act, "/desk/bulk/apply/")


def test_a_preview_says_what_would_change_and_changes_nothing(world, sign_in, three, now):
    cases.change_status(case=three[1], status=Status.RESOLVED, by=BY, at=now)
    before = Event.objects.count()
    answer = ask(sign_in("deniz"), three, "status=resolved")
    lines = answer.context["preview"].lines
    assert [bool(line.refusal) for line in lines] == [False, True, False]
    assert Event.objects.count() == before
    assert answer.context["preview"].cases == [three[0], three[2]]


def test_a_step_leaves_a_fact_for_each_case_and_is_taken_back_as_one(world, sign_in, three):
    client, deniz = sign_in("deniz"), world.staff["deniz"]
    answer = apply(client, three, f"owner={deniz.pk}")
    change = BulkChange.objects.get()
    assert answer.headers["Location"] == f"/desk/?did={change.id}"
    assert [load(case.id).owner for case in three] == [deniz] * 3
    assert Event.objects.filter(kind="case.assigned").count() == 3
    assert f"/desk/bulk/{change.id}/undo/" in client.get(answer.headers["Location"]).content.decode()
    assert client.post(f"/desk/bulk/{change.id}/undo/").status_code == 303
    assert [load(case.id).owner for case in three] == [None] * 3
    assert Event.objects.filter(kind="case.assigned").count() == 6
    client.post(f"/desk/bulk/{change.id}/undo/")
    assert Event.objects.filter(kind="case.assigned").count() == 6


@pytest.mark.parametrize(
    ("act", "field", "after", "back"),
    [
        ("priority=1", "priority", 1, 3),
        ("status=waiting_customer", "status", "waiting_customer", "open"),
        ("status=closed:spam", "status", "closed", "open"),
    ],
)
def test_each_kind_of_step_goes_and_comes_back(world, sign_in, three, act, field, after, back):
    client = sign_in("deniz")
    apply(client, three, act)
    assert {getattr(load(case.id), field) for case in three} == {after}
    client.post(f"/desk/bulk/{BulkChange.objects.get().id}/undo/")
    assert {getattr(load(case.id), field) for case in three} == {back}


def test_a_queue_is_changed_for_all_and_back(world, sign_in, three):
    client = sign_in("mert")
    apply(client, three, f"queue={world.queues['leads'].id}")
    assert {load(case.id).queue.code for case in three} == {"leads"}
    client.post(f"/desk/bulk/{BulkChange.objects.get().id}/undo/")
    assert {load(case.id).queue.code for case in three} == {"payments"}


def test_what_changed_since_stays_when_a_step_is_taken_back(world, sign_in, three, now):
    client = sign_in("deniz")
    apply(client, three, "priority=1")
    cases.change_priority(case=load(three[0].id), priority=2, reason="desk", by=BY, at=now)
    client.post(f"/desk/bulk/{BulkChange.objects.get().id}/undo/")
    assert [load(case.id).priority for case in three] == [2, 3, 3]


def test_cases_that_she_may_no_longer_change_stay_when_a_step_is_taken_back(world, sign_in, three, now):
    client = sign_in("deniz")
    apply(client, three, "priority=1")
    cases.move_to_queue(case=load(three[0].id), queue=world.queues["accounts"], reason="desk", by=BY, at=now)
    client.post(f"/desk/bulk/{BulkChange.objects.get().id}/undo/")
    assert [load(case.id).priority for case in three] == [1, 3, 3]


def test_whose_role_was_taken_takes_nothing_back(world, sign_in, three):
    client = sign_in("deniz")
    apply(client, three, "priority=1")
    change = BulkChange.objects.get()
    Membership.objects.filter(staff=world.staff["deniz"]).update(role=Role.AUDITOR)
    assert client.post(f"/desk/bulk/{change.id}/undo/").status_code == 403
    done = desk.undo_change(
        change=change, staff=Staff.objects.get(pk=world.staff["deniz"].pk), by=BY, at=change.at
    )
    assert (done.undone, done.barred) == (0, 3)
    assert {load(case.id).priority for case in three} == {1}


def test_an_agent_brings_back_what_her_own_step_took_out_of_her_sight(world, sign_in, three):
    client = sign_in("deniz")
    apply(client, three, f"queue={world.queues['leads'].id}")
    client.post(f"/desk/bulk/{BulkChange.objects.get().id}/undo/")
    assert {load(case.id).queue.code for case in three} == {"payments"}


def test_a_step_is_taken_back_by_who_took_it_and_not_for_long(world, sign_in, three, now):
    apply(sign_in("deniz"), three, "priority=1")
    change = BulkChange.objects.get()
    assert sign_in("mert").post(f"/desk/bulk/{change.id}/undo/").status_code == 404
    BulkChange.objects.update(at=now - timedelta(minutes=31))
    sign_in("deniz").post(f"/desk/bulk/{change.id}/undo/")
    assert {load(case.id).priority for case in three} == {1}


def test_only_cases_that_she_sees_are_chosen(world, sign_in, three, now):
    hidden = make_case(world, at=now, topic="ACC-LOGIN")
    foreign = make_case(world, at=now, brand=world.other_brand, topic="")
    answer = ask(sign_in("deniz"), [*three, hidden, foreign], "priority=1")
    assert {line.case.number for line in answer.context["preview"].lines} == {case.number for case in three}
    apply(sign_in("deniz"), [hidden, foreign], "priority=1")
    assert not BulkChange.objects.exists()


def test_somebody_elses_case_is_given_away_by_a_lead_only(world, sign_in, three, now):
    cases.assign(case=three[0], owner=world.staff["mert"], by=BY, at=now)
    answer = ask(sign_in("deniz"), three[:1], f"queue={world.queues['leads'].id}")
    assert answer.context["preview"].cases == []
    answer = ask(sign_in("mert"), three[:1], f"owner={world.staff['selin'].pk}")
    assert answer.context["preview"].cases == [three[0]]


def test_who_only_reads_changes_nothing(world, sign_in, three):
    assert ask(sign_in("gul"), three).status_code == 403
    assert apply(sign_in("gul"), three, "priority=1").status_code == 403
    assert apply(sign_in("deniz"), three, "priority=9").status_code == 404
    assert apply(sign_in("deniz"), three, f"owner={world.stranger.pk}").status_code == 404
    assert ask(sign_in("deniz"), []).status_code == 303
