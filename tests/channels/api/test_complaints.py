"""Complaints by programs: registered in the customer's name, moved by her word alone, else refused."""

import pytest

from muhatap.complaints.models import Complaint
from muhatap.complaints.queries import complaint_of
from muhatap.complaints.stages import Stage
from tests.complaints import telling as tell
from tests.complaints.telling import fresh
from tests.world import make_case

WORDS = {"words": "Olmadı", "points": ["Tutar gelmedi"], "remedy_sought": "İade"}


def test_it_is_registered_once_under_the_same_number(program, world):
    case = make_case(world)
    for _ in range(2):
        answer = program("POST", f"/api/v1/cases/{case.number}/complaint", WORDS)
        assert answer.status == 201
        assert answer.json["number"] == case.number
    assert Complaint.objects.get().origin == "api"
    assert program("GET", f"/api/v1/cases/{case.number}/complaint").json["points"] == ["Tutar gelmedi"]


def test_a_case_that_is_none_has_none(program, world):
    case = make_case(world)
    answer = program("GET", f"/api/v1/cases/{case.number}/complaint")
    assert (answer.status, answer.json["type"]) == (404, "urn:muhatap:problem:not-a-complaint")
    assert program("GET", "/api/v1/cases/26-00000-00000/complaint").status == 404


def test_dissatisfaction_is_not_expressed_in_the_future(program, world):
    case = make_case(world)
    sent = WORDS | {"expressed_at": "2099-01-01T00:00:00Z"}
    answer = program("POST", f"/api/v1/cases/{case.number}/complaint", sent)
    assert (answer.status, answer.json["missing"]) == (409, ["expressed_at"])
    assert complaint_of(case) is None


@pytest.mark.parametrize(
    ("to", "guard", "missing"),
    [
        ("investigating", "plan", ["plan"]),
        ("applying", "possible", ["triaged-applying"]),
        ("closed", "possible", ["triaged-closed"]),
        ("heaven", "possible", ["triaged-heaven"]),
    ],
)
def test_an_illegal_move_is_answered_with_guard_and_gaps(program, world, to, guard, missing):
    complaint = tell.triaged(world)
    answer = program("POST", f"/api/v1/cases/{complaint.case.number}/complaint/moves", {"to": to})
    assert answer.status == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.json["guard"], answer.json["missing"]) == (guard, missing)
    assert fresh(complaint).stage == Stage.TRIAGED


def test_no_program_makes_a_move_of_staff(program, world):
    complaint = tell.proposed(world)
    answer = program(
        "POST", f"/api/v1/cases/{complaint.case.number}/complaint/moves", {"to": "investigating"}
    )
    assert answer.status == 409
    assert fresh(complaint).stage == Stage.PROPOSED


@pytest.mark.parametrize(
    ("to", "stage"), [("applying", Stage.APPLYING), ("appeal", Stage.APPEAL), ("withdrawn", Stage.WITHDRAWN)]
)
def test_the_customers_word_moves_it(program, world, to, stage):
    complaint = tell.responded(world)
    answer = program("POST", f"/api/v1/cases/{complaint.case.number}/complaint/moves", {"to": to})
    assert answer.status == 201
    assert fresh(complaint).stage == stage


def test_the_same_key_is_done_once_and_answered_again(program, world):
    complaint = tell.responded(world)
    number, key = complaint.case.number, "k-1"
    move = ("POST", f"/api/v1/cases/{number}/complaint/moves", {"to": "appeal", "words": "Hayır"})
    first, second = (program(*move, idempotency_key=key) for _ in range(2))
    assert (first.status, second.status) == (201, 201)
    assert ("Idempotent-Replayed" in first.headers, "Idempotent-Replayed" in second.headers) == (False, True)
    assert complaint.words.filter(said="refused").count() == 1
    other = program(move[0], move[1], {"to": "withdrawn"}, idempotency_key=key)
    assert (other.status, other.slug) == (422, "idempotency-key-reused")
    assert fresh(complaint).stage == Stage.APPEAL


def test_registering_again_with_its_key_changes_nothing(program, world):
    case = make_case(world)
    place = f"/api/v1/cases/{case.number}/complaint"
    answers = [program("POST", place, WORDS, idempotency_key="r-1") for _ in range(3)]
    assert [each.status for each in answers] == [201, 201, 201]
    assert len({each.data for each in answers}) == 1
    assert program("POST", place, WORDS | {"words": "Başka"}, idempotency_key="r-1").status == 422
    assert program("POST", place, WORDS, idempotency_key="iki söz").slug.endswith("malformed")


def test_what_was_refused_is_not_remembered(program, world):
    complaint = tell.proposed(world)
    place, key = f"/api/v1/cases/{complaint.case.number}/complaint/moves", "w-1"
    assert program("POST", place, {"to": "appeal"}, idempotency_key=key).status == 409
    tell.answer(complaint, world, at=tell.hours(6))
    assert program("POST", place, {"to": "appeal"}, idempotency_key=key).status == 201
