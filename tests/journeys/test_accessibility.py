"""Every page for everybody: no finding of the checker and nothing wider than the screen, light and dark.

A new page is a line in one of the lists; a state that takes steps to reach is a line in a walk.
"""

import pytest
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.cases import operations as cases
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.kernel.actors import Actor
from tests.house.browser import DRAWN
from tests.journeys import walking
from tests.journeys.nehir import BY, PASSWORD, code_of
from tests.journeys.scenery import paint, tell_past

# What a page looks like does not depend on the database.
pytestmark = pytest.mark.once
CUSTOMER_WIDTHS, STAFF_WIDTHS = (320, 390, 1440), (390, 1440)

PUBLIC = (
    "/",
    "/nehir/",
    "/nehir/?q=zzz",
    "/nehir/new/PAY-WD/",
    "/nehir/new/COMPLAINT/",
    "/nehir/contact/",
    "/nehir/privacy/",
    "/nehir/track/",
    "/nehir/track/?number=26-00000-00000",
    "/nehir/locker/",
    "/nehir/new/NOTHING/",
    "/nothing-here/",
)
OWN_CASE = ("", "not-satisfied/", "survey/", "secret/")
ACCOUNT = (
    "factor/",
    "factor/codes/",
    "factor/codes/renew/",
    "factor/app/remove/",
    "password/change/",
    "logout/",
)
AGENT = (
    "/desk/",
    "/desk/?view=mine",
    "/desk/?view=resolved",
    "/desk/cases/{late}/",
    "/desk/cases/{resolved}/",
    "/desk/cases/{closed}/",
    "/desk/cases/{talked}/evidence/",
    "/desk/cases/{talked}/letters/",
    "/desk/search/",
    "/desk/search/?q=Bakıyoruz",
    "/desk/search/?q=zzz",
    "/desk/notices/",
    "/desk/profile/",
    "/desk/new/",
    "/desk/outbox/",
    "/desk/cases/26-00000-00000/",
)
COMPLIANCE = (
    "/desk/",
    "/desk/notices/",
    "/desk/cases/{talked}/",
    "/desk/cases/{talked}/proof/",
    "/desk/cases/{talked}/messages/{message}/erase/",
    "/desk/audit/",
    "/desk/intake/",
    "/desk/outbox/",
    "/desk/outbox/?standing=failed",
    "/desk/outbox/?standing=sent",
    "/desk/outbox/{delivery}/",
    "/desk/outbox/links/",
)
MEASURED = (
    "/desk/insights/",
    "/desk/insights/frt_median/?span=30",
    "/desk/insights/staffing/?channel=phone&volume=150&aht=240",
)
ADMINISTRATOR = ("/desk/", "/desk/intake/", "/desk/outbox/", "/desk/outbox/{delivery}/", "/desk/profile/")
AUDITOR = ("/desk/", "/desk/cases/{talked}/", "/desk/audit/")
DIALOGS = ("palette", "shortcuts")
MENUS = ("hand-over", "escalate", "status-menu", "send-as")


class Look:
    """Looks at a page in every width and keeps what is wrong until the end."""

    def __init__(self, axe, widths):
        self.axe, self.widths, self.wrong = axe, widths, []
        self.rules = {widths[-1]: DRAWN, widths[0]: ()}

    def at(self, page, state: str = "", part: str | None = None) -> None:
        """Look at the page as it is now, or at one part of it."""
        for width in self.widths:
            page.set_viewport_size({"width": width, "height": 900})
            place = f"{page.url} {state} {width} px"
            try:
                self.axe(page, part, self.rules.get(width, DRAWN[1:]))
            except AssertionError as found:
                self.wrong.append(f"{place}: {found}")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                self.wrong.append(f"{place}: wider than the screen")

    def all(self, page, addresses, **names) -> None:
        """Look at one address after the other."""
        for address in addresses:
            place = address.format(**names)
            page.goto(place)
            assert page.url.endswith(place.replace("ı", "%C4%B1")), f"{place} leads to {page.url}"
            self.at(page)


@pytest.fixture
def look(axe, request):
    """A function that makes a look for these widths; whatever it found fails the test at its end."""
    made = []

    def begin(widths):
        made.append(Look(axe, widths))
        return made[-1]

    yield begin
    wrong = [line for each in made for line in each.wrong]
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def scenery(nehir):
    """Cases in every state."""
    return paint(nehir)


def names_of(scenery) -> dict[str, object]:
    return {
        "late": scenery.late.number,
        "talked": scenery.talked.number,
        "resolved": scenery.resolved.number,
        "closed": scenery.closed.number,
        "message": scenery.talked.messages.earliest("id").id,
        "delivery": scenery.delivery.id,
    }


def test_pages_that_everybody_may_read(page, nehir, look):
    look = look(CUSTOMER_WIDTHS)
    look.all(page, PUBLIC)
    page.goto("/nehir/track/")
    walking.go_on(page)
    page.wait_for_selector(".error-summary")
    look.at(page, "errors")
    page.fill("#link-number", "26-00000-00000")
    page.fill("#link-email", "elif@posta.example")
    page.locator("form[action$='/link/'] button").click()
    look.at(page, "link asked for")
    page.goto("/nehir/new/PAY-WD/")
    page.locator("button[value=yes]").click()
    look.at(page, "solved")


