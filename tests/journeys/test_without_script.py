"""Form and tracking with JavaScript off, on the sample charter; tests/portal walks every branch of it."""

from muhatap.cases.models import Attachment, Case, Message
from muhatap.cases.statuses import Author
from tests.journeys import walking


def test_form_and_tracking(nehir, no_js_page, new_page):
    page = no_js_page
    walking.begin_form(page)
    walking.go_on(page)
    assert page.locator(".error-summary a").count() >= 8
    walking.fill_form(page, "elif@posta.example")
    walking.go_on(page)
    assert page.url.endswith("/review/")
    assert "ekran.png" in page.inner_text("main")
    walking.go_on(page)
    case = Case.objects.get(number=page.inner_text(".ticket-no"))
    assert Attachment.objects.filter(case=case, evidence="transaction_view").exists()
    elsewhere = new_page(java_script_enabled=False)
    walking.open_case_page(elsewhere, case)
    elsewhere.fill("#text", "Bir sorum daha var.")
    elsewhere.set_input_files("#files", walking.PICTURE)
    elsewhere.locator("form[action$='/reply/'] .btn-primary").click()
    assert "Bir sorum daha var." in elsewhere.inner_text(".story")
    assert Message.objects.filter(case=case, author=Author.CUSTOMER).count() == 2
    elsewhere.locator("form[action$='/solved/'] button").click()
    elsewhere.locator("#score-4").check()
    walking.go_on(elsewhere)
    case.refresh_from_db()
    assert not case.is_open
