"""The steps that people take in these journeys, by mouse and by keyboard."""

from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from muhatap.accounts.models import Staff
from muhatap.cases.keys import secret_of
from muhatap.cases.models import Case
from tests.journeys.nehir import PASSWORD, code_of
from tests.portal.conftest import PNG

PICTURE = {"name": "ekran.png", "mimeType": "image/png", "buffer": PNG}
WITHDRAWAL = "Para çekme gecikti"


def answers(email: str) -> dict[str, str]:
    """What a customer types into the form of a late withdrawal."""
    when = timezone.localtime() - timedelta(days=3)
    return {
        "transaction_id": "TRX-90418827",
        "amount": "4.850,00",
        "requested_at-date": f"{when:%Y-%m-%d}",
        "requested_at-time": "10:02",
        "payout_iban": "TR330006100519786457841326",
        "what": "Çekim tamamlandı görünüyor ama param gelmedi.",
        "wanted": "Param bugün hesabıma gelsin.",
        "contact_name": "Elif Karaca",
        "contact_email": email,
    }


CHOICES = {"method": "bank_transfer", "verification": "done"}


def begin_form(page) -> None:
    """From the portal's first page through topic and quick fixes to the form."""
    page.goto("/nehir/")
    page.locator(".topic a", has_text=WITHDRAWAL).click()
    page.locator("button[value=no]").click()
    page.wait_for_url("**/form/**")


def fill_form(page, email: str) -> None:
    """Answer every question and add a picture."""
    for name, value in CHOICES.items():
        page.locator(f"[name={name}][value={value}]").check()
    for name, value in answers(email).items():
        page.fill(f"[name={name}]", value)
    page.set_input_files("[name=file-transaction_view]", PICTURE)


def go_on(page) -> None:
    """The main button of the page."""
    page.locator("main .btn-primary").first.click()


def open_case_page(page, case: Case) -> None:
    """Follow a case by its number and secret."""
    page.goto("/nehir/track/")
    page.fill("#number", case.number)
    page.fill("#secret", secret_of(case))
    go_on(page)
    page.wait_for_url("**/cases/**")


def sign_in(page, member) -> None:
    """Password and code, by keyboard."""
    page.goto("/staff/login/")
    page.wait_for_selector("#id_login:focus")
    page.keyboard.type(member.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_code:focus")
    page.keyboard.type(code_of(member))
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")


def press_to(page, selector: str, key: str = "Tab") -> None:
    """Move by keyboard until the element has the focus."""
    page.wait_for_load_state()
    for _ in range(150):
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} cannot be reached by {key} on {page.url}")


def open_from_list(page, case: Case) -> None:
    """J through the list of the desk until the case has the focus, then Enter."""
    wanted = f'[href^="/desk/cases/{case.number}/"]'
    press_to(page, wanted, "j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{case.number}/**")


def put_session(page, member: Staff, url: str):
    """Put the session of a member of staff into a browser page."""
    client = Client()
    client.force_login(member)
    session = client.session
    session["second_factor_passed"] = member.pk
    session.save()
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
    return page
