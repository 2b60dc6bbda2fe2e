"""Waiting cases reach people once, by the rules, and each says why."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection

from muhatap.accounts import operations as accounts
from muhatap.accounts.duty import Presence
from muhatap.audit.models import Event
from muhatap.audit.verifying import verify_stream
from muhatap.cases import operations as cases
from muhatap.cases.operations.messaging import NewMessage
from muhatap.cases.statuses import Author, Status
from muhatap.kernel.actors import Actor
from muhatap.routing import operations as routing
from muhatap.routing.models import Placement, Unplaced
from muhatap.routing.rules import Obstacle, Strategy
from tests.routing.conftest import BY
from tests.world import NOON, load, make_case

pytestmark = pytest.mark.django_db


def run(at=NOON):
    return routing.route(by=BY, at=at)


def owner_of(case) -> str:
    found = load(case.id).owner
    return found.email.partition("@")[0] if found else ""


def told(case, kind: str) -> list[dict]:
    events = Event.objects.filter(stream_id=case.id, kind=kind).order_by("seq")
    return [json.loads(event.content) for event in events]


def test_a_queue_that_is_off_gives_nothing_out(world, at_work):
    at_work("deniz")
    case = make_case(world)
    assert run() == routing.Routed(0, 0)
    assert owner_of(case) == ""


def test_cases_go_round_and_the_rule_is_on_record(world, at_work, routed):
    at_work("deniz", "aylin")
    made = [make_case(world, at=NOON + timedelta(seconds=n)) for n in range(4)]
    at = NOON + timedelta(minutes=1)
    assert run(at).given == 4
    assert [owner_of(case) for case in made] == ["deniz", "aylin", "deniz", "aylin"]
    (fact,) = told(made[0], "case.routed")
    assert (fact["rule"], fact["among"], fact["waited_seconds"]) == ("round_robin", 2, 60)
    assert verify_stream(made[0].id).is_intact
    assert run(at).given == 0


def test_only_who_is_here_available_and_in_the_team_gets_cases(world, at_work, routed):
    at_work("deniz", "selin", "aylin")
    accounts.change_presence(staff=world.staff["deniz"], presence=Presence.BUSY, by=BY, at=NOON)
    case = make_case(world)
    run()
    assert owner_of(case) == "aylin"
    accounts.note_absence(staff=world.staff["aylin"], until=NOON + timedelta(days=1), by=BY, at=NOON)
    second = make_case(world, customer=1)
    run()
    assert Unplaced.objects.get(case=second).obstacle == Obstacle.NOBODY_HERE


def test_who_has_not_been_heard_of_gets_nothing(world, at_work, routed):
    at_work("deniz")
    case = make_case(world)
    run(NOON + timedelta(minutes=31))
    assert owner_of(case) == ""


def test_working_hours_are_those_of_where_she_works(world, at_work, routed):
    (deniz,) = at_work("deniz")
    accounts.plan_work(
        staff=deniz, hours={"wed": ["08:00", "12:00"]}, absence=(None, None), delegate=None, by=BY, at=NOON
    )
    case = make_case(world)
    run()
    assert owner_of(case) == "", "12:00 in Istanbul is outside"
    accounts.plan_work(
        staff=deniz, hours={"wed": ["08:00", "12:01"]}, absence=(None, None), delegate=None, by=BY, at=NOON
    )
    run()
    assert owner_of(case) == "deniz"


def test_nobody_gets_more_than_she_carries_and_the_oldest_goes_first_when_room_is_made(
    world, at_work, routed
):
    (deniz,) = at_work("deniz")
    routing.set_limits(staff=deniz, brand=world.brand, points=2, channels={}, languages=[], by=BY, at=NOON)
    made = [make_case(world, customer=n, at=NOON + timedelta(seconds=n)) for n in range(4)]
    at = NOON + timedelta(minutes=1)
    assert run(at).given == 2
    assert [owner_of(case) for case in made] == ["deniz", "deniz", "", ""]
    assert Unplaced.objects.get(case=made[2]).obstacle == Obstacle.ALL_FULL
    cases.change_status(
        case=load(made[0].id), status=Status.WAITING_CUSTOMER, by=Actor.staff(deniz.pk), at=at
    )
    assert run(at).given == 1
    assert [owner_of(case) for case in made[2:]] == ["deniz", ""]
    assert not Unplaced.objects.filter(case=made[2]).exists()


def test_a_call_weighs_more_than_a_letter_and_a_channel_has_its_own_most(world, at_work, routed):
    (deniz,) = at_work("deniz")
    routing.set_weights(brand=world.brand, weights={"phone": 8}, by=BY, at=NOON)
    routing.set_limits(
        staff=deniz, brand=world.brand, points=10, channels={"web_form": 1}, languages=[], by=BY, at=NOON
    )
    call = make_case(world, channel="phone")
    letters = [make_case(world, customer=n, at=NOON + timedelta(seconds=n)) for n in (1, 2)]
    run(NOON + timedelta(minutes=1))
    assert [owner_of(case) for case in (call, *letters)] == ["deniz", "deniz", ""]


def test_a_skill_holds_only_on_its_days(world, at_work, routed):
    (deniz,) = at_work("deniz")
    skill = routing.set_skill(
        brand=world.brand,
        code="refunds",
        names={"en": "Refunds"},
        needed_by=(["PAY-WD"], [], []),
        by=BY,
        at=NOON,
    )
    case = make_case(world)
    run()
    stuck = Unplaced.objects.get(case=case)
    assert (stuck.obstacle, stuck.lacks) == (Obstacle.NOBODY_SKILLED, ["refunds"])
    days = {"valid_from": date(2026, 11, 1), "valid_until": date(2026, 11, 17)}
    routing.give_skill(skill=skill, staff=deniz, **days, by=BY, at=NOON)
    assert run().given == 0
    routing.give_skill(
        skill=skill, staff=deniz, valid_from=date(2026, 11, 18), valid_until=None, by=BY, at=NOON
    )
    assert run().given == 1
    assert told(case, "case.routed")[0]["skills"] == ["refunds"]


def test_days_in_the_wrong_order_are_refused(world):
    skill = routing.set_skill(brand=world.brand, code="x", names={}, needed_by=([], [], []), by=BY, at=NOON)
    with pytest.raises(routing.WrongDays):
        routing.give_skill(
            skill=skill,
            staff=world.staff["deniz"],
            valid_from=date(2026, 2, 2),
            valid_until=date(2026, 2, 1),
            by=BY,
            at=NOON,
        )


def test_the_account_manager_has_her_customers_and_her_stand_in_while_she_is_away(world, at_work, routed):
    selin, deniz, _ = at_work("selin", "deniz", "aylin")
    case = make_case(world)
    routing.name_account_manager(customer=case.customer, staff=selin, by=BY, at=NOON)
    run()
    assert owner_of(case) == "selin", "although she is not of the team"
    until = NOON + timedelta(days=2)
    accounts.plan_work(staff=selin, hours={}, absence=(NOON, until), delegate=deniz, by=BY, at=NOON)
    second = make_case(world, subject="Başka bir konu", at=NOON + timedelta(minutes=1))
    run(NOON + timedelta(minutes=1))
    assert owner_of(second) == "deniz"
    assert told(second, "case.routed")[0]["rule"] == "delegate"


def test_language_counts(world, at_work, routed):
    deniz, aylin = at_work("deniz", "aylin")
    for person, languages in ((deniz, ["tr"]), (aylin, ["tr", "en"])):
        routing.set_limits(
            staff=person, brand=world.brand, points=10, channels={}, languages=languages, by=BY, at=NOON
        )
    case = make_case(world, customer=4, language="en")
    run()
    assert owner_of(case) == "aylin"


def test_what_is_not_answered_goes_to_somebody_else(world, at_work, routed):
    at_work("deniz", "aylin")
    case = make_case(world)
    run()
    assert owner_of(case) == "deniz"
    assert run(NOON + timedelta(minutes=14)) == routing.Routed(0, 0)
    at = NOON + timedelta(minutes=15)
    assert run(at) == routing.Routed(returned=1, given=1)
    assert owner_of(case) == "aylin"
    (fact,) = told(case, "case.returned")
    assert (fact["reason"], fact["minutes"]) == ("unanswered", 15)
    assert fact["staff"] == str(world.staff["deniz"].pk)


def test_an_answered_case_stays(world, at_work, routed):
    (deniz, _) = at_work("deniz", "aylin")
    case = make_case(world)
    run()
    cases.post_message(
        case=load(case.id),
        new=NewMessage(author=Author.STAFF, text="Bakıyoruz.", channel="web_form"),
        by=Actor.staff(deniz.pk),
        at=NOON + timedelta(minutes=5),
    )
    assert run(NOON + timedelta(minutes=20)).returned == 0
    assert owner_of(case) == "deniz"
    assert Placement.objects.get(case=case).ended_at is not None


def test_whoever_takes_a_case_herself_keeps_it(world, at_work, routed):
    at_work("deniz")
    case = make_case(world)
    run()
    cases.assign(case=load(case.id), owner=world.staff["mert"], by=BY, at=NOON)
    assert run(NOON + timedelta(minutes=20)).returned == 0
    assert owner_of(case) == "mert"


def test_a_reopened_case_does_not_land_on_who_is_not_here(world, at_work, routed):
    deniz, _ = at_work("deniz", "aylin")
    case = make_case(world)
    cases.assign(case=load(case.id), owner=deniz, by=BY, at=NOON)
    cases.change_status(case=load(case.id), status=Status.RESOLVED, by=Actor.staff(deniz.pk), at=NOON)
    accounts.change_presence(staff=deniz, presence=Presence.AWAY, by=BY, at=NOON)
    write_again(case)
    assert owner_of(case) == ""
    run()
    assert owner_of(case) == "aylin"


def test_a_reopened_case_goes_to_the_stand_in_and_stays_with_who_is_here(world, at_work, routed):
    deniz, aylin = at_work("deniz", "aylin")
    accounts.plan_work(staff=deniz, hours={}, absence=(None, None), delegate=aylin, by=BY, at=NOON)
    case = make_case(world)
    cases.assign(case=load(case.id), owner=deniz, by=BY, at=NOON)
    cases.change_status(case=load(case.id), status=Status.RESOLVED, by=Actor.staff(deniz.pk), at=NOON)
    write_again(case)
    assert owner_of(case) == "deniz"
    cases.change_status(case=load(case.id), status=Status.RESOLVED, by=Actor.staff(deniz.pk), at=NOON)
    accounts.change_presence(staff=deniz, presence=Presence.AWAY, by=BY, at=NOON)
    write_again(case)
    assert owner_of(case) == "aylin"
    assert told(case, "case.returned")[-1]["reason"] == "absent"


def test_in_other_queues_only_a_noted_absence_counts(world):
    deniz = world.staff["deniz"]
    case = make_case(world)
    cases.assign(case=load(case.id), owner=deniz, by=BY, at=NOON)
    cases.change_status(case=load(case.id), status=Status.RESOLVED, by=Actor.staff(deniz.pk), at=NOON)
    write_again(case)
    assert owner_of(case) == "deniz"
    cases.change_status(case=load(case.id), status=Status.RESOLVED, by=Actor.staff(deniz.pk), at=NOON)
    accounts.note_absence(staff=deniz, until=NOON + timedelta(days=1), by=BY, at=NOON)
    write_again(case)
    assert owner_of(case) == ""


def write_again(case):
    fresh = load(case.id)
    cases.post_message(
        case=fresh,
        new=NewMessage(author=Author.CUSTOMER, text="Olmadı, hâlâ bekliyorum.", channel="web_form"),
        by=Actor.customer(fresh.customer_id),
        at=NOON,
    )


def test_another_brand_gets_nothing_of_it(world, at_work, routed):
    at_work("deniz")
    foreign = make_case(world, brand=world.other_brand, topic="PAY-WD")
    run()
    assert owner_of(foreign) == ""
    assert not Unplaced.objects.filter(case=foreign).exists()


def test_switching_a_queue_off_forgets_what_it_planned(world, at_work, routed):
    at_work("deniz")
    case = make_case(world)
    run()
    routing.set_queue(
        queue=routed, is_on=False, strategy=Strategy.LEAST_LOADED, return_minutes=None, by=BY, at=NOON
    )
    assert run(NOON + timedelta(hours=1)) == routing.Routed(0, 0)
    assert owner_of(case) == "deniz"


def test_where_nothing_can_be_done_nothing_is_written(world, routed):
    make_case(world)
    run()
    before = Event.objects.count()
    statements: list[str] = []

    def watch(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        run()
    assert Event.objects.count() == before
    assert all(sql.startswith("SELECT") for sql in statements)
