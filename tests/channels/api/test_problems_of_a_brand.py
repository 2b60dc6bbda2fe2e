"""Problems as programs read them: of the token's brand alone, without what stays inside."""

import pytest

from tests.problems import telling as tell

pytestmark = pytest.mark.django_db


def test_a_program_reads_the_problems_of_its_brand(program, world):
    tell.confirmed(world, root_cause="Kuyruk doldu", workaround="Uygulamadan alın")
    tell.opened(world, brand=world.other_brand)
    told = program("GET", "/api/v1/problems").json["problems"]
    assert [each["problem"] for each in told] == ["P-1"]
    assert told[0]["workaround"] == "Uygulamadan alın"
    assert not {"root_cause", "owner", "fix"} & told[0].keys()
    assert program("GET", "/api/v1/problems?state=watched").json["problems"] == []


def test_one_is_read_by_its_number_and_what_is_not_there_is_told_so(program, world):
    tell.confirmed(world)
    assert program("GET", "/api/v1/problems/1").json["state"] == "confirmed"
    for number in ("2", "-1", "99999999999999999999"):
        answer = program("GET", f"/api/v1/problems/{number}")
        assert (answer.status, answer.json["type"]) == (404, "urn:muhatap:problem:no-such-problem")
    assert program("GET", "/api/v1/problems/x").status in {404, 422}
