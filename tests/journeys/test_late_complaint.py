"""A complaint that nobody answered climbs its ladder to the top, gets redress by four eyes and an apology."""

from datetime import timedelta

from django.utils import timezone

from muhatap.cases.models import Message
from muhatap.complaints.stages import Stage
from muhatap.kernel.actors import Actor
from muhatap.money import operations as money
from muhatap.money.models import Remedy, RemedyState
from muhatap.notifications.models import Notice
from muhatap.promises.models import ClockStep
from tests.complaints.test_redress import TERMS
from tests.journeys import complaining as tell
from tests.journeys.complaining import send, stage
from tests.journeys.nehir import do_background_work, write_in
from tests.journeys.walking import open_case_page


def test_a_late_complaint_gets_redress_and_an_apology_with_a_new_date(nehir, new_page, browse_as):
    case = write_in(nehir, at=timezone.now() - timedelta(days=21), topic="COMPLAINT")
    set_terms(nehir)
    do_background_work()
    tell.relayed()
    climbed(case, nehir)
    pelin, mert, customer = browse_as(new_page(), "pelin"), browse_as(new_page(), "mert"), new_page()
    pelin.goto("/desk/notices/")
    assert "6 tutulmayan söz" in pelin.inner_text("main")
    pelin.goto(f"/desk/cases/{case.number}/ladder/")
    assert "125" in pelin.inner_text("main")
    tell.investigated(case, nehir.staff["pelin"], "upheld")
    apologise_with_a_new_date(pelin, case)
    redress(pelin, mert, case)
    tell.decide(pelin, "upheld", remedy="100 TL ödenir.", owed="yes", do_by=tell.day(7))
    tell.send_letter(pelin)
    assert stage() == Stage.RESPONDED
    accept(customer, case)
    carry_out(pelin, case)
    end(customer, pelin, case)
    assert stage() == Stage.CLOSED


def set_terms(nehir) -> None:
    at, (arda, pelin) = timezone.now(), (Actor.staff(nehir.staff[login].pk) for login in ("arda", "pelin"))
    proposal = money.propose_terms(brand=nehir.brand, terms=TERMS, reason="Bütçe", by=arda, at=at)
    money.agree_terms(proposal=proposal, by=pelin, at=at)


def climbed(case, nehir) -> None:
    reached = ClockStep.objects.filter(clock__case=case, reached_at__isnull=False)
    assert {"100", "125"} <= {step.rstrip("%") for step in reached.values_list("threshold", flat=True)}
    told = Notice.objects.filter(about_case_id=case.id).values_list("staff_id", flat=True)
    assert {nehir.staff["mert"].pk, nehir.staff["pelin"].pk} <= set(told)
    assert Message.objects.filter(case=case, external_id__startswith="step:").exists()


def apologise_with_a_new_date(page, case) -> None:
    why = "Gecikmenin nedeni bizdik: kaydınız gözden kaçtı. Özür dileriz."
    page.goto(f"/desk/cases/{case.number}/complaint/letter/?sort=holding")
    send(page, ".", press="anew", new_date=tell.day(10), why_late=why)
    with page.expect_navigation():
        page.locator("button[value=send]").click()
    letter = Message.objects.filter(case=case, author="staff").latest("id")
    assert "Özür dileriz" in letter.text
    assert letter.template.startswith("holding@0:")


def redress(page, second, case) -> None:
    tell.open_complaint(page, case)
    send(page, "remedy/", kind="goodwill", amount="100", currency="TRY", words="Bekleyiş için")
    assert not page.locator("form[action='remedy-decide/'] button[value=agree]").count()
    tell.open_complaint(second, case)
    send(second, "remedy-decide/", press="agree", reason="Uygun")
    assert Remedy.objects.get().state == RemedyState.APPROVED
    tell.open_complaint(page, case)


def accept(page, case) -> None:
    open_case_page(page, case)
    send(page, f"remedies/{Remedy.objects.get().id}/", press="accepted")
    assert stage() == Stage.RESPONDED
    with page.expect_navigation():
        page.locator("#decide-h ~ div button[value=accepted]").click()
    assert stage() == Stage.APPLYING


def carry_out(page, case) -> None:
    tell.open_complaint(page, case)
    send(page, "remedy-execute/", done_on=tell.day(0), reference="EFT-42")
    assert stage() == Stage.CONFIRMING


def end(customer, page, case) -> None:
    customer.reload()
    assert "EFT-42" in customer.inner_text("main")
    with customer.expect_navigation():
        customer.locator("button[value=confirmed]").click()
    tell.open_complaint(page, case)
    send(page, "conclude/", root_cause="Kayıt gözden kaçtı", improves="yes", improvement="Günlük liste")
