"""At the desk: the ladder of a case, pages and their answer, what is about to break, the rota."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import OnCallShift
from muhatap.audit import relay
from muhatap.kernel.actors import Actor
from muhatap.promises import operations as promises
from muhatap.promises import rules
from muhatap.promises.models import Clock, ClockStep, Promise
from tests.world import LADDER, load, make_case

pytestmark = pytest.mark.django_db
SWEEP = Actor.system("sweep")
PAGING = {"at": "1", "do": ["tell", "page"], "to": "on_call", "page_every": "5m"}


def prepared(world, *steps, hours: float = 47):
    """A case that waits for so many hours, swept and told."""
    Promise.objects.filter(brand=world.brand, clock="triage").update(ladder=[*steps, *LADDER])
    rules._rules.cache_clear()
    rules.rule_with_id.cache_clear()
    now = timezone.now()
    case = make_case(world, at=now - timedelta(hours=hours), subject="Kartım çalındı", acknowledged=True)
    while promises.sweep(by=SWEEP, at=now).clocks:
        pass
    promises.page_on_call(by=SWEEP, at=now)
    while relay.publish(at=now) or relay.run_listeners(at=now):
        pass
    return load(case.id)


@pytest.fixture
def case(world):
    return prepared(world, PAGING)


def test_the_ladder_says_what_was_done_whom_it_told_and_what_comes(sign_in, case):
    shown = sign_in("mert").get(f"/desk/cases/{case.number}/ladder/", headers={"accept-language": "en"})
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "Mert Soylu" in text
    assert text.count("data-done") >= 6
    assert 'aria-current="step"' in text


def test_the_panel_asks_for_the_ladder_alone(sign_in, case):
    client = sign_in("mert")
    part = client.get(f"/desk/cases/{case.number}/ladder/", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert "ladder-pip" in part
    assert f"/desk/cases/{case.number}/ladder/" in client.get(f"/desk/cases/{case.number}/").content.decode()


def test_a_page_is_answered_once_from_the_case(sign_in, world, case):
    client = sign_in("mert")
    answer = f"/desk/cases/{case.number}/page/"
    assert answer in client.get(f"/desk/cases/{case.number}/").content.decode()
    assert client.post(answer).status_code == 303
    step = ClockStep.objects.get(clock__case=case, threshold="1")
    assert step.acknowledged_by == world.staff["mert"]
    assert load(case.id).owner == world.staff["mert"]
    assert client.post(answer).status_code == 409
    assert answer not in client.get(f"/desk/cases/{case.number}/").content.decode()


def test_those_who_may_not_answer_cases_answer_no_page(sign_in, case):
    assert sign_in("gul").post(f"/desk/cases/{case.number}/page/").status_code == 403
    assert sign_in("stranger").post(f"/desk/cases/{case.number}/page/").status_code == 404
    assert sign_in("stranger").get(f"/desk/cases/{case.number}/ladder/").status_code == 404


def test_the_reason_is_one_of_those_that_are_offered(sign_in, case):
    clock = Clock.objects.get(case=case, name="first_reply")
    client, place = sign_in("mert"), f"/desk/cases/{case.number}/promises/{clock.id}/reason/"
    assert client.post(place, {"reason": "because"}).status_code == 404
    assert client.post(place, {"reason": "fault"}).status_code == 303
    assert Clock.objects.get(id=clock.id).delay_reason == "fault"


def test_what_is_about_to_break_is_shown_by_team_and_taken(sign_in, world, case):
    client = sign_in("mert")
    shown = client.get("/desk/breaking/?hours=2").content.decode()
    assert case.number in shown
    assert client.post("/desk/breaking/act/?hours=2", {"case": case.number, "do": "take"}).status_code == 303
    assert load(case.id).owner == world.staff["mert"]
    handed = {"case": case.number, "do": "hand", "to": world.staff["deniz"].pk}
    client.post("/desk/breaking/act/?hours=2", handed)
    assert load(case.id).owner == world.staff["deniz"]
    assert case.number not in sign_in("stranger").get("/desk/breaking/?hours=72").content.decode()
    assert sign_in("gul").post("/desk/breaking/act/", {"case": case.number, "do": "take"}).status_code == 403


def test_nobody_hands_over_to_a_stranger_or_what_is_not_there(sign_in, world, case):
    client = sign_in("mert")
    for to in (world.stranger.pk, "x", "9" * 25, ""):
        client.post("/desk/breaking/act/", {"case": [case.number, "26-00000-00000"], "do": "hand", "to": to})
        assert load(case.id).owner is None


def test_a_supervisor_keeps_the_rota_and_an_agent_reads_it(sign_in, world):
    client, team = sign_in("mert"), world.teams["payments"]
    place = f"/desk/on-call/teams/{team.id}/"
    shift = {"staff": world.staff["deniz"].pk, "weekday": "0", "begins": "18:00", "ends": "08:00"}
    assert client.post(place, shift).status_code == 303
    assert client.post(place, shift).status_code == 409
    assert client.post(place, {**shift, "begins": "25:00"}).status_code == 400
    assert client.post(place, {**shift, "staff": world.stranger.pk}).status_code == 400
    assert sign_in("deniz").post(place, shift).status_code == 403
    assert sign_in("stranger").post(place, shift).status_code == 404
    assert "Deniz Aydın" in sign_in("selin").get("/desk/on-call/").content.decode()
    found = OnCallShift.objects.get()
    removing = f"/desk/on-call/shifts/{found.id}/remove/"
    assert sign_in("stranger").post(removing).status_code == 404
    assert client.post(removing).status_code == 303
    assert not OnCallShift.objects.exists()


def test_somebody_notes_that_she_is_away(sign_in, world):
    client = sign_in("deniz")
    assert client.post("/desk/on-call/away/", {"until": "2001-01-01T10:00"}).status_code == 400
    assert client.post("/desk/on-call/away/", {"until": "2099-01-01T10:00"}).status_code == 303
    world.staff["deniz"].refresh_from_db()
    assert world.staff["deniz"].away_until is not None
    client.post("/desk/on-call/away/", {"until": ""})
    world.staff["deniz"].refresh_from_db()
    assert world.staff["deniz"].away_until is None


class TestInABrowser:
    @pytest.fixture
    def case(self, transactional_db, world):
        accounts.add_shift(
            team=world.teams["payments"],
            staff=world.staff["deniz"],
            weekday=timezone.now().weekday(),
            hours=(time(0), time(0)),
            by=SWEEP,
            at=timezone.now(),
        )
        return prepared(world, PAGING)

    def test_by_keys_alone(self, case, world, page, browse_as):
        browse_as(page, "mert").goto("/desk/breaking/?hours=2")
        page.keyboard.press("j")
        page.keyboard.press("x")
        assert page.locator("input[name=case]:checked").count() == 1
        page.keyboard.press("a")
        page.locator(".messages .notice").first.wait_for()
        assert load(case.id).owner == world.staff["mert"]

    def test_a_page_is_answered_by_one_key(self, case, page, browse_as):
        browse_as(page, "mert").goto("/desk/breaking/?hours=2")
        page.keyboard.press("y")
        page.wait_for_url("**/desk/cases/**")
        assert not ClockStep.objects.filter(page_next_at__isnull=False).exists()

    def test_every_page_is_accessible(self, case, page, browse_as, axe):
        browse_as(page, "mert")
        for _name, place in (
            ("breaking", "/desk/breaking/?hours=2"),
            ("ladder", f"/desk/cases/{case.number}/ladder/"),
            ("on-call", "/desk/on-call/"),
            ("case-paged", f"/desk/cases/{case.number}/"),
            ("notices", "/desk/notices/"),
        ):
            page.goto(place)
            axe(page)

    def test_the_ladder_unfolds_in_the_panel(self, case, page, browse_as):
        browse_as(page, "mert").goto(f"/desk/cases/{case.number}/")
        page.locator("details[hx-get$='/ladder/'] summary").click()
        page.locator("details[hx-get$='/ladder/'] .ladder li").first.wait_for()
