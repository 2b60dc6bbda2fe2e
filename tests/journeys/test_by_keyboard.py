"""The whole way of a customer and of an agent with no pointer: Tab, arrows, letters and Enter."""

from datetime import date

from django.utils import timezone
from playwright.sync_api import expect

from muhatap.cases.keys import secret_of
from muhatap.cases.models import Attachment, Case, Message
from muhatap.cases.statuses import Author, Kind, Status
from muhatap.surveys.models import SurveyAnswer
from tests.journeys import walking
from tests.journeys.nehir import write_in
from tests.journeys.walking import press_to


def type_into(page, name: str, text: str) -> None:
    press_to(page, f"[name='{name}']")
    page.keyboard.type(text)


def enter_on(page, selector: str) -> None:
    press_to(page, selector)
    page.keyboard.press("Enter")


def pick(page, name: str) -> None:
    """The first radio button of a question."""
    press_to(page, f"[name={name}]")
    page.keyboard.press("Space")


def same_day_and_month() -> str:
    """A day of the past that is typed alike whether day or month comes first."""
    today = timezone.localdate()
    days = [date(year, each, each) for year in (today.year - 1, today.year) for each in range(10, 13)]
    return f"{max(day for day in days if day < today):%d%m%Y}"


def test_a_customer(nehir, page):
    # From the start, since the browser begins only then to hand its file dialogs to the test.
    page.on("filechooser", lambda chooser: chooser.set_files(walking.PICTURE))
    page.goto("/nehir/")
    enter_on(page, "a[href*='/new/PAY-WD/']")
    page.wait_for_url("**/new/PAY-WD/")
    enter_on(page, "button[value=no]")
    page.wait_for_url("**/form/**")
    case = fill_and_send(page)
    enter_on(page, "main a.btn-primary")
    page.wait_for_url(f"**/cases/{case.number}/")
    type_into(page, "text", "Bir sorum var.")
    enter_on(page, "form[action$='/reply/'] .btn-primary")
    page.wait_for_selector(".story >> text=Bir sorum var.")
    enter_on(page, "form[action$='/leave/'] button")
    page.wait_for_url(lambda url: "/cases/" not in url)
    come_back_and_object(page, case)
    close_and_judge(page, case)


def fill_and_send(page) -> Case:
    type_into(page, "transaction_id", "TRX-90418827")
    type_into(page, "amount", "4850")
    type_into(page, "requested_at-date", same_day_and_month())
    # Where a clock has twelve hours the letter says which half; where it has not, it is ignored.
    type_into(page, "requested_at-time", "1002A")
    pick(page, "method")
    pick(page, "verification")
    type_into(page, "payout_iban", "TR330006100519786457841326")
    type_into(page, "what", "Para gelmedi.")
    type_into(page, "wanted", "Gelsin.")
    press_to(page, "[name=file-transaction_view]")
    page.keyboard.press("Enter")
    expect(page.locator("[name=file-transaction_view]")).not_to_have_value("")
    type_into(page, "contact_name", "Elif Karaca")
    type_into(page, "contact_email", "elif@posta.example")
    enter_on(page, ".btn-primary[name=action]")
    page.wait_for_url("**/review/")
    enter_on(page, "main .btn-primary")
    page.wait_for_url("**/done/")
    case = Case.objects.get(number=page.inner_text(".ticket-no"))
    assert Attachment.objects.filter(case=case).count() == 1
    return case


def come_back_and_object(page, case):
    page.goto("/nehir/")
    enter_on(page, "header a[href='/nehir/track/'], nav a[href='/nehir/track/']")
    page.wait_for_url("**/track/")
    type_into(page, "number", case.number)
    type_into(page, "secret", secret_of(case))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{case.number}/")
    enter_on(page, "a[href$='/not-satisfied/']")
    page.wait_for_url("**/not-satisfied/")
    type_into(page, "words", "Hâlâ gelmedi.")
    enter_on(page, "main .btn-primary")
    page.wait_for_url(f"**/cases/{case.number}/")
    assert Case.objects.get(id=case.id).kind == Kind.COMPLAINT


def close_and_judge(page, case):
    enter_on(page, "form[action$='/solved/'] button")
    page.wait_for_url("**/survey/")
    press_to(page, "[name=score]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    enter_on(page, "main .btn-primary")
    page.wait_for_url(f"**/cases/{case.number}/")
    assert SurveyAnswer.objects.get(case=case).score in range(1, 6)
    assert Case.objects.get(id=case.id).status == Status.CLOSED


def test_an_agent(nehir, page):
    first, second = write_in(nehir), write_in(nehir, email="hakan@posta.example", name="Hakan Yıldırım")
    walking.sign_in(page, nehir.staff["deniz"])
    walking.open_from_list(page, first)
    page.keyboard.press("a")
    page.wait_for_selector("[data-key=a]", state="detached")
    assert Case.objects.get(id=first.id).owner == nehir.staff["deniz"]
    page.keyboard.press("n")
    page.wait_for_selector("#note:focus")
    page.keyboard.type("Bankaya soruldu.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".timeline >> text=Bankaya soruldu.")
    page.keyboard.press("r")
    page.wait_for_selector("#reply:focus")
    page.keyboard.type("Bankanıza sorduk.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".timeline >> text=Bankanıza sorduk.")
    assert Case.objects.get(id=first.id).status == Status.RESOLVED
    authors = Message.objects.filter(case=first).order_by("at", "id").values_list("author", flat=True)
    assert list(authors)[-2:] == [Author.NOTE, Author.STAFF]
    hand_over(page, nehir, second)
    page.keyboard.press("/")
    page.keyboard.type("Hakan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/search/**")
    enter_on(page, f"main a[href*='{second.number}']")
    page.wait_for_url(f"**/desk/cases/{second.number}/**")


def hand_over(page, nehir, case):
    page.keyboard.press("g")
    page.keyboard.press("k")
    page.wait_for_url("**/desk/")
    walking.open_from_list(page, case)
    page.keyboard.press("a")
    page.wait_for_selector("[data-key=a]", state="detached")
    page.keyboard.press("d")
    page.wait_for_selector("#hand-to:focus")
    page.keyboard.type("Selin")
    enter_on(page, "#hand-over .btn-primary")
    page.wait_for_selector("#hand-over", state="hidden")
    page.wait_for_selector("[data-key=d]", state="detached")
    assert Case.objects.get(id=case.id).owner == nehir.staff["selin"]
