"""Five tasks, measured in steps against the budgets of docs/guides/user-tasks.md."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.keys import secret_of
from muhatap.cases.models import Attachment, Case, Message
from muhatap.cases.statuses import Author
from tests.journeys import walking
from tests.journeys.counting import Steps, budgets
from tests.journeys.nehir import BY, write_in


@pytest.fixture
def within():
    """A function that holds the counted steps of a task against what the guide says."""

    def check(task: str, steps: Steps) -> None:
        measured, budget = budgets()[task]
        assert steps.count <= budget
        assert steps.count == measured, "docs/guides/user-tasks.md states another number"
        assert budget <= measured + 1

    return check


def test_every_task_has_a_budget():
    assert set(budgets()) == {
        "Open a case",
        "Find the state of a case",
        "Add evidence",
        "Answer",
        "Hand over",
    }


def test_open_a_case(nehir, page, within):
    page.goto("/nehir/")
    steps = Steps(page)
    steps.click(f".topic a:has-text('{walking.WITHDRAWAL}')")
    steps.click("button[value=no]")
    page.wait_for_url("**/form/**")
    for name, value in walking.CHOICES.items():
        steps.click(f"[name={name}][value={value}]")
    for name, value in walking.answers("elif@posta.example").items():
        steps.write(f"[name={name}]", value)
    steps.attach("[name=file-transaction_view]", walking.PICTURE)
    steps.click("main .btn-primary[name=action]")
    page.wait_for_url("**/review/")
    steps.click("main .btn-primary")
    page.wait_for_url("**/done/")
    assert Case.objects.get().number == page.inner_text(".ticket-no")
    within("Open a case", steps)


def test_find_the_state_of_a_case(nehir, page, within):
    case = write_in(nehir)
    page.goto("/nehir/")
    steps = Steps(page)
    steps.write("#track-number", case.number)
    steps.press("Enter")
    page.wait_for_url("**/track/**")
    steps.write("#secret", secret_of(case))
    steps.press("Enter")
    page.wait_for_url(f"**/cases/{case.number}/")
    assert page.locator(".vows li").count() >= 2
    within("Find the state of a case", steps)


def test_add_evidence(nehir, page, within):
    case = write_in(nehir)
    walking.open_case_page(page, case)
    steps = Steps(page)
    steps.attach("#files", walking.PICTURE)
    steps.click("form[action$='/reply/'] .btn-primary")
    page.wait_for_selector(".story .evidence-list >> text=ekran.png")
    assert Attachment.objects.filter(case=case).count() == 1
    within("Add evidence", steps)


def test_answer(nehir, page, browse_as, within):
    case = write_in(nehir)
    browse_as(page, "deniz").goto("/desk/")
    steps = Steps(page)
    steps.press("j")
    steps.press("Enter")
    page.wait_for_url(f"**/desk/cases/{case.number}/**")
    steps.press("r")
    page.wait_for_selector("#reply:focus")
    steps.type("Paranız bugün hesabınızda.")
    steps.press("Shift+Enter")
    page.wait_for_selector(".timeline >> text=Paranız bugün hesabınızda.")
    assert Message.objects.get(case=case, author=Author.STAFF).text == "Paranız bugün hesabınızda."
    within("Answer", steps)


def test_hand_over(nehir, page, browse_as, within):
    case = write_in(nehir, at=timezone.now() - timedelta(hours=1))
    cases.assign(case=case, owner=nehir.staff["deniz"], by=BY, at=timezone.now())
    browse_as(page, "deniz").goto("/desk/")
    steps = Steps(page)
    steps.press("j")
    steps.press("Enter")
    page.wait_for_url(f"**/desk/cases/{case.number}/**")
    steps.press("d")
    page.wait_for_selector("#hand-to:focus")
    steps.choose("#hand-to", "Selin Er")
    steps.click("#hand-over .btn-primary")
    page.wait_for_selector("[data-key=d]", state="detached")
    assert Case.objects.get(id=case.id).owner == nehir.staff["selin"]
    within("Hand over", steps)
