"""Problems in a browser: from the case by keyboard to what the public reads; accessible, whole on a phone."""

import pytest

from muhatap.kernel.actors import Actor
from muhatap.problems import operations as problems
from muhatap.problems.states import How
from tests.problems import telling as tell
from tests.world import NOON, make_case


@pytest.fixture
def issue(world):
    problem, by = tell.confirmed(world), Actor.staff(world.staff["mert"].pk)
    return problems.publish_issue(problem=problem, words=tell.WORDS, by=by, at=NOON)


def test_a_case_is_tied_by_keyboard_and_its_problem_is_accessible(
    transactional_db, world, page, browse_as, axe, issue
):
    case, problem = make_case(world), issue.problem
    browse_as(page, "mert")
    page.goto(f"/desk/cases/{case.number}/")
    page.keyboard.press("p")
    page.wait_for_url("**/problem/")
    axe(page)
    page.get_by_role("button", name="Bu soruna bağla").or_(
        page.get_by_role("button", name="Tie to this problem")
    ).click()
    page.wait_for_url(f"**/desk/cases/{case.number}/")
    page.goto(f"/desk/problems/{problem.id}/")
    assert page.get_by_role("link", name=case.number).count() == 1
    for place in ("", "edit/", "issue/", "notice/"):
        page.goto(f"/desk/problems/{problem.id}/{place}")
        axe(page)
    for place in ("/desk/problems/", "/desk/problems/report/", "/nehir/issues/", "/nehir/issues/1/"):
        page.goto(place)
        axe(page)


@pytest.mark.slow
def test_nothing_is_cut_off_on_a_phone(transactional_db, world, phone_page, browse_as, issue):
    by = Actor.staff(world.staff["mert"].pk)
    problems.tie(problem=issue.problem, case=make_case(world), how=How.AGENT, by=by, at=NOON)
    browse_as(phone_page, "mert")
    for place in (
        "/desk/problems/",
        f"/desk/problems/{issue.problem.id}/",
        f"/desk/problems/{issue.problem.id}/notice/",
        "/nehir/issues/",
        "/nehir/issues/1/",
    ):
        phone_page.goto(place)
        assert phone_page.evaluate("document.documentElement.scrollWidth") <= 320
