"""Suggestions: similar cases come together on the schedule, rising ones alarm once, decided ones rest."""

from datetime import timedelta

import pytest

from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.problems import operations as problems
from muhatap.problems.models import GroupingMemory, Suggestion
from muhatap.problems.operations import suggesting
from muhatap.problems.states import How
from tests.problems import telling as tell
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("problems")
AGO = NOON - timedelta(days=25)


def look(world, at=NOON):
    return problems.look_for_groups(brand=world.brand, by=SYSTEM, at=at)


def burst(world, count=6, at=NOON, text="Uygulama açılışta kapanıyor, E-417 yazıyor"):
    return [
        make_case(
            world, at=at - timedelta(minutes=9 * n), customer=n % 5, subject="Uygulama kapanıyor", text=text
        )
        for n in range(count)
    ]


@pytest.fixture
def history(world):
    """A desk that was open for weeks, with other matters."""
    words = ("Havale ücreti yanlış", "Fatura adresim değişti", "Şifremi unuttum", "Kampanya bitti mi")
    return [
        make_case(
            world, at=AGO + timedelta(days=5 * n), customer=n, subject=said, text=f"{said}, bakar mısınız?"
        )
        for n, said in enumerate(words)
    ]


def test_similar_cases_are_suggested_once_and_looking_again_changes_nothing(world, history):
    found = burst(world)
    assert look(world) == 10
    assert look(world) == 0
    row = Suggestion.objects.get()
    assert set(row.case_ids) == {case.id for case in found}
    assert row.signs["error_code"] == "E417"
    assert row.brand_id == world.brand.id


def test_a_rise_alarms_those_who_manage_problems_once(world, history):
    burst(world)
    look(world)
    look(world, NOON + timedelta(minutes=1))
    told = Notice.objects.filter(kind="problem_rising")
    assert {notice.staff_id for notice in told} == {world.staff["mert"].pk, world.staff["pelin"].pk}
    assert told.count() == 2


def test_a_desk_that_opened_today_suggests_and_does_not_alarm(world):
    burst(world)
    look(world)
    assert Suggestion.objects.get().rising_since is None
    assert not Notice.objects.filter(kind="problem_rising").exists()


def test_the_terms_say_how_many_cases_make_a_suggestion(world, history):
    terms = problems.Terms(least_cases=7)
    problems.set_terms(brand=world.brand, terms=terms, by=SYSTEM, at=NOON)
    burst(world)
    look(world)
    assert not Suggestion.objects.exists()


def test_a_declined_group_rests_and_tied_cases_are_not_suggested(world, history):
    found = burst(world)
    look(world)
    mert = Actor.staff(world.staff["mert"].pk)
    problems.decline_suggestion(suggestion=Suggestion.objects.get(), by=mert, at=NOON)
    with pytest.raises(problems.DecidedAlready):
        problems.decline_suggestion(suggestion=Suggestion.objects.get(), by=mert, at=NOON)
    make_case(world, at=NOON, subject="Uygulama kapanıyor", text="E-417")
    look(world)
    assert Suggestion.objects.get().count == len(found)


def test_a_group_that_looks_like_a_fixed_problem_is_suggested_for_it_and_reopens_it_when_confirmed(
    world, history
):
    on = (NOON - timedelta(days=3)).date()
    problem = tell.fixed(world, error_code="E-417", on=on)
    found = burst(world, count=2)
    look(world)
    row = Suggestion.objects.get()
    assert row.problem == problem
    mert = Actor.staff(world.staff["mert"].pk)
    problems.take_suggestion(suggestion=row, cases=found, known=tell.known(world), by=mert, at=NOON)
    problem.refresh_from_db()
    assert problem.state == "reopened"
    assert problem.ties.filter(how=How.SUGGESTED).count() == 2
    assert Notice.objects.filter(kind="problem_returned").count() == 1


def test_a_case_that_was_committed_late_is_taken_in_too(world, history):
    found = burst(world)
    look(world)
    kept = GroupingMemory.objects.get()
    late, kept.late_ids = found[0].id, [each for each in kept.late_ids if each != found[0].id]
    for group in kept.memory["groups"]:
        group["members"] = [member for member in group["members"] if member[0] != late]
    kept.save()
    assert look(world) == 1
    assert late in Suggestion.objects.get().case_ids


def test_the_word_of_the_week_comes_once(world):
    problem, case = tell.confirmed(world), make_case(world, at=NOON - timedelta(days=7))
    problems.tie(problem=problem, case=case, how=How.AGENT, by=SYSTEM, at=NOON)
    for _again in range(2):
        problems.tell_of_week(brand=world.brand, by=SYSTEM, at=NOON)
    told = Notice.objects.filter(kind="problem_week")
    assert told.count() == 2
    assert told.first().params["cases"] == 1


def test_many_cases_are_taken_in_by_portions_and_suggested_with_the_last(world, history, monkeypatch):
    monkeypatch.setattr(suggesting, "CASES_AT_ONCE", 4)
    found = burst(world)
    assert [look(world), look(world)] == [4, 4]
    assert not Suggestion.objects.exists()
    assert look(world) == 2
    assert set(Suggestion.objects.get().case_ids) == {case.id for case in found}


def test_what_is_too_old_to_be_grouped_is_passed_over_once(world):
    old = make_case(world, at=NOON - timedelta(days=40))
    assert look(world) == 0
    assert GroupingMemory.objects.get().last_case_id == old.id
    new = make_case(world, at=NOON - timedelta(days=1))
    assert look(world) == 1
    assert GroupingMemory.objects.get().last_case_id == new.id
