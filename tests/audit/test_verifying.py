"""Meddling with what the database holds is found, and the first place is named."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muhatap.audit.findings import Fault, Report
from muhatap.audit.models import ErasableContent, Event, Stream
from muhatap.audit.verifying import orphaned_content, stream_bounds, verify_stream, verify_streams
from muhatap.cases import operations as cases
from muhatap.cases.proof import CasesAgree
from muhatap.kernel.actors import Actor
from tests.audit.stories import event_of, events_of, first_message, make_long_case
from tests.audit.tampering import execute, swap, tampered
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db

FLIPS = {
    "id": 77,
    "kind": "case.closed",
    "schema": 99,
    "at": "2026-01-01 00:00:00",
    "brand_id": 77,
    "actor_kind": "system",
    "actor_id": 77,
    "actor_label": "x",
    "content": '{"brand": "1"}',
    "digests": '{"a": "b"}',
    "prev_hash": "a" * 64,
    "hash": "a" * 64,
}
SHARED_WORLD = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40
)


def verify() -> Report:
    report = verify_streams(checks=(CasesAgree(),))
    report.add(orphaned_content())
    return report


def first(report: Report) -> tuple[int, int, str]:
    assert report.first is not None
    return report.first.stream_id, report.first.seq, report.first.fault.value


def test_a_desk_at_work_is_intact(world):
    case = make_long_case(world)
    make_case(world, customer=1)
    report = verify()
    assert report.findings == []
    assert report.is_intact
    assert report.events == Event.objects.count() > 15
    assert report.streams == Stream.objects.count()
    assert verify_stream(case.id, (CasesAgree(),)).events == len(events_of(case))


@SHARED_WORLD
@given(data=st.data())
def test_every_column_of_every_event_is_covered(world, data):
    case = Stream.objects.filter(kind="case").first() or make_long_case(world)
    event = data.draw(st.sampled_from(list(Event.objects.filter(stream_id=case.id).order_by("seq"))))
    column = data.draw(st.sampled_from(sorted(FLIPS)))
    with tampered():
        assert execute(f"UPDATE audit_event SET {column} = %s WHERE id = %s", FLIPS[column], event.id)
        assert first(verify()) == (case.id, event.seq, "changed")


@SHARED_WORLD
@given(data=st.data())
def test_every_byte_of_the_contents_is_covered(world, data):
    case = Stream.objects.filter(kind="case").first() or make_long_case(world)
    rows = [
        (event, "audit_event", "content", "id", event.content)
        for event in Event.objects.filter(stream_id=case.id)
    ]
    rows += [
        (Event.objects.get(id=row.event_id), "audit_erasablecontent", "fields", "event_id", row.fields)
        for row in ErasableContent.objects.all()
    ]
    event, table, column, key, text = data.draw(st.sampled_from(rows))
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from('ab0"{} ').filter(lambda new: new != text[at]))
    changed = text[:at] + letter + text[at + 1 :]
    with tampered():
        execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", changed, event.id)
        stream_id, seq, fault = first(verify())
    assert (stream_id, seq) == (case.id, event.seq)
    assert fault in {"changed", "content_changed", "content_removed"}


def test_removed_swapped_cut_and_moved_events_are_told_apart(world):
    one, two = make_long_case(world), make_case(world, customer=1)
    last = len(events_of(one))
    with tampered():
        execute("DELETE FROM audit_event WHERE stream_id = %s AND seq = 4", one.id)
        assert first(verify()) == (one.id, 4, "removed")
    with tampered():
        swap(one.id, 3, 6)
        assert first(verify()) == (one.id, 3, "moved")
        assert [each.seq for each in verify().findings] == [3, 6]
    with tampered():
        execute("DELETE FROM audit_event WHERE stream_id = %s AND seq > %s", one.id, last - 2)
        assert first(verify()) == (one.id, last - 1, "cut")
    with tampered():
        execute("DELETE FROM audit_event WHERE stream_id = %s AND seq = 3", two.id)
        execute(
            "UPDATE audit_event SET stream_id = %s, seq = 3 WHERE stream_id = %s AND seq = %s",
            two.id,
            one.id,
            last,
        )
        found = {(each.stream_id, each.seq, each.fault) for each in verify().findings}
        assert (two.id, 3, Fault.MOVED) in found
        assert (one.id, last, Fault.CUT) in found


def test_streams_and_events_belong_together(world):
    case = make_long_case(world)
    with tampered():
        execute("DELETE FROM audit_stream WHERE id = %s", case.id)
        assert first(verify()) == (case.id, 1, "unknown_stream")
    with tampered():
        execute("DELETE FROM audit_event WHERE stream_id = %s", case.id)
        assert first(verify()) == (case.id, 1, "cut")
    with tampered():
        execute("UPDATE audit_stream SET head = %s WHERE id = %s", "a" * 64, case.id)
        assert first(verify()) == (case.id, len(events_of(case)), "head")
    with tampered():
        execute("UPDATE audit_stream SET length = length - 1 WHERE id = %s", case.id)
        assert {each.fault for each in verify().findings} == {Fault.HEAD, Fault.INSERTED}
    with tampered():
        execute("UPDATE audit_stream SET kind = 'brand' WHERE id = %s", case.id)
        assert first(verify())[:2] == (case.id, 1)
    assert verify_stream(12345).first.fault is Fault.MISSING_STREAM


def test_content_goes_only_by_an_erasure_that_says_so(world):
    case = make_long_case(world)
    posted = event_of(case, "message.posted")
    with tampered():
        execute("DELETE FROM audit_erasablecontent WHERE event_id = %s", posted.id)
        assert first(verify()) == (case.id, posted.seq, "content_removed")
    with tampered():
        execute("UPDATE audit_erasablecontent SET fields = '{}' WHERE event_id = %s", posted.id)
        assert first(verify()) == (case.id, posted.seq, "content_removed")
    with tampered():
        execute("UPDATE audit_erasablecontent SET event_id = 5 WHERE event_id = %s", posted.id)
        assert {each.fault for each in verify().findings} == {Fault.CONTENT_REMOVED, Fault.REMOVED}


def test_a_lawful_erasure_keeps_the_chain_valid_and_shows(world):
    case = make_long_case(world)
    objection = event_of(case, "case.dissatisfaction_expressed")
    message_id = int(json.loads(objection.content)["message"])
    for message in (first_message(case), case.messages.get(id=message_id)):
        cases.erase_message(message=message, reason="KVKK m. 7", by=Actor.system("test"), at=NOON)
    report = verify()
    assert report.findings == []
    # The posts of both messages, and the objection that repeated the second one's words.
    assert report.erased == 4
    kept = "".join(ErasableContent.objects.values_list("fields", flat=True))
    assert "yetmiyor" not in kept
    assert "bekliyorum" not in kept


def test_an_erased_message_cannot_be_filled_again(world):
    case = make_long_case(world)
    message = first_message(case)
    posted = event_of(case, "message.posted")
    cases.erase_message(message=message, reason="KVKK m. 7", by=Actor.system("test"), at=NOON)
    execute("UPDATE cases_message SET text = 'Hiç beklemedim.' WHERE id = %s", message.id)
    assert first(verify()) == (case.id, posted.seq, "table")


def test_erasing_twice_records_once(world):
    case = make_long_case(world)
    message = first_message(case)
    for _ in range(2):
        cases.erase_message(message=message, reason="KVKK m. 7", by=Actor.system("test"), at=NOON)
    assert Event.objects.filter(kind="message.content_erased").count() == 1


def test_parts_cover_everything_once(world):
    for customer in range(5):
        make_case(world, customer=customer)
    bounds = stream_bounds(2)
    parts = [
        verify_streams(above=low, up_to=high)
        for low, high in zip([None, *bounds], [*bounds, None], strict=True)
    ]
    assert len(parts) >= 3
    assert sum(part.streams for part in parts) == Stream.objects.count()
    assert sum(part.events for part in parts) == Event.objects.count()
