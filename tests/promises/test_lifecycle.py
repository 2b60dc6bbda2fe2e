"""Every clock of the charter has a course, and every stage that staff note moves one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.cases.milestones import MilestoneName, may_follow, offered
from muhatap.cases.statuses import Kind
from muhatap.charters.schema.promises import CLOCKS, PAUSABLE
from muhatap.desk.milestone_words import milestone_words
from muhatap.promises.lifecycle import (
    COURSES,
    Happening,
    ended_by_resolving,
    restarted_by,
    started_by,
    stopped_by,
)
from muhatap.promises.wording import clock_words


def test_the_charter_knows_the_clocks_that_run_and_no_others():
    assert set(CLOCKS) == set(COURSES)
    assert set(PAUSABLE) <= set(COURSES)


@pytest.mark.parametrize("name", COURSES)
def test_every_clock_starts_stops_and_has_a_name(name):
    course = COURSES[name]
    assert course.starts
    assert course.stops
    assert not course.starts & course.stops
    assert clock_words(name) != name
    assert all(name in started_by(happening) for happening in course.starts)
    assert all(name in stopped_by(happening) for happening in course.stops)


def test_only_the_update_begins_anew():
    assert {name for happening in Happening for name in restarted_by(happening)} == {"update"}


def test_what_is_owed_beyond_the_answer_runs_on():
    assert set(COURSES) - ended_by_resolving() == {
        "refund_exec", "unauth_refund", "breach_authority", "adr_enquiry", "information", "callback",
    }  # fmt: skip


@pytest.mark.parametrize("name", MilestoneName)
def test_every_stage_that_staff_note_moves_a_clock_and_has_words(name):
    happening = Happening(name)
    assert started_by(happening) | stopped_by(happening)
    assert milestone_words(name) != name


@given(st.lists(st.sampled_from(list(MilestoneName)), max_size=12))
def test_questions_and_answers_alternate(wished):
    reached = []
    for name in wished:
        if may_follow(name, reached):
            reached.append(name)
    calls = [name for name in reached if name in {MilestoneName.CALLBACK_ASKED, MilestoneName.CALLED_BACK}]
    assert not calls or calls[0] is MilestoneName.CALLBACK_ASKED
    assert (MilestoneName.CALLED_BACK, MilestoneName.CALLED_BACK) not in pairwise(calls)


@pytest.mark.parametrize("kind", Kind)
def test_only_stages_that_can_follow_are_offered(kind):
    first = offered(kind, ())
    assert MilestoneName.CALLED_BACK not in first
    assert len(first) == len(set(first))
    assert MilestoneName.CALLED_BACK in offered(kind, [MilestoneName.CALLBACK_ASKED])
