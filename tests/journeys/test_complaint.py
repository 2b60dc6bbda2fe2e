"""An ordinary complaint from the formal form to its confirmed end, walked with no pointer."""

from django.utils import timezone

from muhatap.audit import relay
from muhatap.cases.models import Case
from muhatap.cases.statuses import ClosedReason
from muhatap.complaints.models import Complaint
from muhatap.complaints.stages import Stage
from tests.journeys.walking import press_to


def enter_on(page, selector: str) -> None:
    press_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_into(page, selector: str, text: str) -> None:
    press_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def choose(page, selector: str) -> None:
    press_to(page, selector)
    page.keyboard.press("Space")


def relayed() -> None:
    while relay.publish(at=timezone.now()) or relay.run_listeners(at=timezone.now()):
        pass


def stage() -> str:
    return Complaint.objects.get().stage


def test_an_ordinary_complaint_to_its_confirmed_end(nehir, page, new_page, browse_as):
    lodge(page)
    case = Case.objects.get()
    relayed()
    assert stage() == Stage.ACKNOWLEDGED
    desk = browse_as(new_page(), "mert")
    investigate(desk, case)
    answer(desk, case)
    accept(page, case)
    carry_out(desk, case)
    confirm(page, case)
    conclude(desk, case)
    case.refresh_from_db()
    assert (stage(), case.closed_reason) == (Stage.CLOSED, ClosedReason.SOLVED)


def lodge(page) -> None:
    page.goto("/nehir/complaint/")
    type_into(page, "[name=name]", "Elif Karaca")
    type_into(page, "[name=email]", "elif@posta.example")
    type_into(page, "[name=what]", "Para çekme talebim altı gündür gelmedi.")
    type_into(page, "[name=points]", "Tutar gelmedi")
    type_into(page, "[name=sought]", "Tutarın gönderilmesi")
    enter_on(page, "main form .btn-primary")
    page.wait_for_selector(".ticket-no")


def investigate(desk, case) -> None:
    desk.goto(f"/desk/cases/{case.number}/complaint/")
    type_into(desk, "#triage-reason", "Tutar altı gündür yolda")
    enter_on(desk, "form[action='triage/'] .btn-primary")
    assert stage() == Stage.TRIAGED
    type_into(desk, "#plan", "Kayıtlara bak")
    enter_on(desk, "form[action='plan/'] .btn-primary")
    assert stage() == Stage.INVESTIGATING
    choose(desk, "form[action='finding/'] [name=finding]")
    type_into(desk, "#facts-1", "Tutar aracı kuruluşta kaldı")
    type_into(desk, "#none-1", "Yalnız panelde görünüyor")
    enter_on(desk, "form[action='finding/'] .btn-primary")
    choose(desk, "form[action='decision/'] [name=outcome]")
    type_into(desk, "#dec-reasons", "Gecikme sizden kaynaklanmadı")
    type_into(desk, "#remedy", "Tutar yeniden gönderilir")
    choose(desk, "form[action='decision/'] [name=owed]")
    press_to(desk, "#do-by")
    desk.keyboard.type("12122030")
    enter_on(desk, "form[action='decision/'] .btn-primary")
    assert stage() == Stage.PROPOSED


def answer(desk, case) -> None:
    enter_on(desk, "a[href='letter/']")
    enter_on(desk, "button[value=send]")
    assert stage() == Stage.RESPONDED


def accept(page, case) -> None:
    page.goto(f"/nehir/cases/{case.number}/")
    enter_on(page, "button[value=accepted]")
    assert stage() == Stage.APPLYING


def carry_out(desk, case) -> None:
    desk.goto(f"/desk/cases/{case.number}/complaint/")
    press_to(desk, "#done-on")
    desk.keyboard.type("11112026")
    type_into(desk, "#reference", "EFT-42")
    enter_on(desk, "form[action='executed/'] .btn-primary")
    assert stage() == Stage.CONFIRMING


def confirm(page, case) -> None:
    page.goto(f"/nehir/cases/{case.number}/")
    enter_on(page, "button[value=confirmed]")
    assert stage() == Stage.CONFIRMING


def conclude(desk, case) -> None:
    desk.goto(f"/desk/cases/{case.number}/complaint/")
    type_into(desk, "#cause", "Aracı kuruluş havuzu")
    choose(desk, "form[action='conclude/'] [name=improves]")
    type_into(desk, "#improvement", "Günlük mutabakat")
    enter_on(desk, "form[action='conclude/'] .btn-primary")
