"""A program searches what the brand's customers could read, and nothing of what is written inside."""

import pytest

from muhatap.cases import operations as cases
from muhatap.cases.people import Person
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from tests.channels.api.conftest import caller_for
from tests.world import NOON, make_case

SEARCH = "/api/v1/search"


def found(program, query: str) -> list[str]:
    answer = program("GET", f"{SEARCH}?q={query}")
    assert answer.status == 200, answer.data
    return [each["number"] for each in answer.json["results"]]


def test_words_names_and_filters_find(program, asking_world):
    case = make_case(asking_world, text="Dekontum ekte, havale gelmedi")
    told = program("GET", f"{SEARCH}?q=dekont").json
    (result,) = told["results"]
    assert (result["number"], result["found_in"], told["more"]) == (case.number, "message", False)
    assert [result["excerpt"][start:end] for start, end in result["marks"]] == ["Dekontum"]
    assert found(program, "dekont%20status:new") == [case.number]
    assert found(program, "dekont%20status:closed") == []
    assert found(program, case.customer.name.split()[0]) == [case.number]


def test_notes_and_side_conversations_are_never_searched(program, asking_world):
    case = make_case(asking_world)
    by = Actor.staff(asking_world.staff["deniz"].id)
    note = cases.NewMessage(author=Author.NOTE, channel="desk", text="zürafa gizli")
    cases.post_message(case=case, new=note, by=by, at=NOON)
    side = cases.open_side_conversation(
        case=case, subject="Kaplumbağa", people=[Person("kasa@banka.example")],
        staff=asking_world.staff["deniz"], by=by, at=NOON,
    )  # fmt: skip
    beside = cases.NewMessage(author=Author.NOTE, channel="desk", text="timsah", side=side)
    cases.post_message(case=case, new=beside, by=by, at=NOON)
    for query in ("zurafa", "kaplumbaga", "timsah", "kasa@banka.example"):
        assert found(program, query) == []


@pytest.mark.parametrize("query", ["has:note", "a%20OR%20zurafa", "-zurafa", "from:", "nothing:here", ""])
def test_what_would_look_inside_or_cannot_be_read_is_refused(program, query):
    answer = program("GET", f"{SEARCH}?q={query}")
    assert (answer.status, answer.slug) == (422, "invalid-request")


def test_another_brand_finds_nothing(asking_world):
    make_case(asking_world, text="Dekontum ekte")
    stranger = caller_for(asking_world, "cases:read", brand=asking_world.other_brand)
    assert found(stranger, "dekont") == []


def test_the_scope_is_asked_for(asking_world):
    answer = caller_for(asking_world, "cases:write")("GET", f"{SEARCH}?q=dekont")
    assert (answer.status, answer.slug) == (403, "scope-missing")
