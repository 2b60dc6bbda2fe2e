"""Quality in a browser: a review beside the conversation, a goal agreed on; all accessible."""

import pytest

from muhatap.quality.models import CoachingNote, Review, ReviewRole, ReviewState
from tests.quality import telling as tell

PLACE = "/desk/quality/"


@pytest.fixture
def drawn(transactional_db, world):
    tell.scorecard(world)
    tell.answered(world, "deniz")
    return tell.sample(world)


def test_a_reviewer_marks_by_keyboard_shares_and_sees_her_second_look(world, page, browse_as, axe, drawn):
    browse_as(page, "mert")
    page.goto(PLACE)
    axe(page)
    first = tell.review(drawn)
    page.goto(f"{PLACE}reviews/{first.id}/")
    axe(page)
    for group in page.locator("form.review-form fieldset.sheet-field").all():
        group.locator("input[value=yes]").check()
    page.locator("input[value=no]").first.check()
    page.locator("#comment").fill("Kimlik sorulmamış; gerisi iyi.")
    with page.expect_navigation():
        page.locator("form.review-form .btn-primary").click()
    axe(page)
    with page.expect_navigation():
        page.locator(f"form[action$='/{first.id}/share/'] button").click()
    first.refresh_from_db()
    assert (first.state, first.score) == (ReviewState.SHARED, 8000)
    for place in ("samples/", f"samples/{drawn.id}/", "calibration/", "scorecards/", "/desk/improvements/"):
        page.goto(place if place.startswith("/") else f"{PLACE}{place}")
        axe(page)


@pytest.mark.slow
def test_a_coach_agrees_on_a_goal_and_the_agent_reads_it(world, page, browse_as, axe, drawn):
    tell.finish(world, tell.review(drawn), "mert", worse=[("Saat", "no")])
    tell.finish(world, tell.review(drawn, ReviewRole.BLIND), "pelin")
    deniz = world.staff["deniz"]
    browse_as(page, "pelin")
    page.goto(f"{PLACE}coaching/")
    axe(page)
    page.goto(f"{PLACE}coaching/nehir/{deniz.pk}/")
    axe(page)
    page.locator("#note").fill("Üç kayda baktık.")
    page.locator("#goal").fill("Her yanıtta saat ver")
    with page.expect_navigation():
        page.locator("main form.card .btn-primary").click()
    assert CoachingNote.objects.get().criterion == tell.criterion().code, "the weakest line stands first"
    page.context.clear_cookies()
    browse_as(page, "deniz")
    page.goto(f"{PLACE}mine/")
    axe(page)
    assert page.get_by_text("Her yanıtta saat ver").count() == 1


@pytest.mark.slow
def test_nothing_is_cut_off_on_a_phone_and_dark_is_as_readable(
    world, phone_page, dark_page, browse_as, axe, drawn
):
    tell.improvement(world)
    first, second = tell.review(drawn), tell.review(drawn, ReviewRole.BLIND)
    tell.finish(world, first, "mert")
    tell.finish(world, second, "pelin")
    browse_as(phone_page, "mert")
    browse_as(dark_page, "mert")
    places = (
        "",
        f"reviews/{first.id}/",
        "samples/",
        "calibration/",
        "coaching/",
        "training/",
        "mine/",
        "calls/",
    )
    for place in (*(f"{PLACE}{each}" for each in places), "/desk/improvements/"):
        phone_page.goto(place)
        assert phone_page.evaluate("document.documentElement.scrollWidth") <= 390, place
        dark_page.goto(place)
        axe(dark_page)
    assert Review.objects.filter(state=ReviewState.DONE).count() == 2
