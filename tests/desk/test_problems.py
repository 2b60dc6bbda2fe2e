"""Problems at the desk: who sees, ties, moves, publishes and writes to all, and who does not."""

import json

import pytest
from django.utils import timezone

from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.problems import operations as problems
from muhatap.problems.models import KnownIssue, Problem, ProblemCase, ProblemNotice, ProblemTerms, Suggestion
from muhatap.problems.states import How, State
from tests.problems import telling as tell
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
PLACE = "/desk/problems/"


@pytest.fixture
def problem(world):
    return tell.confirmed(world)


def tied(world, problem, count=2):
    found = [make_case(world, customer=number) for number in range(count)]
    by = Actor.staff(world.staff["mert"].pk)
    problems.tie_all(problem=problem, cases=found, how=How.AGENT, by=by, at=NOON)
    return found


def test_the_list_shows_what_is_not_closed_and_nothing_of_another_brand(sign_in, world, problem):
    assert problem.title in sign_in("deniz").get(PLACE).content.decode()
    assert problem.title not in sign_in("deniz").get(f"{PLACE}?state=closed").content.decode()
    assert problem.title not in sign_in("stranger").get(PLACE).content.decode()
    assert sign_in("arda").get(PLACE).status_code == 403
    assert sign_in("stranger").get(f"{PLACE}{problem.id}/").status_code == 404


def test_an_agent_writes_down_a_suspicion_and_a_lead_confirms_it(sign_in, world):
    deniz, mert = sign_in("deniz"), sign_in("mert")
    form = {
        "for": "nehir",
        "title": "Havale kuyruğu",
        "severity": "2",
        "error_code": "EFT-77",
        "topic": ["PAY-WD", "X"],
    }
    assert deniz.post(f"{PLACE}new/", form).status_code == 303
    found = Problem.objects.get()
    assert (found.state, found.error_code, found.topics) == (State.SUSPECTED, "EFT77", ["PAY-WD"])
    move = f"{PLACE}{found.id}/move/"
    assert deniz.post(move, {"to": "confirmed"}).status_code == 403
    assert mert.post(move, {"to": "watched"}).status_code == 404
    assert mert.post(move, {"to": "closed"}).status_code == 409
    assert mert.post(move, {"to": "confirmed"}).status_code == 303
    answer = mert.post(move, {"to": "fixed"})
    assert answer.status_code == 409
    found.refresh_from_db()
    assert found.state == State.CONFIRMED


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"severity": "9"}, {"fixed_on": "31.01.2026"}, {"owner": "99"}]
)
def test_a_wrong_form_keeps_what_was_typed(sign_in, world, wrong):
    form = {"for": "nehir", "title": "Havale kuyruğu", "severity": "2", "workaround": "Şubeye gidin", **wrong}
    answer = sign_in("mert").post(f"{PLACE}new/", form)
    assert answer.status_code == 422
    assert "Şubeye gidin" in answer.content.decode()
    assert not Problem.objects.exists()


def test_from_the_case_it_is_tied_and_untied_and_the_timeline_tells_it(sign_in, world, problem):
    case, deniz = make_case(world), sign_in("deniz")
    place = f"/desk/cases/{case.number}/problem/"
    assert problem.title in deniz.get(place).content.decode()
    assert deniz.post(place, {"problem": problem.id}).status_code == 303
    assert "P-1" in deniz.get(f"/desk/cases/{case.number}/").content.decode()
    untie = f"{PLACE}{problem.id}/untie/"
    assert sign_in("selin").post(untie, {"number": case.number}).status_code == 404
    assert sign_in("gul").post(untie, {"number": case.number}).status_code == 403
    assert deniz.post(untie, {"number": case.number, "back": "case"}).status_code == 303
    assert not ProblemCase.objects.filter(untied_at__isnull=True).exists()
    assert sign_in("stranger").post(place, {"problem": problem.id}).status_code == 404
    theirs = tell.opened(world, brand=world.other_brand)
    assert deniz.post(place, {"problem": theirs.id}).status_code == 404


