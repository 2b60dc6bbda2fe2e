"""Signed head logs show what the chains alone cannot: cut ends, lost streams, histories written anew."""

import gzip
import hashlib
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muhatap.audit import operations as audit
from muhatap.audit.chain import Link, dumps, link_hash
from muhatap.audit.comparing import head_logs, verify_heads
from muhatap.audit.findings import Report
from muhatap.audit.heads import LogFile, UnreadableLog, path_of, signed_message
from muhatap.audit.merkle import root_over
from muhatap.audit.models import Event, HeadLog, Stream
from muhatap.audit.verifying import verify_streams
from muhatap.cases import operations as cases
from muhatap.kernel.actors import Actor
from muhatap.kernel.keyring import Keyring
from tests.audit.tampering import execute, tampered
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
SIGNER = Actor.system("signer")


@pytest.fixture
def folder(tmp_path, settings) -> Path:
    """A data folder of this test alone."""
    settings.MUHATAP_DATA = tmp_path
    return tmp_path


@pytest.fixture
def signed(world, folder):
    """Two cases, signed; then one of them grew, and was signed again."""
    one, two = make_case(world), make_case(world, customer=1)
    audit.sign_heads(by=SIGNER, at=NOON)
    cases.change_priority(case=one, priority=2, reason="asked", by=SIGNER, at=NOON)
    audit.sign_heads(by=SIGNER, at=NOON + timedelta(days=1))
    return one, two


def verify(folder: Path, keyring: Keyring | None = None) -> Report:
    return verify_heads(keyring=keyring or django_settings.MUHATAP_KEYRING, folder=folder)


def found(report: Report) -> set[tuple[int, int, str]]:
    return {(each.stream_id, each.seq, each.fault.value) for each in report.findings}


def test_signed_heads_fit(signed, folder):
    report = verify(folder)
    assert report.findings == []
    assert report.logs == 2
    first, second = reversed(head_logs())
    assert (first.streams, second.previous) == (2, first.digest)
    # The case that grew, and the installation, whose stream tells of the first log.
    assert second.streams == 2
    assert Event.objects.filter(kind="heads.signed").count() == 2


def test_only_what_grew_is_listed_again(signed, folder):
    one, two = signed
    assert {head.stream_id for head in LogFile(path_of(folder, 1))} == {one.id, two.id}
    assert {head.stream_id for head in LogFile(path_of(folder, 2))} == {one.id, 0}


def test_it_signs_once_a_day(world, folder):
    assert audit.sign_heads_if_due(by=SIGNER, at=NOON) is not None
    assert audit.sign_heads_if_due(by=SIGNER, at=NOON + timedelta(hours=23)) is None
    assert audit.sign_heads_if_due(by=SIGNER, at=NOON + timedelta(hours=24)).number == 2


def test_a_cleanly_cut_tail_is_found(signed, folder):
    one, _ = signed
    length = Stream.objects.get(id=one.id).length
    with tampered():
        cut_cleanly(one.id, length - 1)
        assert verify_streams().is_intact
        assert found(verify(folder)) == {(one.id, length, "cut")}


def test_a_case_removed_without_a_trace_is_found(signed, folder):
    _, two = signed
    with tampered():
        execute("DELETE FROM audit_event WHERE stream_id = %s", two.id)
        execute("DELETE FROM audit_stream WHERE id = %s", two.id)
        assert verify_streams().is_intact
        assert found(verify(folder)) == {(two.id, 1, "missing_stream")}


def test_a_history_written_anew_is_found(signed, folder):
    one, _ = signed
    length = Stream.objects.get(id=one.id).length
    with tampered():
        rewrite(one.id, since=2)
        assert verify_streams().is_intact
        report = verify(folder)
    # Nothing was signed between the beginning and the first log.
    assert found(report) == {(one.id, 1, "rewritten")}
    with tampered():
        rewrite(one.id, since=length)
        assert verify_streams().is_intact
        assert found(verify(folder)) == {(one.id, length, "rewritten")}


