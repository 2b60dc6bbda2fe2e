"""The pages of complaints in a browser: reachable, accessible and whole at phone width."""

import pytest

from tests.complaints import telling as tell


@pytest.mark.parametrize("stage", ["acknowledged", "investigated", "proposed", "confirming"])
def test_the_file_is_accessible_at_every_stage(transactional_db, world, page, browse_as, axe, stage):
    complaint = getattr(tell, stage)(world)
    browse_as(page, "mert")
    page.goto(f"/desk/cases/{complaint.case.number}/complaint/")
    axe(page)


def test_four_eyes_and_the_register_are_accessible(transactional_db, world, page, browse_as, axe):
    tell.regulated(world)
    complaint = tell.proposed(world, outcome="not_upheld", remedy="", is_owed=False)
    browse_as(page, "mert")
    page.goto(f"/desk/cases/{complaint.case.number}/complaint/")
    assert page.locator(".signer").count() == 2
    axe(page)
    for place in ("/desk/complaints/", "/desk/contact/", "/desk/tasks/"):
        page.goto(place)
        axe(page)


def test_nothing_is_cut_off_on_a_phone(transactional_db, world, phone_page, browse_as):
    complaint = tell.investigated(world)
    browse_as(phone_page, "mert")
    for place in (
        f"/desk/cases/{complaint.case.number}/complaint/",
        "/desk/complaints/",
        "/nehir/complaint/",
        "/nehir/complaint/sheet/",
    ):
        phone_page.goto(place)
        assert phone_page.evaluate("document.documentElement.scrollWidth") <= 320


def test_public_forms_work_without_script_and_are_accessible(transactional_db, world, page, no_js_page, axe):
    for place in ("/nehir/complaint/", "/nehir/complaint/sheet/"):
        page.goto(place)
        axe(page)
    no_js_page.goto("/nehir/complaint/")
    for name, text in (("name", "Elif"), ("phone", "+905321112233"), ("what", "Gelmedi")):
        no_js_page.fill(f"[name={name}]", text)
    no_js_page.click("main form .btn-primary")
    assert no_js_page.locator(".ticket-no").count() == 1
