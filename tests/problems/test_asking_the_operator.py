"""The question to the operator's system: signed, about the problem alone, its answer read with limits."""

import json

import pytest

from muhatap.integrations import affected
from muhatap.integrations.affected import BadList, read_affected
from muhatap.integrations.calling import PeerFailed
from muhatap.wiring import problem_asking
from tests.problems import telling as tell
from tests.world import NOON

SECRET = "whsec_" + "QUJD" * 10


def written(*people):
    return json.dumps({"people": list(people)}).encode()


def test_people_are_read_and_what_is_no_list_is_refused():
    found = read_affected(written({"email": " a@posta.example ", "name": "Ay\u0000şe", "language": "tr"}))
    assert [(each.email, each.name) for each in found] == [("a@posta.example", "Ayşe")]
    for wrong in (b"x", b"[]", b'{"people": 1}', written(1), written({"email": 7}), b"[" * 90_000):
        with pytest.raises(BadList):
            read_affected(wrong)
    with pytest.raises(BadList):
        read_affected(written(*({"email": ""} for _ in range(affected.MOST_PEOPLE + 1))))


@pytest.mark.django_db
def test_nothing_of_a_customer_is_asked_and_failures_have_a_name(world, settings, monkeypatch):
    problem = tell.confirmed(world)
    assert problem_asking.ask_affected(problem, NOON).outcome == "no_peer"
    settings.MUHATAP_AFFECTED = {"nehir": ("https://op.example/affected", SECRET)}
    asked = []

    def answer(peer, *, call_id, timestamp, body):
        asked.append(json.loads(body))
        return written({"email": "a@posta.example"})

    monkeypatch.setattr(problem_asking, "ask", answer)
    told = problem_asking.ask_affected(problem, NOON)
    assert (told.outcome, [each.email for each in told.people]) == ("answered", ["a@posta.example"])
    assert set(asked[0]) == {"type", "brand", "problem", "title", "named", "since"}
    monkeypatch.setattr(problem_asking, "ask", lambda *_, **__: (_ for _ in ()).throw(PeerFailed("too_slow")))
    assert problem_asking.ask_affected(problem, NOON).outcome == "too_slow"
    monkeypatch.setattr(problem_asking, "ask", lambda *_, **__: b"{}")
    assert problem_asking.ask_affected(problem, NOON).outcome == "not_a_list"