def test_the_form_from_first_to_last(page, nehir, look):
    look = look(CUSTOMER_WIDTHS)
    walking.begin_form(page)
    look.at(page, "empty")
    walking.go_on(page)
    page.wait_for_selector(".error-summary")
    look.at(page, "errors")
    walking.fill_form(page, "elif@posta.example")
    page.goto(f"{page.url}save/")
    look.at(page, "save")
    walking.begin_form(page)
    walking.fill_form(page, "elif@posta.example")
    walking.go_on(page)
    page.wait_for_url("**/review/")
    look.at(page)
    walking.go_on(page)
    page.wait_for_url("**/done/")
    look.at(page)


def test_the_customer_s_own_case(page, nehir, scenery, look):
    look = look(CUSTOMER_WIDTHS)
    for case in (scenery.late, scenery.talked, scenery.resolved, scenery.closed):
        walking.open_case_page(page, case)
        look.at(page)
    look.all(page, [f"/nehir/cases/{scenery.resolved.number}/{part}" for part in OWN_CASE])
    page.goto(f"/nehir/cases/{scenery.resolved.number}/survey/")
    walking.go_on(page)
    page.wait_for_selector(".error-summary")
    look.at(page, "errors")


def test_signing_in_and_the_account(page, nehir, look):
    look, member = look(STAFF_WIDTHS), nehir.staff["deniz"]
    page.goto("/staff/login/")
    look.at(page)
    page.fill("#id_login", member.email)
    page.fill("#id_password", "yanlis")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sign-in-error")
    look.at(page, "wrong password")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_code:focus")
    look.at(page)
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    page.wait_for_selector("#code-error")
    look.at(page, "wrong code")
    page.fill("#id_code", code_of(member))
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    page.goto("/staff/reauthenticate/")
    look.at(page)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "reauthenticate" not in url)
    look.all(page, [f"/staff/{part}" for part in ACCOUNT])


def test_setting_up_the_second_factor(page, nehir, look):
    look = look(STAFF_WIDTHS)
    newcomer = accounts.create_staff(
        email="yeni@nehir.example", name="Yeni Gelen", password=PASSWORD, by=BY, at=timezone.now()
    )
    page.goto("/staff/login/")
    page.fill("#id_login", newcomer.email)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("img.qr")
    look.at(page)


def test_an_agent_s_desk(page, nehir, scenery, browse_as, look):
    look = look(STAFF_WIDTHS)
    look.all(browse_as(page, "deniz"), AGENT, **names_of(scenery))


def test_what_opens_on_the_page_of_a_case(page, nehir, scenery, browse_as, look):
    page, look = browse_as(page, "mert"), look(STAFF_WIDTHS)
    page.goto(f"/desk/cases/{scenery.talked.number}/")
    look.at(page, "reply")
    page.keyboard.press("n")
    page.wait_for_selector("#note:focus")
    look.at(page, "note")
    page.keyboard.press("Escape")
    page.locator("#mode-reply").check(force=True)
    for menu in MENUS:
        page.evaluate("name => document.getElementById(name).showPopover()", menu)
        look.at(page, menu, f"#{menu}")
        page.evaluate("name => document.getElementById(name).hidePopover()", menu)
    for dialog in DIALOGS:
        page.evaluate("name => document.getElementById(name).showModal()", dialog)
        look.at(page, dialog, f"#{dialog}")
        page.evaluate("name => document.getElementById(name).close()", dialog)


def test_what_could_not_be_done(page, nehir, scenery, browse_as, look):
    page, look = browse_as(page, "mert"), look(STAFF_WIDTHS)
    page.goto("/desk/new/")
    walking.go_on(page)
    page.wait_for_selector(".error-summary")
    look.at(page, "errors")
    place = f"/desk/cases/{scenery.talked.number}/"
    page.goto(place)
    customer = Actor.customer(scenery.talked.customer_id)
    new = cases.NewMessage(author=Author.CUSTOMER, channel="portal", text="Vazgeçtim.")
    cases.post_message(case=scenery.talked, new=new, by=customer, at=timezone.now())
    page.fill("#reply", "Eski yanıt")
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector(".composer [role=alert]")
    look.at(page, "stale reply")
    page.goto(place)
    cases.change_status(
        case=scenery.talked, status=Status.CLOSED, closed=ClosedReason.SOLVED, by=BY, at=timezone.now()
    )
    page.keyboard.press("s")
    page.locator("#status-menu [value=waiting_customer]").click()
    page.wait_for_selector(".login-card")
    look.at(page, "409")


@pytest.mark.parametrize(
    ("login", "addresses"), [("pelin", COMPLIANCE), ("arda", ADMINISTRATOR), ("gul", ("/desk/",))]
)
def test_other_roles(page, nehir, scenery, browse_as, look, login, addresses):
    look = look(STAFF_WIDTHS)
    look.all(browse_as(page, login), addresses, **names_of(scenery))


def test_dashboards_with_their_charts(page, nehir, browse_as, look):
    tell_past(nehir, days=40)
    look(STAFF_WIDTHS).all(browse_as(page, "mert"), MEASURED)
