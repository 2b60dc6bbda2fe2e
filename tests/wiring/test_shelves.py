"""Backups into a bucket and of a bucket; carrying what is stored to another store."""

import json

import pytest

from muhatap.audit import operations as audit
from muhatap.channels.vault import place_of as place_in_vault
from muhatap.files.disk import place_of, write_durably
from muhatap.kernel.actors import Actor
from muhatap.kernel.stores import bucket as buckets
from muhatap.wiring.console import main
from muhatap.wiring.keeping.shelves import copy_all
from tests.house.databases import another_database
from tests.servers.s3 import bucket, s3_server
from tests.world import NOON, make_case

__all__ = ["bucket", "s3_server"]
NAME = "backups/muhatap-monday"


@pytest.fixture
def desk(bucket, world, settings, tmp_path, monkeypatch):
    """A desk whose files lie in a bucket, and whose keys lie in its folder."""
    settings.MUHATAP_DATA = tmp_path / "desk"
    settings.MUHATAP_DATA.mkdir()
    (settings.MUHATAP_DATA / "keyring.json").write_bytes(settings.MUHATAP_KEYRING.written())
    (settings.MUHATAP_DATA / "keyring.json").chmod(0o600)
    make_case(world, at=NOON, text="Param gelmedi.")
    write_durably(place_of("ab/1"), b"sealed file")
    write_durably(place_in_vault("cd/2"), b"sealed mail")
    for command in ("backup", "files"):
        monkeypatch.setattr(f"muhatap.wiring.commands.{command}.start_django", lambda: None)
    monkeypatch.setattr(buckets, "_TRIES", {**buckets._TRIES, "max_retries": 1, "backoff": {}})
    return settings.MUHATAP_DATA


def in_bucket(bucket) -> str:
    return bucket.url.replace("/one?", f"/{NAME}?")


@pytest.mark.django_db(transaction=True)
def test_a_desk_with_a_bucket_is_backed_up_into_one_and_restored_from_it(
    desk, bucket, tmp_path, monkeypatch, capsys
):
    audit.sign_heads(by=Actor.system("test"), at=NOON)
    assert main(["backup", in_bucket(bucket)]) == 0
    monkeypatch.setenv("MUHATAP_DATA", str(tmp_path / "restored"))
    keys = ["--keyring", str(desk / "keyring.json")]
    with another_database("from_bucket") as database:
        to = ["--database", database] if database else []
        assert main(["restore", in_bucket(bucket), *keys, *to]) == 0, capsys.readouterr().err
    assert (tmp_path / "restored/files/ab/1").read_bytes() == b"sealed file"
    assert (tmp_path / "restored/vault/cd/2").read_bytes() == b"sealed mail"
    assert list((tmp_path / "restored/heads").iterdir())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_backup_that_the_bucket_refuses_is_not_there(desk, bucket, capsys):
    # Two items are read first, each by one list and one read; then comes the backup itself.
    bucket.faults += [""] * 7 + ["denied"] * 5
    assert main(["backup", in_bucket(bucket)]) == 1
    assert "could not be finished" in capsys.readouterr().err
    bucket.faults.clear()
    assert not [name for name, _ in buckets.names_below(in_bucket(bucket).replace(NAME, ""), "backups")]


@pytest.mark.django_db
def test_a_wrong_target_is_told(desk, capsys):
    assert main(["backup", "s3://desk"]) == 1
    assert "s3://BUCKET/FOLDER/NAME" in capsys.readouterr().err
    assert main(["files", "copy", "--to", "ftp://there"]) == 2


@pytest.mark.django_db
def test_files_are_carried_over_once_and_compared(desk, bucket, tmp_path, capsys):
    assert main(["files", "copy", "--to", f"file://{tmp_path}/shared", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"items": 2, "bytes": 22, "there_already": 0, "wrong": []}
    assert (tmp_path / "shared/vault/cd/2").read_bytes() == b"sealed mail"
    back = copy_all(source=f"file://{tmp_path}/shared", to=bucket.url)
    assert (back.items, back.there_already) == (0, 2)
    assert main(["files", "check"]) == 0


@pytest.mark.slow
@pytest.mark.django_db
def test_what_was_begun_goes_on_with_the_same_command(desk, bucket, tmp_path, capsys):
    bucket.faults += [""] * 6 + ["denied"] * 3
    assert main(["files", "copy", "--to", f"file://{tmp_path}/shared"]) == 1
    bucket.faults.clear()
    assert "goes on from here" in capsys.readouterr().err
    assert main(["files", "copy", "--to", f"file://{tmp_path}/shared"]) == 0
    assert len([path for path in (tmp_path / "shared").rglob("*") if path.is_file()]) == 2
