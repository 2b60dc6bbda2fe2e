"""Sensitive acts for programs: what the level of a case allows, and a problem below it."""

import pytest

from muhatap.cases.trust import Sensitive
from tests.cases.test_trust import case_of_level, chartered
from tests.channels.api.conftest import caller_for
from tests.world import load

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("level", range(4))
def test_programs_are_refused_with_a_problem(asking_world, level):
    chartered(asking_world)
    case, call = case_of_level(asking_world, level), caller_for(asking_world, "cases:read", "cases:handle")
    place = f"/api/v1/cases/{load(case.id).number}/sensitive-acts"
    told = call("GET", place).json
    assert (told["level"], len(told["allowed"])) == (level, len(Sensitive) if level == 3 else 0)
    for action in Sensitive:
        answer = call("POST", place, {"action": action, "reference": "OPR-1"}, idempotency_key=f"k-{action}")
        assert (answer.status, level == 3 or answer.slug) == (
            (201, True) if level == 3 else (403, "level-too-low")
        )