def test_whose_cases_she_does_not_see_are_counted_and_not_shown(sign_in, world, problem):
    first, _second = tied(world, problem)
    page = sign_in("selin").get(f"{PLACE}{problem.id}/").content.decode()
    assert first.number not in page
    assert first.number in sign_in("mert").get(f"{PLACE}{problem.id}/").content.decode()


def test_several_cases_are_tied_in_one_step_that_is_taken_back(sign_in, world, problem):
    first, second = make_case(world), make_case(world, customer=1)
    mert = sign_in("mert")
    form = {"case": [first.number, second.number], "act": f"problem={problem.id}"}
    assert "P-1" in mert.post("/desk/bulk/", form).content.decode()
    answer = mert.post("/desk/bulk/apply/", form)
    assert ProblemCase.objects.filter(how=How.BULK, untied_at__isnull=True).count() == 2
    change = answer["Location"].rpartition("did=")[2]
    assert mert.post(f"/desk/bulk/{change}/undo/").status_code == 303
    assert not ProblemCase.objects.filter(untied_at__isnull=True).exists()


def test_the_public_reads_of_it_in_every_language_or_not_at_all(sign_in, world, problem):
    place = f"{PLACE}{problem.id}/issue/"
    form = {
        f"{name}-{code}": f"{name} {code}"
        for name in ("titles", "texts", "meanwhile")
        for code in ("tr", "en")
    }
    assert sign_in("deniz").get(place).status_code == 403
    mert = sign_in("mert")
    assert mert.post(place, form | {"meanwhile-en": " "}).status_code == 422
    assert mert.post(place, form | {"article": "javascript:alert(1)"}).status_code == 422
    assert not KnownIssue.objects.exists()
    assert mert.post(place, form).status_code == 303
    assert mert.post(place, form).status_code == 303
    versions = KnownIssue.objects.order_by("version")
    assert [(each.version, each.ended_at is None) for each in versions] == [(1, False), (2, True)]
    assert mert.post(f"{PLACE}{problem.id}/withdraw/").status_code == 303
    assert mert.post(f"{PLACE}{problem.id}/withdraw/").status_code == 404


NOTICE = {
    f"{name}-{code}": f"{name} {code} {{name}}" for name in ("subject", "text") for code in ("tr", "en")
}


def test_a_notice_is_looked_at_before_it_goes_to_everybody(sign_in, world, problem):
    tied(world, problem)
    place, mert = f"{PLACE}{problem.id}/notice/", sign_in("mert")
    assert sign_in("deniz").get(place).status_code == 403
    assert mert.post(place, NOTICE | {"text-en": ""}).status_code == 422
    assert mert.post(place, NOTICE | {"text-tr": "Sayın {password}", "then": "send"}).status_code == 422
    assert "text tr Elif Karaca" in mert.post(place, NOTICE | {"then": "look"}).content.decode()
    assert not ProblemNotice.objects.exists()
    answer = mert.post(place, NOTICE | {"then": "send"})
    assert answer.status_code == 303
    problems.send_notices(by=Actor.system("problems"), at=NOON)
    proof = mert.get(answer["Location"]).content.decode()
    assert "Elif Karaca" in proof
    assert "Elif Karaca" not in sign_in("selin").get(answer["Location"]).content.decode()
    assert sign_in("stranger").get(answer["Location"]).status_code == 404


def test_above_the_limit_a_second_person_sends_it(sign_in, world, problem):
    tied(world, problem)
    mert, pelin = sign_in("mert"), sign_in("pelin")
    terms = {
        "sensitivity": "high",
        "least_cases": "3",
        "second_above": "1",
        "cost": "85,50",
        "currency": "try",
    }
    assert mert.post(f"{PLACE}terms/nehir/", terms).status_code == 303
    assert ProblemTerms.objects.get().cost_per_case == 8550
    notice = mert.post(f"{PLACE}{problem.id}/notice/", NOTICE | {"then": "send"})["Location"]
    problems.send_notices(by=Actor.system("problems"), at=NOON)
    assert not ProblemNotice.objects.get().recipients.filter(done_at__isnull=False).exists()
    assert mert.post(f"{PLACE}{problem.id}/notice/", NOTICE | {"then": "send"}).status_code == 422
    assert mert.post(notice, {"answer": "agree"}).status_code == 409
    assert sign_in("deniz").post(notice, {"answer": "agree"}).status_code == 403
    assert pelin.post(notice, {"answer": "agree"}).status_code == 303
    assert pelin.post(notice, {"answer": "agree"}).status_code == 409
    problems.send_notices(by=Actor.system("problems"), at=NOON)
    assert ProblemNotice.objects.get().recipients.filter(done_at__isnull=False).count() == 2


