"""Rules always end: chains, rules that undo one another, budgets, and whatever rules anybody thinks of."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muhatap.audit.models import Event
from muhatap.automation.actions import Action, Do
from muhatap.automation.loops import DEEPEST, PER_CASE_AND_HOUR, Bar, Change, bar, undone_by
from muhatap.automation.models import Firing, Rule
from muhatap.cases import operations as cases
from muhatap.notifications.models import Notice
from tests.automation.making import by, content, later, letter, make_rule, turn
from tests.world import NOON, load, make_case

QUEUES = ("payments", "accounts")
WHENS = ("opened", "priority_changed", "moved", "note_written", "status_changed", "assigned")


@pytest.mark.django_db
def test_a_chain_names_its_cause_and_each_rule_acts_once_in_it(world):
    make_rule(world, content("Bir", "opened", Action(Do.PRIORITY, "1")))
    make_rule(world, content("İki", "priority_changed", Action(Do.QUEUE, "accounts")))
    make_rule(world, content("Üç", "moved", Action(Do.NOTE, "", {"tr": "taşındı"})))
    make_rule(world, content("Dört", "note_written", Action(Do.NOTE, "", {"tr": "yine"})))
    make_case(world)
    turn()
    firings = Firing.objects.order_by("depth")
    assert [(each.rule.name, each.depth) for each in firings] == [
        ("Bir", 0),
        ("İki", 1),
        ("Üç", 2),
        ("Dört", 3),
    ]
    assert {each.root for each in firings} == {f"event:{Event.objects.get(kind='case.opened').id}"}


@pytest.mark.django_db
def test_two_rules_that_undo_one_another_are_stopped_and_staff_are_told(world):
    one = make_rule(world, content("Yukarı", "priority_changed", Action(Do.PRIORITY, "1")))
    two = make_rule(world, content("Aşağı", "priority_changed", Action(Do.PRIORITY, "4")))
    case = make_case(world)
    turn()
    cases.change_priority(case=case, priority=2, reason="", by=by(world.staff["mert"]), at=later(minutes=1))
    turn(later(minutes=1))
    for rule in (one, two):
        rule.refresh_from_db()
        assert not rule.is_on
        assert rule.off_reason.startswith("at_odds:")
    assert Event.objects.filter(kind="rule.at_odds", stream_id=case.id).count() == 1
    told = Notice.objects.filter(kind="rules_at_odds")
    assert world.staff["mert"].pk in told.values_list("staff_id", flat=True)


@pytest.mark.django_db
def test_a_case_has_a_budget_for_an_hour(world):
    make_rule(world, content("Not", "priority_changed", Action(Do.NOTE, "", {"tr": "x"})))
    case = make_case(world)
    mert = by(world.staff["mert"])
    for number in range(PER_CASE_AND_HOUR + 5):
        at = later(minutes=number)
        cases.change_priority(case=load(case.id), priority=1 + number % 2, reason="", by=mert, at=at)
        turn(at)
    outcomes = list(Firing.objects.values_list("outcome", flat=True))
    assert outcomes.count("done") == PER_CASE_AND_HOUR
    assert set(outcomes) == {"done", Bar.BUDGET}
    assert Notice.objects.filter(kind="rule_barred", params__why="budget").exists()


@pytest.mark.django_db
def test_letters_of_rules_do_not_answer_a_sender_who_writes_without_end(world):
    make_rule(world, content("Mektup", "opened", letter()))
    for number in range(4):
        make_case(world, at=later(minutes=number), channel="email", external_id=f"<{number}@x.example>")
        turn(later(minutes=number))
    refused = [firing.steps[0]["refusal"] for firing in Firing.objects.order_by("at")]
    assert refused[-1] == "mail_loop"


ACTIONS = st.one_of(
    st.builds(Action, st.just(Do.PRIORITY), st.sampled_from("1234")),
    st.builds(Action, st.just(Do.QUEUE), st.sampled_from(QUEUES)),
    st.builds(Action, st.just(Do.OWNER), st.just("none")),
    st.builds(Action, st.just(Do.STATUS), st.sampled_from(("open", "waiting_third_party"))),
    st.just(Action(Do.NOTE, "", {"tr": "not"})),
)
RULES = st.lists(
    st.tuples(st.sampled_from(WHENS), st.lists(ACTIONS, min_size=1, max_size=3), st.booleans()),
    min_size=1,
    max_size=7,
)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[*HealthCheck])
@given(rules=RULES)
def test_whatever_rules_there_are_they_end(world, rules):
    Firing.objects.all().delete()
    Rule.objects.update(on_version=None, on_at=None)
    made = [
        make_rule(world, content(f"K{number}", when, *actions, stops=stops))
        for number, (when, actions, stops) in enumerate(rules)
    ]
    case = make_case(world, external_id=f"<{len(made)}-{Rule.objects.count()}@x.example>")
    turn()
    cases.change_priority(case=load(case.id), priority=2, reason="", by=by(world.staff["mert"]), at=NOON)
    turn()
    firings = Firing.objects.filter(case=case)
    assert firings.filter(outcome="done").count() <= PER_CASE_AND_HOUR
    assert all(each.depth <= DEEPEST for each in firings.filter(outcome="done"))
    seen = [(each.rule_id, each.root) for each in firings]
    assert len(seen) == len(set(seen))


def test_what_bars_a_rule():
    assert bar(has_fired=True, depth=0, fired_in_hour=0) is Bar.FIRED
    assert bar(has_fired=False, depth=DEEPEST + 1, fired_in_hour=0) is Bar.DEPTH
    assert bar(has_fired=False, depth=DEEPEST, fired_in_hour=PER_CASE_AND_HOUR) is Bar.BUDGET
    assert bar(has_fired=False, depth=DEEPEST, fired_in_hour=PER_CASE_AND_HOUR - 1) is None


def test_undoing_needs_the_same_change_twice():
    mine, theirs = Change(1, "priority", "3", "1"), Change(2, "priority", "1", "4")
    again = Change(1, "priority", "4", "1")
    assert undone_by([again], [mine, theirs]) == 2
    assert undone_by([again], [theirs, mine]) is None
    assert undone_by([Change(1, "queue", "4", "1")], [mine, theirs]) is None
    assert undone_by([again], [mine, Change(1, "priority", "1", "4")]) is None
    assert undone_by([Change(3, "priority", "4", "1")], [mine, theirs]) is None
