"""A complaint ends with the problem behind it: its cause is written once, its case is tied."""

import pytest

from muhatap.complaints import operations as complaints
from muhatap.kernel.actors import Actor
from muhatap.problems.models import ProblemCase
from muhatap.problems.states import How
from tests.complaints import telling as tell_complaint
from tests.problems import telling as tell
from tests.world import NOON

pytestmark = pytest.mark.django_db


def conclude(world, complaint, **more):
    said = {"root_cause": "", "improves": False, "improvement": "", "at": NOON, **more}
    complaints.conclude(complaint=complaint, by=Actor.staff(world.staff["deniz"].pk), **said)
    complaint.refresh_from_db()


def test_the_cause_of_the_problem_is_the_cause_of_the_complaint(world):
    complaint = tell_complaint.triaged(world)
    conclude(world, complaint, problem=tell.confirmed(world, root_cause="Kuyruk doldu"))
    assert complaint.root_cause == "Kuyruk doldu"
    assert ProblemCase.objects.get().how == How.COMPLAINT


def test_without_a_cause_anywhere_nothing_is_concluded_and_nothing_tied(world):
    complaint = tell_complaint.triaged(world)
    with pytest.raises(complaints.NoCause):
        conclude(world, complaint, problem=tell.confirmed(world))
    assert not ProblemCase.objects.exists()