@pytest.mark.parametrize(
    "wrong", [{"least_cases": "1"}, {"sensitivity": "x"}, {"cost": "NaN"}, {"currency": "€"}]
)
def test_terms_without_a_meaning_change_nothing(sign_in, world, wrong):
    terms = {
        "sensitivity": "high",
        "least_cases": "3",
        "second_above": "1",
        "cost": "1",
        "currency": "TRY",
        **wrong,
    }
    assert sign_in("mert").post(f"{PLACE}terms/nehir/", terms).status_code == 303
    assert not ProblemTerms.objects.exists()
    assert sign_in("mert").post(f"{PLACE}terms/liman/", terms).status_code == 404


def test_a_suggestion_becomes_a_problem_once(sign_in, world):
    found = [make_case(world, customer=number) for number in range(3)]
    row = Suggestion.objects.create(
        brand=world.brand,
        first_case_id=found[0].id,
        signs={"error_code": "ERR1042"},
        case_ids=[each.id for each in found],
        count=3,
        found_at=NOON,
        changed_at=NOON,
    )
    place, mert = f"{PLACE}suggestions/{row.id}/", sign_in("mert")
    assert sign_in("deniz").get(place).status_code == 403
    assert sign_in("stranger").get(place).status_code == 404
    assert found[0].number in mert.get(place).content.decode()
    form = {"title": "Kod gelmiyor", "case": [found[0].number, found[1].number], "answer": "take"}
    assert mert.post(place, form).status_code == 303
    made = Problem.objects.get()
    assert made.error_code == "ERR1042"
    assert set(ProblemCase.objects.values_list("case_id", flat=True)) == {found[0].id, found[1].id}
    assert mert.post(place, form)["Location"] == PLACE
    assert Problem.objects.count() == 1


def test_the_report_counts_anew_and_is_the_same_as_json(sign_in, world, problem):
    now = timezone.now()
    case = make_case(world, at=now)
    make_case(world, at=now, customer=1)
    problems.tie(problem=problem, case=case, how=How.AGENT, by=Actor.staff(world.staff["mert"].pk), at=now)
    mert = sign_in("mert")
    assert "P-1" in mert.get(f"{PLACE}report/").content.decode()
    told = json.loads(mert.get(f"{PLACE}report/?format=json").content)["brands"][0]
    assert (told["received"], told["cases"]) == (2, 1)
    assert told["problems"][0]["share_percent"] == 50.0
    assert told["problems"][0]["by_week"] == [0, 0, 0, 1]
    assert sign_in("deniz").get(f"{PLACE}report/").status_code == 403


def test_notices_about_problems_lead_to_them(sign_in, world, problem):
    params = {"problem": "P-1", "id": str(problem.id), "title": "SMS", "case_number": "x", "subject": "y"}
    Notice.objects.create(
        brand=world.brand,
        staff=world.staff["mert"],
        kind="problem_returned",
        params=params,
        at=NOON,
        once_key="k",
    )
    assert f"{PLACE}{problem.id}/" in sign_in("mert").get("/desk/notices/").content.decode()


def test_the_operators_system_is_asked_outside_of_a_transaction(sign_in, world, problem, settings):
    settings.MUHATAP_ASK_AFFECTED = "tests.problems.telling.answer_of_the_operator"
    assert sign_in("deniz").post(f"{PLACE}{problem.id}/ask/").status_code == 403
    assert sign_in("mert").post(f"{PLACE}{problem.id}/ask/").status_code == 303
    assert problem.affected.count() == 2
