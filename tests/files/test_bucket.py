"""Files in a bucket that speaks S3: whole or not there, whatever it answers; nothing in it can be read."""

import pytest
from django.utils import timezone

from muhatap.files import operations as files
from muhatap.files.disk import place_of, write_durably, written_together
from muhatap.files.models import StoredFile
from muhatap.kernel import stores
from muhatap.kernel.actors import Actor
from muhatap.kernel.outages import is_outage
from muhatap.kernel.stores import StoreAway
from muhatap.kernel.stores import bucket as buckets
from tests.servers.s3 import bucket, s3_server

__all__ = ["bucket", "s3_server"]
BY = Actor.system("test")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 600


def store(world) -> StoredFile:
    return files.store_file(
        brand_id=world.brand.id, name="dekont.txt", data=b"Dekont 4411", by=BY, at=timezone.now()
    )


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    quick = {**buckets._TRIES, "max_retries": 2, "backoff": {}}
    monkeypatch.setattr(buckets, "_TRIES", quick)


@pytest.mark.django_db
def test_a_file_comes_back_from_the_bucket_and_lies_there_sealed(bucket, world):
    stored = store(world)
    assert files.read_file(stored=stored) == b"Dekont 4411"
    assert bucket.names() == [f"files/{stored.path}"]
    assert b"Dekont" not in place_of(stored.path).read_bytes()
    assert place_of(stored.path).exists()


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_file_is_gone_from_the_bucket(bucket, world):
    stored = store(world)
    files.destroy_file(stored=stored, by=BY, at=timezone.now())
    assert bucket.names() == []
    with pytest.raises(FileNotFoundError):
        place_of(stored.path).read_bytes()


@pytest.mark.parametrize("faults", [["slow"], ["slow", "slow"], ["dropped"], ["lost answer"]])
def test_what_passes_is_tried_again(bucket, faults):
    bucket.faults += faults
    write_durably(place_of("00/1"), PNG)
    bucket.faults += faults
    assert place_of("00/1").read_bytes() == PNG


@pytest.mark.parametrize("faults", [["denied"], ["slow"] * 9, ["dropped"] * 9])
def test_what_does_not_pass_is_an_outage_and_leaves_nothing(bucket, faults):
    bucket.faults += faults
    with pytest.raises(StoreAway) as refusal:
        write_durably(place_of("00/1"), PNG)
    assert is_outage(refusal.value)
    assert bucket.names() == []


def test_of_several_written_together_all_are_there_or_none(bucket):
    with written_together():
        write_durably(place_of("00/1"), PNG)
        assert bucket.calls == []
    write_five()
    assert len(bucket.names()) == 6
    bucket.faults += ["", "", "", "denied"]
    with pytest.raises(StoreAway):
        write_five()
    assert len(bucket.names()) == 6


def write_five() -> None:
    first = len(list(buckets.names_below(place_of("").url, "")))
    with written_together():
        for number in range(first * 10, first * 10 + 5):
            write_durably(place_of(f"00/{number}"), PNG)


@pytest.mark.django_db
def test_no_row_without_its_bytes(bucket, world):
    bucket.faults += ["denied"]
    with pytest.raises(StoreAway):
        store(world)
    assert not StoredFile.objects.exists()


def test_a_piece_is_read_without_the_rest(bucket):
    write_durably(place_of("00/1"), bytes(range(200)))
    assert stores.read_piece(place_of("00/1"), 10, 5) == bytes(range(10, 15))


def test_a_store_that_does_not_answer_says_why(bucket):
    assert stores.trouble() == ""
    bucket.faults += ["denied"] * 3
    assert "StoreAway" in stores.trouble()


def test_a_child_of_a_process_that_used_the_store_is_told_at_once(bucket, monkeypatch):
    assert stores.trouble() == ""
    monkeypatch.setattr(buckets.os, "getpid", lambda: -1)
    assert "forked" in stores.trouble()


def test_nodes_may_share_a_folder(settings, tmp_path):
    settings.MUHATAP_FILES_URL = f"file://{tmp_path}/shared%20here"
    write_durably(place_of("00/1"), PNG)
    assert (tmp_path / "shared here" / "files" / "00" / "1").read_bytes() == PNG
    assert stores.trouble() == ""


@pytest.mark.django_db
def test_its_link_serves_it_as_before_and_says_so_when_the_bucket_is_away(bucket, world, client):
    stored = store(world)
    url = files_url(stored)
    answer = client.get(url)
    assert answer.content == b"Dekont 4411"
    assert answer["X-Content-Type-Options"] == "nosniff"
    bucket.faults += ["denied"]
    assert client.get(url).status_code == 503


def files_url(stored: StoredFile) -> str:
    from muhatap.files import links

    return links.signed_url(stored, "dekont.txt", links.CUSTOMER, timezone.now())
