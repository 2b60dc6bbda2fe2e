"""Coaching: one goal, set by somebody else, checked by the very next sample."""

from datetime import date, timedelta

import pytest

from muhatap.notifications.models import Notice
from muhatap.quality import operations as quality
from muhatap.quality import queries
from muhatap.quality.models import CoachingNote, GoalOutcome
from tests.quality import telling as tell
from tests.world import NOON

pytestmark = pytest.mark.django_db

NEXT = NOON + timedelta(days=7)


def set_goal(world, coach="mert", agent="deniz", **more):
    return quality.set_goal(
        brand=world.brand,
        agent=world.staff[agent],
        goal=tell.goal(**more),
        by=tell.by(world, coach),
        at=NOON + timedelta(hours=2),
    )


def next_sample(world, *more):
    """Deniz answers again, and the week after is drawn."""
    for customer in (1, *more):
        tell.answered(world, "deniz", at=NOON + timedelta(days=1), customer=customer)
    return tell.sample(
        world, since=date(2026, 11, 16), until=date(2026, 11, 23), at=NEXT, per_stratum=3, blind_percent=0
    )


def test_one_goal_at_a_time_with_words_and_never_of_oneself(world):
    set_goal(world)
    with pytest.raises(quality.HasAGoal):
        set_goal(world, coach="pelin")
    for more in ({"words": " "}, {"note": ""}, {"target": 0}, {"target": 101}):
        with pytest.raises(quality.NotAGoal):
            set_goal(world, agent="selin", **more)
    with pytest.raises(quality.NotAGoal):
        set_goal(world, coach="selin", agent="selin")


def test_the_next_sample_checks_the_very_goal(world):
    note = set_goal(world)
    tell.scorecard(world)
    drawn = next_sample(world, 2)
    first, second = drawn.reviews.select_related("scorecard", "sample", "case").order_by("id")
    tell.finish(world, first, "mert", at=NEXT)
    note.refresh_from_db()
    assert note.checked_at is None, "one of her cases is still to be reviewed"
    tell.finish(world, second, "mert", worse=[("Saat", "no")], at=NEXT)
    note.refresh_from_db()
    assert (note.outcome, note.found, note.sample_id) == (GoalOutcome.MISSED, 50, drawn.id)
    told = Notice.objects.filter(kind="coaching_checked").values_list("staff__name", flat=True)
    assert set(told) == {"Deniz Aydın", "Mert Soylu"}
    set_goal(world)


def test_a_met_goal_and_one_whose_line_was_in_no_review(world):
    note = set_goal(world)
    tell.scorecard(world)
    for mark, outcome in (("na", ""), ("yes", GoalOutcome.MET)):
        week = {"na": date(2026, 11, 16), "yes": date(2026, 11, 23)}[mark]
        at = NOON + timedelta(days=5 if mark == "na" else 12)
        tell.answered(world, "deniz", at=at - timedelta(days=1))
        drawn = tell.sample(world, since=week, until=week + timedelta(days=7), at=at, blind_percent=0)
        tell.finish(world, tell.review(drawn), "mert", worse=[("Saat", mark)], at=at)
        note.refresh_from_db()
        assert note.outcome == outcome
    assert note.found == 100


def test_what_was_drawn_before_the_goal_does_not_check_it(world):
    tell.scorecard(world)
    tell.answered(world, "deniz")
    drawn = tell.sample(world, blind_percent=0)
    note = set_goal(world)
    tell.finish(world, tell.review(drawn), "mert", at=NEXT)
    note.refresh_from_db()
    assert note.checked_at is None


def test_an_agent_answers_her_own_goal_only(world):
    note = set_goal(world)
    with pytest.raises(quality.NotAGoal):
        quality.answer_goal(note=note, words="Olur", by=tell.by(world, "selin"), at=NEXT)
    quality.answer_goal(note=note, words="Deneyeceğim.", by=tell.by(world, "deniz"), at=NEXT)
    note.refresh_from_db()
    assert (note.answer, note.read_at) == ("Deneyeceğim.", NEXT)
    assert queries.own_goals(world.staff["deniz"]) == [note]
    assert queries.own_goals(world.staff["selin"]) == []
    assert queries.note_visible_to(world.staff["selin"], note.id) is None
    assert queries.note_visible_to(world.stranger, note.id) is None
    assert queries.note_visible_to(world.staff["pelin"], note.id) == note


def test_a_dropped_goal_makes_room(world):
    note = set_goal(world)
    quality.drop_goal(note=note, by=tell.by(world, "mert"), at=NEXT)
    assert CoachingNote.objects.get(id=note.id).outcome == GoalOutcome.DROPPED
    set_goal(world, coach="pelin")


def test_who_was_not_reviewed_or_coached_for_long_is_told_once_a_week(world):
    today = NOON.date() + timedelta(days=100)
    due = {each.staff.name: each for each in queries.agents_due(world.brand, today)}
    assert due["Deniz Aydın"].is_review_due
    assert list(due) == sorted(due)
    at = NOON + timedelta(days=100)
    told = quality.tell_overdue(brand=world.brand, by=tell.by(world, "arda"), at=at)
    assert told == 2, "both reviewers"
    assert quality.tell_overdue(brand=world.brand, by=tell.by(world, "arda"), at=at) == 0
    later = at + timedelta(days=7)
    assert quality.tell_overdue(brand=world.brand, by=tell.by(world, "arda"), at=later) == 2


def test_reviews_that_are_late_and_shared_ones_without_an_answer_are_told(world):
    tell.shared(world)
    at = NOON + timedelta(days=20)
    quality.tell_overdue(brand=world.brand, by=tell.by(world, "arda"), at=at)
    assert Notice.objects.filter(kind="quality_unanswered", staff=world.staff["deniz"]).count() == 1
