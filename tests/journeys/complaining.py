"""Steps of a complaint at the desk and on its customer's page, by mouse."""

from datetime import timedelta

from django.utils import timezone

from muhatap.audit import relay
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.complaints import operations as complaints
from muhatap.complaints.models import Complaint
from muhatap.complaints.queries import point_of
from muhatap.kernel.actors import Actor
from tests.complaints.telling import JUDGED

POINTS = "Para altı gündür gelmedi\nKimse aramadı"
FACTS = ("Para aracı kuruluşta kaldı ve biz bunu geç gördük.", "Sizi 12 Kasım günü iki kez aradık.")


def relayed() -> None:
    """Let what follows afterwards follow."""
    while relay.publish(at=timezone.now()) or relay.run_listeners(at=timezone.now()):
        pass


def stage() -> str:
    """Where the only complaint stands."""
    return Complaint.objects.get().stage


def day(days: int) -> str:
    """So many days from now, as a form takes it."""
    return f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}"


def send(page, action: str, press: str = "", nth: int = 0, **fields: str) -> None:
    """Fill in the form that goes to this address and press its button."""
    form = page.locator(f"form[action$='{action}']").nth(nth)
    form.evaluate("form => form.closest('details')?.setAttribute('open', '')")
    for name, value in fields.items():
        field = form.locator(f"[name={name.replace('_of_', '-')}]").first
        if field.get_attribute("type") in {"radio", "checkbox"}:
            form.locator(f"[name={name.replace('_of_', '-')}][value={value}]").check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():
        form.locator(f"button[value={press}]" if press else "button").first.click()


def open_complaint(page, case: Case) -> None:
    """The page of the complaint at the desk."""
    page.goto(f"/desk/cases/{case.number}/complaint/")


def investigate(page, case: Case, finding: str) -> None:
    """Points, triage, plan and a finding on each point."""
    open_complaint(page, case)
    send(page, "points/", points=POINTS, remedy_sought="Tutarın gönderilmesi")
    send(page, "triage/", reason="Tutar altı gündür yolda", severity="2")
    send(page, "plan/", plan="Kayıtlara bak, bankaya sor")
    for number, words in enumerate(FACTS):
        send(page, "finding/", nth=number, finding=finding, facts=words, no_evidence="Yalnız panelde")


def investigated(case: Case, staff, finding: str) -> None:
    """The same without the pages, for journeys that are about what follows."""
    complaint, by, at = Complaint.objects.get(), Actor.staff(staff.pk), timezone.now()
    cases.assign(case=case, owner=staff, by=by, at=at)
    complaints.split_points(
        complaint=complaint, points=POINTS.splitlines(), remedy_sought="Tutarın gönderilmesi", by=by, at=at
    )
    complaints.triage(complaint=complaint, judged=JUDGED, by=by, at=at)
    complaints.plan(complaint=complaint, text="Kayıtlara bak, bankaya sor", by=by, at=at)
    for number, words in enumerate(FACTS, 1):
        found = complaints.Found(finding=finding, facts=words, no_evidence="Yalnız panelde")
        complaints.find(point=point_of(complaint, number), found=found, by=by, at=at)


def decide(page, outcome: str, **more: str) -> None:
    """Draft the decision with the findings that stand there."""
    send(page, "decision/", outcome=outcome, reasons="Kayıtlar bunu gösteriyor.", **more)


def send_letter(page) -> None:
    """Send the letter as the template made it."""
    with page.expect_navigation():
        page.locator("a[href='letter/']").first.click()
    with page.expect_navigation():
        page.locator("button[value=send]").click()
