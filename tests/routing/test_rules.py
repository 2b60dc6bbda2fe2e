"""Who gets which case: what always holds, whoever works and whatever waits."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from muhatap.routing.rules import (
    AGE,
    Obstacle,
    Person,
    Rule,
    Strategy,
    Waiting,
    decide,
    urgency,
)

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
CHANNELS = ("email", "phone", "live_chat")
SKILLS = ("refunds", "identity")


def make_person(staff_id=1, **more) -> Person:
    values = {"is_here": True, "queues": frozenset({1}), "brands": frozenset({1})}
    return Person(staff_id, **{**values, **more})


def make_case(case_id=1, **more) -> Waiting:
    values = {
        "brand": 1,
        "queue": 1,
        "channel": "email",
        "weight": 1,
        "priority": 4,
        "since": NOW - timedelta(minutes=10),
        "language": "tr",
    }
    return Waiting(case_id, **{**values, **more})


def only(case, *people):
    (decision,) = decide([case], people, NOW)
    return decision


people = st.lists(
    st.builds(
        Person,
        id=st.integers(1, 40),
        is_here=st.booleans(),
        queues=st.frozensets(st.integers(1, 2)),
        brands=st.frozensets(st.integers(1, 2), min_size=1),
        skills=st.frozensets(st.tuples(st.integers(1, 2), st.sampled_from(SKILLS))),
        languages=st.frozensets(st.sampled_from(("tr", "en"))),
        points=st.integers(1, 12),
        load=st.integers(0, 12),
        most=st.dictionaries(st.sampled_from(CHANNELS), st.integers(0, 3)),
        last_given_at=st.none() | st.datetimes(timezones=st.just(UTC)),
        delegate=st.none() | st.integers(1, 40),
    ),
    max_size=8,
    unique_by=lambda person: person.id,
)
cases = st.lists(
    st.builds(
        Waiting,
        id=st.integers(1, 10_000),
        brand=st.integers(1, 2),
        queue=st.integers(1, 2),
        channel=st.sampled_from(CHANNELS),
        weight=st.integers(1, 5),
        priority=st.integers(1, 4),
        since=st.datetimes(NOW.replace(tzinfo=None) - timedelta(days=3), NOW.replace(tzinfo=None)).map(
            lambda moment: moment.replace(tzinfo=UTC)
        ),
        language=st.sampled_from(("tr", "en")),
        needs=st.frozensets(st.sampled_from(SKILLS)),
        strategy=st.sampled_from(Strategy),
        manager=st.none() | st.integers(1, 40),
        let_go=st.lists(st.integers(1, 40), max_size=4).map(tuple),
    ),
    max_size=20,
    unique_by=lambda case: case.id,
)


@given(cases, people)
def test_nobody_carries_too_much_or_gets_what_does_not_fit(waiting, staff):
    known = {person.id: person for person in staff}
    carried: dict[int, list[Waiting]] = {}
    for decision in decide(waiting, staff, NOW):
        if decision.staff is None:
            assert decision.obstacle is not None
            continue
        person, case = known[decision.staff], decision.case
        carried.setdefault(person.id, []).append(case)
        assert person.is_here
        assert case.brand in person.brands
        assert {(case.brand, need) for need in case.needs} <= person.skills
        assert not person.languages or case.language in person.languages
        named = decision.rule in {Rule.ACCOUNT_MANAGER, Rule.DELEGATE}
        assert named or case.queue in person.queues
    for staff_id, got in carried.items():
        person = known[staff_id]
        assert person.load + sum(case.weight for case in got) <= person.points
        for channel, most in person.most.items():
            assert sum(case.channel == channel for case in got) <= most


@given(cases, people, st.randoms())
def test_the_order_in_which_rows_come_changes_nothing(waiting, staff, chance):
    before = decide(waiting, staff, NOW)
    chance.shuffle(waiting)
    chance.shuffle(staff)
    assert decide(waiting, staff, NOW) == before


@given(cases, people)
def test_every_case_is_decided_once(waiting, staff):
    assert sorted(each.case.id for each in decide(waiting, staff, NOW)) == sorted(each.id for each in waiting)


@given(cases, people)
def test_who_fits_and_has_room_is_never_left_idle_while_a_case_waits(waiting, staff):
    decisions = decide(waiting, staff, NOW)
    standing = {person.id: person for person in staff}
    for decision in decisions:
        if decision.staff is not None:
            standing[decision.staff] = standing[decision.staff].with_case(decision.case, NOW)
    for decision in decisions:
        if decision.staff is not None:
            continue
        case = decision.case
        assert not [
            person
            for person in standing.values()
            if person.is_here
            and person.id not in case.let_go
            and case.queue in person.queues
            and case.brand in person.brands
            and {(case.brand, need) for need in case.needs} <= person.skills
            and (not person.languages or case.language in person.languages)
            and person.has_room(case)
        ]


@given(st.integers(2, 4), st.integers(1, 30))
def test_a_case_does_not_starve_behind_newer_and_more_urgent_ones(priority, rounds):
    """One person, room for one case at a time, and at every hour a new case of P2."""
    waiting = [make_case(1, priority=priority, since=NOW)]
    for hour in range(60):
        at = NOW + timedelta(hours=hour)
        waiting.append(make_case(100 + hour, priority=2, since=at))
        given_now = [each for each in decide(waiting, [make_person(points=1)], at) if each.staff]
        waiting = [case for case in waiting if case.id != given_now[0].case.id]
        if given_now[0].case.id == 1:
            assert hour <= 3 * AGE / timedelta(hours=1)
            return
    raise AssertionError("It waited for ever.")


def test_an_emergency_goes_before_whatever_waited_long():
    old = make_case(1, priority=2, since=NOW - timedelta(days=30))
    new = make_case(2, priority=1, since=NOW)
    assert urgency(new, NOW) < urgency(old, NOW)


@given(st.integers(2, 6), st.integers(1, 40))
def test_turns_go_round(count, cases_each):
    staff = [make_person(number, points=1000) for number in range(1, count + 1)]
    got = dict.fromkeys(range(1, count + 1), 0)
    for number in range(count * cases_each):
        at = NOW + timedelta(minutes=number)
        (decision,) = decide([make_case(number, since=at)], staff, at)
        got[decision.staff] += 1
        staff = [each.with_case(decision.case, at) if each.id == decision.staff else each for each in staff]
    assert set(got.values()) == {cases_each}


def test_the_least_loaded_is_counted_by_what_she_may_carry():
    half = make_person(1, points=10, load=4)
    full = make_person(2, points=4, load=3)
    assert only(make_case(strategy=Strategy.LEAST_LOADED), half, full).staff == 1


def test_the_account_manager_goes_first_and_her_stand_in_when_she_is_not_here():
    manager = make_person(1, queues=frozenset(), delegate=2)
    others = make_person(2, queues=frozenset()), make_person(3)
    assert only(make_case(manager=1), manager, *others).rule is Rule.ACCOUNT_MANAGER
    gone = make_person(1, is_here=False, queues=frozenset(), delegate=2)
    decision = only(make_case(manager=1), gone, *others)
    assert (decision.staff, decision.rule) == (2, Rule.DELEGATE)


def test_without_a_stand_in_the_team_takes_it():
    decision = only(make_case(manager=1), make_person(1, is_here=False), make_person(3))
    assert (decision.staff, decision.rule) == (3, Rule.ONLY_ONE)


def test_who_let_a_case_go_gets_it_again_only_after_everybody_else():
    case = make_case(let_go=(1,))
    assert only(case, make_person(1), make_person(2)).staff == 2
    busy = make_person(2, load=10)
    assert only(case, make_person(1), busy).obstacle is Obstacle.ALL_FULL
    assert only(make_case(let_go=(1, 2)), make_person(1), make_person(2)).staff == 1
    assert only(make_case(let_go=(1, 2, 1)), make_person(1), make_person(2)).rule is Rule.ASKED_AGAIN


def test_what_stands_in_the_way_is_named():
    assert only(make_case()).obstacle is Obstacle.NO_TEAM
    needy = make_case(needs=frozenset({"refunds"}))
    assert only(needy, make_person()).lacks == ("refunds",)
    assert only(make_case(language="en"), make_person(languages=frozenset({"tr"}))).lacks == ("en",)
    assert only(make_case(), make_person(is_here=False)).obstacle is Obstacle.NOBODY_HERE
    assert only(make_case(), make_person(load=10)).obstacle is Obstacle.ALL_FULL
    assert only(make_case(weight=3), make_person(load=8)).obstacle is Obstacle.ALL_FULL


def test_a_case_that_nobody_can_have_does_not_block_those_behind_it():
    blocked = make_case(1, priority=1, needs=frozenset({"refunds"}))
    decisions = decide([blocked, make_case(2)], [make_person()], NOW)
    assert [each.staff for each in decisions] == [None, 1]


def test_the_oldest_goes_first_when_room_is_made():
    old, new = make_case(1, since=NOW - timedelta(hours=1)), make_case(2, since=NOW)
    decisions = decide([new, old], [make_person(points=1)], NOW)
    assert [(each.case.id, each.staff) for each in decisions] == [(1, 1), (2, None)]