def test_a_stream_cannot_pretend_to_be_signed(signed, folder):
    _, two = signed
    cases.change_priority(case=two, priority=1, reason="asked", by=SIGNER, at=NOON)
    new = make_case_like(two)
    with tampered():
        execute("UPDATE audit_stream SET signed_length = length WHERE id = %s", two.id)
        length = Stream.objects.get(id=two.id).length
        assert found(verify(folder)) == {(two.id, length, "log_missing")}
    with tampered():
        execute("UPDATE audit_stream SET signed_length = length WHERE id = %s", new)
        assert {each.fault.value for each in verify(folder).findings} == {"log_missing"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_every_byte_of_a_log_is_covered(signed, folder, data):
    number = data.draw(st.sampled_from([1, 2]))
    path = path_of(folder, number)
    lines = gzip.decompress(path.read_bytes())
    at = data.draw(st.integers(0, len(lines) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda new: new != lines[at]))
    kept = path.read_bytes()
    path.write_bytes(gzip.compress(lines[:at] + bytes([byte]) + lines[at + 1 :]))
    try:
        report = verify(folder)
    finally:
        path.write_bytes(kept)
    assert {each.stream_id for each in report.findings if each.stream_kind == "head log"} >= {number}


@pytest.mark.parametrize(
    "column", ["at", "previous", "digest", "root", "streams", "key_id", "fingerprint", "signature"]
)
def test_every_column_of_a_log_is_covered(signed, folder, column):
    values = {"at": "2026-01-01 00:00:00", "streams": 9, "key_id": "none"}
    with tampered():
        execute(f"UPDATE audit_headlog SET {column} = %s WHERE number = 1", values.get(column, "a" * 64))
        assert (1, 0) in {(each.stream_id, each.seq) for each in verify(folder).findings}


def test_missing_and_exchanged_logs_are_found(signed, folder):
    first, second = path_of(folder, 1), path_of(folder, 2)
    with tampered():
        execute("DELETE FROM audit_headlog WHERE number = 1")
        assert (1, 0, "log_missing") in found(verify(folder))
    with tampered():
        execute("DELETE FROM audit_headlog WHERE number = 2")
        assert (2, 0, "log_missing") in found(verify(folder))
    kept = second.read_bytes()
    shutil.copy(first, second)
    assert (2, 0, "log_changed") in found(verify(folder))
    second.write_bytes(kept[: len(kept) // 2])
    assert (2, 0, "log_changed") in found(verify(folder))
    second.unlink()
    assert (2, 0, "log_missing") in found(verify(folder))


def test_another_desks_signature_does_not_count(signed, folder):
    stranger = Keyring.fresh()
    assert {each.fault.value for each in verify(folder, stranger).findings} == {"log_signature"}


def test_a_log_signed_before_a_rotation_still_counts(world, folder, settings):
    settings.MUHATAP_KEYRING = Keyring.open(folder)
    make_case(world)
    audit.sign_heads(by=SIGNER, at=NOON)
    settings.MUHATAP_KEYRING.rotate()
    audit.sign_heads(by=SIGNER, at=NOON + timedelta(days=1))
    assert verify(folder).findings == []
    assert len({log.key_id for log in HeadLog.objects.all()}) == 2


def test_a_signing_that_fails_leaves_nothing(world, folder, monkeypatch):
    make_case(world)
    monkeypatch.setattr("muhatap.audit.operations.signing.put_in_place", broken)
    with pytest.raises(OSError):
        audit.sign_heads(by=SIGNER, at=NOON)
    assert not HeadLog.objects.exists()
    assert not Event.objects.filter(kind="heads.signed").exists()
    assert list((folder / "heads").iterdir()) == []
    monkeypatch.undo()


def test_a_file_that_is_no_log_is_refused(tmp_path):
    for content in (b"", b"plain", gzip.compress(b"[]\n"), gzip.compress(b'{"format":"other"}\n')):
        path = tmp_path / "heads.jsonl.gz"
        path.write_bytes(content)
        with pytest.raises(UnreadableLog):
            list(LogFile(path))
        with pytest.raises(UnreadableLog):
            _ = LogFile(path).signed


def test_a_log_is_plain_lines_that_others_can_check(signed, folder):
    lines = gzip.decompress(path_of(folder, 1).read_bytes()).splitlines()
    header, *heads, trailer, end = map(json.loads, lines)
    assert header["number"] == 1
    leaves = [dumps(head).encode() for head in heads]
    assert trailer == {"root": root_over(leaves).hex(), "streams": len(heads)}
    assert [head[0] for head in heads] == ["case", "case"]
    assert set(end) == {"digest", "fingerprint", "key", "signature"}


def test_a_log_of_the_first_format_is_still_read(signed, folder, tmp_path):
    lines = gzip.decompress(path_of(folder, 1).read_bytes()).splitlines()
    header, *heads, _, end = map(json.loads, lines)
    old = [header | {"format": "muhatap-heads/1"}, *heads, {"streams": len(heads)}]
    text = b"".join(dumps(line).encode() + b"\n" for line in old)
    digest = hashlib.sha256(text).hexdigest()
    key_id, signature = django_settings.MUHATAP_KEYRING.sign(f"muhatap-heads/1 {digest}".encode())
    last = end | {"digest": digest, "key": key_id, "signature": signature.hex()}
    path = tmp_path / "old.jsonl.gz"
    path.write_bytes(gzip.compress(text + dumps(last).encode() + b"\n"))
    log = LogFile(path)
    assert len(list(log)) == len(heads)
    assert (log.signed.root, signed_message(digest, "")) == ("", f"muhatap-heads/1 {digest}".encode())


def broken(*_):
    raise OSError("no space left")


def make_case_like(case) -> int:
    new = cases.open_case(
        new=cases.NewCase(
            brand=case.brand, customer=case.customer, topic=case.topic, queue=case.queue, subject="x",
            channel="phone", kind="request", priority=4, language="tr", received_at=NOON, next_step="x",
        ),
        by=SIGNER,
        at=NOON,
    )  # fmt: skip
    return new.id


def cut_cleanly(stream_id: int, length: int) -> None:
    """Remove the end of a stream and let its row agree, as somebody who knows the tables would."""
    execute("DELETE FROM audit_event WHERE stream_id = %s AND seq > %s", stream_id, length)
    head = Event.objects.get(stream_id=stream_id, seq=length).hash
    execute("UPDATE audit_stream SET length = %s, head = %s WHERE id = %s", length, head, stream_id)


def rewrite(stream_id: int, since: int) -> None:
    """Change an event and hash it and all after it anew."""
    head = ""
    for event in Event.objects.filter(stream_id=stream_id).order_by("seq"):
        if event.seq < since:
            head = event.hash
            continue
        label = "forged" if event.seq == since else event.actor_label
        link = Link(
            event.id, "case", stream_id, event.seq, event.kind, event.schema, event.at,
            event.actor_kind, event.actor_id, label, event.content, event.digests,
        )  # fmt: skip
        digest = link_hash(link, head)
        execute(
            "UPDATE audit_event SET prev_hash = %s, hash = %s, actor_label = %s WHERE id = %s",
            head,
            digest,
            label,
            event.id,
        )
        head = digest
    execute("UPDATE audit_stream SET head = %s WHERE id = %s", head, stream_id)
