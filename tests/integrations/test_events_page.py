"""The page of events is the code's own, and the API tells what a webhook without rights is told."""

from pathlib import Path

import pytest

from muhatap.audit import relay
from muhatap.integrations.offering import OPEN, offered_facts
from muhatap.integrations.written_events import written_events
from tests.channels.api.conftest import caller_for, one_connection  # noqa: F401
from tests.world import NOON, make_case

PAGE = Path(__file__).parents[2] / "docs" / "events.md"


def test_the_page_is_the_one_that_the_facts_write():
    assert PAGE.read_text(encoding="utf-8") == written_events(), (
        "Write it anew: muhatap api events > docs/events.md"
    )


def test_every_event_stands_in_it_once():
    text = written_events()
    assert all(text.count(f"### `{kind}`") == 1 for kind in offered_facts())
    assert offered_facts().keys() >= OPEN


@pytest.mark.django_db
def test_a_program_reads_on_from_where_it_was(world):
    program = caller_for(world, "events:read")
    case = make_case(world)
    make_case(world, brand=world.other_brand, topic="PAY-WD", customer=1)
    while relay.publish(at=NOON):
        pass
    told, after = [], "0"
    while True:
        page = program("GET", f"/api/v1/events?after={after}&limit=50&kind=case.*").json
        if page["next"] == after:
            break
        after = page["next"]
        told += page["events"]
    assert {each["data"]["case"] for each in told if each["type"] == "case.opened"} == {case.number}
    assert all("subject" not in each["data"] for each in told)
    assert [int(each["number"]) for each in told] == sorted(int(each["number"]) for each in told)
    assert caller_for(world, "cases:read")("GET", "/api/v1/events").slug == "scope-missing"
