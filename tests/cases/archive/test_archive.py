"""Closed years go into sealed files: nothing is lost, any flipped byte shows, and every case comes back."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from muhatap.audit import operations as audit
from muhatap.audit.archived import BrokenArchive, at_hand
from muhatap.audit.exporting import exported_stream
from muhatap.audit.findings import Report
from muhatap.audit.models import ArchivedStream, ArchiveSet, Event, Publication, Stream
from muhatap.cases import operations as cases
from muhatap.cases.archive import returning
from muhatap.cases.archive.parcels import Parcel, parcels_of
from muhatap.cases.archive.proving import archive_findings, list_path
from muhatap.cases.models import Case, Message
from muhatap.cases.operations.archiving import seal_part
from muhatap.cases.operations.messaging import NewMessage
from muhatap.cases.queries import case_visible_to
from muhatap.cases.searching import search_cases
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.kernel.actors import Actor
from muhatap.wiring import proving
from tests.audit.tampering import unguarded
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
BY = Actor.system("archive")
LATER = NOON + timedelta(days=400)


@pytest.fixture
def place(world, settings, tmp_path):
    settings.MUHATAP_DATA = tmp_path
    return tmp_path


def closed_case(world, words="Paramı çekemiyorum, dekont ektedir.", replies=1, customer=0):
    """A case with some replies, solved and closed."""
    case = make_case(world, text=words, customer=customer)
    by = Actor.staff(world.staff["deniz"].id)
    for turn in range(replies):
        write(case, f"Bakıyoruz ({turn}).", by, NOON + timedelta(minutes=turn + 1))
    for status, reason in ((Status.RESOLVED, None), (Status.CLOSED, ClosedReason.SOLVED)):
        now = Case.objects.get(id=case.id)
        cases.change_status(case=now, status=status, closed=reason, by=by, at=NOON + timedelta(hours=1))
    return Case.objects.get(id=case.id)


def write(case, words, by, at):
    """Write on a case."""
    new = NewMessage(author=Author.STAFF if by.id else Author.CUSTOMER, channel="web_form", text=words)
    return cases.post_message(case=Case.objects.get(id=case.id), new=new, by=by, at=at)


def seal(world, *found):
    return seal_part(brand=world.brand, year=2026, case_ids=[each.id for each in found], by=BY, at=LATER).part


def proved() -> Report:
    report = proving.prove_streams(lambda _: None)
    report += proving.prove_heads(lambda _: None)
    return report


def here(case) -> Parcel:
    return parcels_of([case.id])[case.id]


def test_a_year_goes_and_nothing_is_lost(place, world):
    case, other = closed_case(world), closed_case(world, customer=1)
    audit.sign_heads(by=BY, at=LATER)
    before, length = here(case), Stream.objects.get(id=case.id).length
    part = seal(world, case, other)
    assert (part.cases, returning.put_away(limit=10)) == (2, (2, 0))
    assert not Event.objects.filter(stream_id=case.id).exists()
    assert not Publication.objects.filter(event_id__in=before.published).exists()
    assert set(Message.objects.filter(case=case).values_list("text", flat=True)) == {""}
    assert proved().is_intact
    assert list(archive_findings()) == []
    assert len(list(exported_stream(case.id))) == length
    at_hand([case.id, other.id])
    assert here(case) == before
    assert proved().is_intact
    assert returning.put_away(limit=10) == (2, 0)


def test_what_goes_on_comes_back_for_good(place, world):
    case = closed_case(world)
    seal(world, case)
    returning.put_away(limit=10)
    write(case, "Yine aynı sorun.", Actor.customer(case.customer_id), LATER)
    assert not ArchivedStream.objects.filter(stream_id=case.id).exists()
    assert "Bakıyoruz (0)." in Message.objects.filter(case=case).values_list("text", flat=True)
    assert Stream.objects.get(id=case.id).length == Event.objects.filter(stream_id=case.id).count()
    assert proved().is_intact


def test_what_was_written_on_between_sealing_and_emptying_stays(place, world):
    case = closed_case(world)
    seal(world, case)
    write(case, "Bir şey daha.", Actor.customer(case.customer_id), LATER)
    assert returning.put_away(limit=10) == (0, 0)
    assert Event.objects.filter(stream_id=case.id).exists()
    assert proved().is_intact


def test_an_archived_message_is_erased_for_good(place, world):
    case = closed_case(world)
    seal(world, case)
    returning.put_away(limit=10)
    message = Message.objects.filter(case=case).order_by("id").first()
    cases.erase_message(message=message, reason="request", by=BY, at=LATER)
    assert Message.objects.get(id=message.id).text == ""
    assert not ArchivedStream.objects.filter(stream_id=case.id).exists()
    assert "Paramı" not in str(here(case))
    assert proved().is_intact


def test_archived_words_are_found_and_shown(place, world):
    case = closed_case(world, words="Havalimanında kaybolan bavulum hakkında.")
    seal(world, case)
    returning.put_away(limit=10)
    for words in ("bavulum", '"kaybolan bavulum"'):
        found = search_cases(world.staff["deniz"], words, LATER).found
        assert [each.case.id for each in found] == [case.id]
    (found,) = search_cases(world.staff["deniz"], '"kaybolan bavulum"', LATER).found
    assert "bavulum" in str(found.snippet)


def test_who_opens_an_archived_case_reads_all_of_it(place, world):
    case = closed_case(world)
    before = here(case)
    seal(world, case)
    returning.put_away(limit=10)
    assert case_visible_to(world.staff["deniz"], case.number) == case
    assert here(case) == before


def test_events_leave_their_table_only_into_the_archive(place, world):
    case, other = closed_case(world), closed_case(world)
    seal(world, case)
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(stream_id=other.id).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(stream_id=case.id).update(actor_label="x")


def test_a_chain_that_does_not_hold_is_named_and_stays(place, world):
    case, sound = closed_case(world), closed_case(world)
    with unguarded():
        Event.objects.filter(stream_id=case.id, seq=2).update(actor_label="x")
    done = seal_part(brand=world.brand, year=2026, case_ids=[case.id, sound.id], by=BY, at=LATER)
    assert (done.broken, done.part.cases) == ([case.number], 1)
    assert not ArchivedStream.objects.filter(stream_id=case.id).exists()


def test_a_file_that_is_gone_is_told_and_nothing_is_emptied(place, world):
    case = closed_case(world)
    part = seal(world, case)
    (place / "archive" / part.path).unlink()
    with pytest.raises(BrokenArchive, match="missing"):
        returning.put_away(limit=10)
    assert Event.objects.filter(stream_id=case.id).exists()
    assert [each.fault for each in archive_findings()] == ["archive"]


def test_a_file_says_of_itself_what_is_in_it(place, world):
    case = closed_case(world)
    part = seal(world, case)
    data = (place / "archive" / part.path).read_bytes()
    assert data.startswith(b"PAR1")
    assert data.endswith(b"PAR1")
    assert case.number.encode() not in data  # packed
    row = ArchivedStream.objects.get(stream_id=case.id)
    assert data[row.place : row.place + 2] == b"\x01\x00"
    assert b"Param" not in data
    assert ArchiveSet.objects.get().sha256 == part.sha256


# Every hundredth byte of a file of two cases would be slow; examples choose them.
@hypothesis(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(at=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255), which=st.sampled_from([0, 1]))
def test_any_flipped_byte_shows(sealed_pair, at, flip, which):
    path, read = sealed_pair[which]
    data = bytearray(read)
    data[int(at * len(data))] ^= flip
    path.write_bytes(data)
    try:
        assert list(archive_findings())
    finally:
        path.write_bytes(read)


@pytest.fixture
def sealed_pair(place, world):
    part = seal(world, closed_case(world), closed_case(world, customer=1))
    returning.put_away(limit=10)
    paths = [place / "archive" / part.path, place / "archive" / list_path(part.path)]
    return [(path, path.read_bytes()) for path in paths]


def test_a_flipped_byte_of_a_case_is_found_by_its_stream(sealed_pair):
    row, (path, data) = ArchivedStream.objects.order_by("place").first(), sealed_pair[0]
    changed = bytearray(data)
    changed[row.place + row.size // 2] ^= 1
    path.write_bytes(changed)
    report = proved()
    assert {(each.stream_id, each.fault) for each in report.findings} == {(row.stream_id, "archive")}
    with pytest.raises(BrokenArchive, match="changed"):
        at_hand([row.stream_id])


@hypothesis(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    acts=st.lists(st.sampled_from(["seal", "away", "open", "write", "erase"]), min_size=3, max_size=9),
    replies=st.integers(0, 3),
)
def test_whatever_happens_the_fold_is_the_row(place, world, acts, replies):
    case = closed_case(world, replies=replies)
    for act in acts:
        now = Case.objects.get(id=case.id)
        match act:
            case "seal":
                seal(world, now)
            case "away":
                returning.put_away(limit=10)
            case "open":
                at_hand([case.id])
            case "write":
                write(now, "Söz", Actor.customer(now.customer_id), LATER)
            case "erase":
                cases.erase_message(
                    message=Message.objects.filter(case=case).last(), reason="request", by=BY, at=LATER
                )
    assert proved().is_intact
    assert list(archive_findings()) == []
