"""Time stamps by an outside authority: for these bytes, once for each log, asked for until they come."""

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from muhatap.audit import operations as audit
from muhatap.audit.heads import signed_message
from muhatap.audit.models import Event
from muhatap.audit.stamping import NoStamp, read_stamp, request_stamp, stamp_path
from muhatap.audit.verifying import verify_streams
from muhatap.kernel.actors import Actor
from tests.servers import time_stamps
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
SIGNER = Actor.system("signer")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    with time_stamps.running(tmp_path_factory.mktemp("tsa")) as running:
        yield running


@pytest.fixture(autouse=True)
def honest(authority):
    authority.bend = lambda answer: (200, answer)


@pytest.fixture
def folder(tmp_path, settings):
    settings.MUHATAP_DATA = tmp_path
    return tmp_path


def stamp(authority):
    return audit.stamp_logs(url=authority.url, by=SIGNER, at=NOON)


def test_each_log_is_stamped_once_and_openssl_confirms_it(world, folder, authority, tmp_path):
    make_case(world)
    one = audit.sign_heads(by=SIGNER, at=NOON)
    assert (stamp(authority), stamp(authority)) == (1, 0)
    make_case(world)
    audit.sign_heads(by=SIGNER, at=NOON + timedelta(days=1))
    assert stamp(authority) == 1
    signed = tmp_path / "signed.txt"
    signed.write_bytes(signed_message(one.digest, one.root))
    kept = stamp_path(folder, 1)
    assert authority.confirms(kept, signed)
    assert read_stamp(kept.read_bytes()).imprint == hashlib.sha256(signed.read_bytes()).digest()
    signed.write_bytes(signed.read_bytes() + b"x")
    assert not authority.confirms(kept, signed)
    assert Event.objects.filter(kind="heads.stamped").count() == 2
    assert verify_streams().is_intact


@pytest.mark.parametrize(
    ("status", "answer", "reason"),
    [
        (500, b"", "answered 500"),
        (200, b"", "unreadable"),
        (200, b"<html>not today</html>", "unreadable"),
        (200, b"x" * 70_000, "70000|65537"),
        # PKIStatusInfo: rejection, "no".
        (200, bytes.fromhex("300b3009020102300406026e6f"), "refused|unreadable"),
    ],
)
def test_what_is_no_stamp_is_not_kept_and_asked_for_again(world, folder, authority, status, answer, reason):
    make_case(world)
    log = audit.sign_heads(by=SIGNER, at=NOON)
    authority.bend = lambda _: (status, answer)
    with pytest.raises(NoStamp, match=reason):
        request_stamp(authority.url, signed_message(log.digest, log.root))
    assert stamp(authority) == 0
    assert not stamp_path(folder, 1).exists()
    authority.bend = lambda good: (200, good)
    assert stamp(authority) == 1


def test_a_stamp_for_something_else_is_refused(authority):
    def other(nonce):
        asked = TimestampRequestBuilder().data(b"other").hash_algorithm(HashAlgorithm.SHA256)
        return authority.answer(asked.nonce(nonce=nonce).build().as_bytes())

    with pytest.raises(NoStamp, match="other bytes"):
        request_stamp(authority.url, b"mine", post=lambda *_: other(nonce=True))
    kept = request_stamp(authority.url, b"mine")
    with pytest.raises(NoStamp, match="another question"):
        request_stamp(authority.url, b"mine", post=lambda *_: kept)


def test_an_authority_that_cannot_be_reached_is_said():
    with pytest.raises(NoStamp, match="refused"):
        request_stamp("http://127.0.0.1:9/tsr", b"x")


def test_the_dossier_carries_the_stamp_and_what_was_stamped(world, folder, authority, tmp_path):
    from muhatap.dossiers import operations as dossiers
    from muhatap.dossiers.audience import Audience

    case = make_case(world)
    audit.sign_heads(by=SIGNER, at=NOON)
    stamp(authority)
    into = io.BytesIO()
    dossiers.seal_dossier(case=case, audience=Audience.CUSTOMER, into=into, by=SIGNER, at=NOON)
    zipfile.ZipFile(into).extractall(tmp_path / "case")
    place = tmp_path / "case"
    assert authority.confirms(place / "head-log.tsr", place / "head-log.txt")
