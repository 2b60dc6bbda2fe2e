"""The page of the letter in a browser: accessible, checked in place, sent by keyboard."""

from muhatap.complaints.stages import Stage
from tests.complaints import telling as tell
from tests.complaints.telling import fresh


def test_the_letter_is_accessible_checked_and_sent(transactional_db, world, page, browse_as, axe):
    complaint = tell.proposed(world)
    browse_as(page, "mert")
    page.goto(f"/desk/cases/{complaint.case.number}/complaint/letter/")
    axe(page)
    page.fill("#letter", "Merhaba, kart 4111 1111 1111 1111")
    page.click("button[value=check]")
    assert page.locator("button[value=send]").count() == 0
    axe(page)
    page.click("button[value=anew]")
    page.click("button[value=send]")
    page.wait_for_url("**/complaint/")
    assert fresh(complaint).stage == Stage.RESPONDED
