"""At the desk: why a time is as it is, stages, and a later time by two people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.approvals.models import Proposal
from muhatap.cases import operations as cases
from muhatap.cases.models import Milestone
from muhatap.kernel.actors import Actor
from muhatap.promises.derivations import told_lines
from muhatap.promises.explaining import Audience
from muhatap.promises.models import Clock, Promise
from tests.world import load, make_case

pytestmark = pytest.mark.django_db
REASON = "Bankanın kaydını bekliyoruz."


@pytest.fixture
def case(world):
    """A case whose corrected topic has a later promise."""
    known = Promise.objects.filter(brand=world.brand).first()
    Promise.objects.create(
        brand=world.brand, code="resolve-login", clock="resolve", names={"tr": "Karar", "en": "Decision"},
        limit="14d", schedule=known.schedule, conditions={"topic": ["ACC-LOGIN"]},
    )  # fmt: skip
    made = make_case(world, at=timezone.now() - timedelta(hours=2))
    cases.correct_topic(
        case=made,
        topic=world.topics["ACC-LOGIN"],
        by=Actor.staff(world.staff["mert"].pk),
        at=timezone.now() - timedelta(hours=1),
    )
    return load(made.id)


def clock_of(case) -> Clock:
    return Clock.objects.select_related("promise").get(case=case, name="resolve")


def ask(client, case, reason=REASON):
    promise = Promise.objects.get(code="resolve-login")
    return client.post(
        f"/desk/cases/{case.number}/promises/{clock_of(case).id}/later/",
        {"promise": promise.id, "reason": reason},
    )


def decide(client, case, decision="agree"):
    proposal = Proposal.objects.get(sort="later_limit")
    return client.post(f"/desk/cases/{case.number}/later/{proposal.id}/", {"decision": decision})


def test_a_promise_that_is_over_says_why_when_somebody_unfolds_it(sign_in, world, case):
    clock = clock_of(case)
    Clock.objects.filter(id=clock.id).update(stopped_at=timezone.now(), was_kept=True)
    client, place = sign_in("mert"), f"/desk/cases/{case.number}/"
    lines = [line.text for line in told_lines(clock, case, Audience.STAFF, "en")]
    page = client.get(place).content.decode()
    assert f'hx-get="{place}promises/{clock.id}/why/"' in page
    part = client.get(f"{place}promises/{clock.id}/why/", headers={"HX-Request": "true"}).content.decode()
    assert part.count("<li>") == len(lines)
    assert "<html" not in part
    whole = client.get(f"{place}promises/{clock.id}/why/").content.decode()
    assert whole.count("<h1>") == 1
    assert part.strip() in whole


def test_why_is_told_only_of_clocks_of_a_case_that_she_sees(sign_in, world, case):
    other = make_case(world, at=timezone.now())
    place = f"promises/{clock_of(other).id}/why/"
    assert sign_in("mert").get(f"/desk/cases/{case.number}/{place}").status_code == 404
    assert sign_in("stranger").get(f"/desk/cases/{other.number}/{place}").status_code == 404


def test_every_promise_says_why(sign_in, world, case):
    page = sign_in("mert").get(f"/desk/cases/{case.number}/", headers={"accept-language": "tr"})
    shown = page.content.decode()
    lines = told_lines(clock_of(case), case, Audience.STAFF, "tr")
    assert len(lines) >= 5
    for line in lines:
        assert line.text.replace("'", "&#x27;") in shown


def test_two_people_move_a_time(sign_in, world, case):
    before = clock_of(case).limit_at
    assert ask(sign_in("mert"), case).status_code == 303
    assert clock_of(case).limit_at == before
    assert REASON in sign_in("pelin").get(f"/desk/cases/{case.number}/").content.decode()
    assert decide(sign_in("mert"), case).status_code == 409
    assert clock_of(case).limit_at == before
    assert decide(sign_in("pelin"), case).status_code == 303
    assert clock_of(case).limit_at == before + timedelta(days=7)
    assert decide(sign_in("pelin"), case).status_code == 409


def test_a_refusal_keeps_the_time(sign_in, world, case):
    before = clock_of(case).limit_at
    ask(sign_in("mert"), case)
    assert decide(sign_in("pelin"), case, "keep").status_code == 303
    assert clock_of(case).limit_at == before


def test_nobody_asks_without_a_reason_or_for_what_is_not_offered(sign_in, world, case):
    client = sign_in("mert")
    assert ask(client, case, " ").status_code == 400
    other = Promise.objects.get(brand=world.brand, code="resolve-complaint")
    place = f"/desk/cases/{case.number}/promises/{clock_of(case).id}/later/"
    assert client.post(place, {"promise": other.id, "reason": REASON}).status_code == 409
    assert client.post(place, {"promise": "x", "reason": REASON}).status_code == 404
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(("login", "status"), [("stranger", 404), ("gul", 403), ("arda", 404)])
def test_only_those_who_answer_may_ask_or_note(sign_in, world, case, login, status):
    assert ask(sign_in(login), case).status_code == status
    place = f"/desk/cases/{case.number}/milestones/"
    assert sign_in(login).post(place, {"milestone": "called_back"}).status_code == status


def test_an_agent_does_not_agree_to_a_later_time(sign_in, world, case):
    ask(sign_in("mert"), case)
    cases.move_to_queue(
        case=case, queue=world.queues["payments"], reason="x", by=Actor.system("x"), at=timezone.now()
    )
    assert decide(sign_in("deniz"), case).status_code == 403


def test_a_stage_is_noted_with_its_time_and_reference(sign_in, world, case):
    client, place = sign_in("mert"), f"/desk/cases/{case.number}/milestones/"
    asked = {"milestone": "callback_asked", "reached_at": "", "reference": "Saat 15.00"}
    assert client.post(place, asked).status_code == 303
    noted = Milestone.objects.get(case=case)
    assert (noted.name, noted.staff, noted.reference) == ("callback_asked", world.staff["mert"], "Saat 15.00")
    assert "Saat 15.00" in client.get(f"/desk/cases/{case.number}/").content.decode()
    assert client.post(place, {"milestone": "refund_paid"}).status_code == 409
    assert client.post(place, {"milestone": "flown"}).status_code == 400
    late = {"milestone": "called_back", "reached_at": "2031-01-01T10:00"}
    assert client.post(place, late).status_code == 400


def test_who_asked_may_take_it_back_only(sign_in, world, case):
    before = clock_of(case).limit_at
    ask(sign_in("mert"), case)
    shown = sign_in("mert").get(f"/desk/cases/{case.number}/").content.decode()
    assert 'value="keep"' in shown
    assert 'value="agree"' not in shown
    assert decide(sign_in("mert"), case, "keep").status_code == 303
    assert clock_of(case).limit_at == before
    other = make_case(world)
    proposal = Proposal.objects.get()
    answer = sign_in("mert").post(f"/desk/cases/{other.number}/later/{proposal.id}/", {"decision": "agree"})
    assert answer.status_code == 404, "another case's question"
