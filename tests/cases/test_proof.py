"""Rows that were changed past the desk do not agree with their events."""

import pytest

from muhatap.audit.findings import Fault
from muhatap.audit.verifying import verify_stream, verify_streams
from muhatap.cases import operations as cases
from muhatap.cases.content import content_digest
from muhatap.cases.proof import CasesAgree, cases_without_stream, message_at
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from tests.audit.stories import event_of, events_of, first_message, make_long_case
from tests.audit.tampering import execute, tampered
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db

CASE_COLUMNS = {
    "number": "26-00000-00000",
    "status": "resolved",
    "kind": "identity",
    "priority": 3,
}
MESSAGE_COLUMNS = {
    "text": "Hiç şikâyetim yok.",
    "html": "<p>x</p>",
    "quoted": "x",
    "author": "note",
    "channel": "phone",
    "at": "2026-01-01 00:00:00",
}


def findings(case):
    return verify_stream(case.id, (CasesAgree(),)).findings


@pytest.mark.parametrize("column", CASE_COLUMNS)
def test_a_changed_case_is_named(world, column):
    case = make_long_case(world)
    value = CASE_COLUMNS[column]
    # An open status needs an open row, so the closed one moves to another closed one.
    execute(f"UPDATE cases_case SET {column} = %s WHERE id = %s", value, case.id)
    (found,) = findings(case)
    assert found.fault is Fault.TABLE
    assert found.detail == f"the row differs from its events: {column}"


def test_a_case_given_to_somebody_past_the_desk_is_named(world):
    case = make_long_case(world)
    execute("UPDATE cases_case SET owner_id = %s WHERE id = %s", world.staff["selin"].pk, case.id)
    (found,) = findings(case)
    assert found.detail == "the row differs from its events: owner"


def test_a_case_moved_to_another_topic_or_queue_past_the_desk_is_named(world):
    case = make_long_case(world)
    execute("UPDATE cases_case SET queue_id = %s WHERE id = %s", world.queues["payments"].id, case.id)
    execute("UPDATE cases_case SET topic_id = NULL WHERE id = %s", case.id)
    assert findings(case)[0].detail == "the row differs from its events: queue, topic"


@pytest.mark.parametrize("column", MESSAGE_COLUMNS)
def test_a_changed_message_is_named_at_the_event_that_posted_it(world, column):
    case = make_long_case(world)
    posted = event_of(case, "message.posted")
    message = first_message(case)
    execute(f"UPDATE cases_message SET {column} = %s WHERE id = %s", MESSAGE_COLUMNS[column], message.id)
    (found,) = findings(case)
    assert (found.fault, found.seq, found.event_id) == (Fault.TABLE, posted.seq, posted.id)


def test_a_removed_and_a_slipped_in_message_are_named(world):
    case = make_long_case(world)
    posted = event_of(case, "message.posted")
    with tampered():
        execute("UPDATE cases_message SET id = 5 WHERE id = %s", first_message(case).id)
        details = {found.seq: found.detail for found in findings(case)}
    assert details == {posted.seq: "the message is gone", len(events_of(case)): "message 5 was never posted"}


def test_a_case_without_its_chain_is_named(world):
    case = make_case(world)
    with tampered():
        execute("DELETE FROM audit_event WHERE stream_id = %s", case.id)
        execute("DELETE FROM audit_stream WHERE id = %s", case.id)
        assert verify_streams(checks=(CasesAgree(),)).is_intact
        assert [found.stream_id for found in cases_without_stream()] == [case.id]


def test_text_is_proved_as_it_is_stored(world):
    case = make_case(world)
    cases.post_message(
        case=case,
        new=cases.NewMessage(author=Author.NOTE, channel="desk", text="s\u0327u\x00\r\n\ud800son  "),
        by=Actor.system("test"),
        at=NOON,
    )
    assert findings(case) == []


def test_parts_of_a_message_do_not_run_into_each_other():
    assert content_digest("a\nb", []) != content_digest("a", ["b"])
    assert content_digest("a", [], html="b") != content_digest("a", [], quoted="b")
    assert content_digest("a", ["1", "2"]) != content_digest("a", ["2", "1"])


def test_a_message_is_found_by_its_place_and_by_its_id(world):
    case = make_long_case(world)
    posted, message = event_of(case, "message.posted"), first_message(case)
    assert message_at(case.id, posted.seq) == message_at(case.id, message.id) == message
    assert message_at(case.id, 1) is None
    assert message_at(make_case(world, customer=1).id, message.id) is None
