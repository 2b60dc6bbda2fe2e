"""`muhatap backup` and `muhatap restore`: a running desk into one file and back, verified."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from muhatap.audit import operations as audit
from muhatap.audit.relay import publish
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.wiring.console import main
from tests.house.databases import another_database
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Çok gizli bir parola"


@pytest.fixture
def desk(world, settings, tmp_path):
    """A data folder with keys, a signed head log, a file, and what a backup leaves out."""
    folder = tmp_path / "desk"
    for part in ("files/ab", "static", "run"):
        (folder / part).mkdir(parents=True)
    settings.MUHATAP_DATA = folder
    (folder / "keyring.json").write_bytes(settings.MUHATAP_KEYRING.written())
    (folder / "keyring.json").chmod(0o600)
    (folder / "files/ab/abcd").write_bytes(b"sealed bytes")
    (folder / "static/a.css").write_text("a {}")
    (folder / "run/holders").write_text("1")
    (folder / "write.lock").write_text("")
    make_case(world, at=NOON, text="Param gelmedi.")
    while publish(at=NOON):
        pass
    audit.sign_heads(by=Actor.system("test"), at=NOON)
    return folder


@pytest.fixture
def empty_database():
    """The address of an empty database where the test runs on PostgreSQL, else nothing."""
    with another_database("restored") as address:
        yield address


@pytest.fixture
def passphrase(tmp_path):
    path = tmp_path / "passphrase"
    path.write_text(f"{WORDS}\n", "utf-8")
    return ["--passphrase-file", str(path)]


def to(database: str) -> list[str]:
    return ["--database", database] if database else []


def test_a_locked_backup_is_restored_with_keys_and_verified(
    desk, tmp_path, passphrase, empty_database, capsys
):
    file, place = str(tmp_path / "one.backup"), tmp_path / "restored"
    assert main(["backup", file, *passphrase, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["has_keys"]
    assert said["database"] == connection.vendor
    assert main(["restore", file, "--data", str(place), *passphrase, *to(empty_database), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sound"]
    assert any("chains" in line and "1 head logs" in line for line in told["passed"])
    assert (place / "files/ab/abcd").read_bytes() == b"sealed bytes"
    assert (place / "keyring.json").read_bytes() == (desk / "keyring.json").read_bytes()
    assert place.stat().st_mode & 0o777 == 0o700
    kept = {path.relative_to(place).parts[0] for path in place.rglob("*")}
    assert not kept & {"static", "run", "write.lock", "tmp"}
    if not empty_database:
        number = Case.objects.get().number
        restored = sqlite3.connect(place / "muhatap.sqlite3")
        assert restored.execute("SELECT number FROM cases_case").fetchall() == [(number,)]
        restored.close()


def test_without_a_passphrase_the_keys_stay_out(desk, tmp_path, empty_database, capsys):
    file = tmp_path / "open.backup"
    assert main(["backup", str(file)]) == 0
    assert "Without the keys" in capsys.readouterr().out
    assert file.stat().st_mode & 0o777 == 0o600
    assert (
        main(["restore", str(file), "--drill", "--data", str(tmp_path / "never"), *to(empty_database)]) == 1
    )
    assert "not verified" in capsys.readouterr().out
    assert not (tmp_path / "never").exists()


def test_a_drill_leaves_nothing_behind(desk, tmp_path, capsys):
    if connection.vendor == "postgresql":
        assert main(["backup", str(tmp_path / "b")]) == 0
        assert main(["restore", str(tmp_path / "b"), "--drill"]) == 2
        assert "--database" in capsys.readouterr().err
        return
    assert main(["backup", str(tmp_path / "b")]) == 0
    keys = ["--keyring", str(desk / "keyring.json")]
    assert main(["restore", str(tmp_path / "b"), "--drill", "--data", str(tmp_path / "x"), *keys]) == 0
    assert "Sound." in capsys.readouterr().out
    assert not (tmp_path / "x").exists()


def test_a_place_that_holds_something_is_not_touched(desk, tmp_path, capsys):
    assert main(["backup", str(tmp_path / "b")]) == 0
    before = {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}
    assert main(["restore", str(tmp_path / "b"), "--data", str(desk)]) == 2
    assert "not empty" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()} == before


def test_a_changed_backup_restores_nothing(desk, tmp_path, capsys):
    file = tmp_path / "b"
    assert main(["backup", str(file)]) == 0
    data = bytearray(file.read_bytes())
    # A single bit may describe a code that the packed bytes never use, and so change nothing.
    for place in range(len(data) // 2, len(data) // 2 + 64):
        data[place] ^= 0xFF
    file.write_bytes(data)
    assert main(["restore", str(file), "--data", str(tmp_path / "x")]) in {1, 2}
    assert "Nothing was restored" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".muhatap", "x"))] == []


def test_a_missing_or_foreign_file_is_said_plainly(tmp_path, capsys):
    assert main(["restore", str(tmp_path / "none"), "--drill"]) == 1
    (tmp_path / "letter.txt").write_text("Sayın müşterimiz")
    assert main(["restore", str(tmp_path / "letter.txt"), "--drill"]) in {1, 2}
    assert len(capsys.readouterr().err.strip().splitlines()) == 2


def test_a_backup_that_cannot_be_finished_leaves_no_file_and_the_older_one(
    desk, tmp_path, monkeypatch, capsys
):
    file = tmp_path / "b"
    file.write_bytes(b"the older one")

    def full(*_arguments, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("muhatap.wiring.keeping.archive.Writing.finish", full)
    assert main(["backup", str(file)]) == 1
    assert "No space left" in capsys.readouterr().err
    assert file.read_bytes() == b"the older one"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []
    assert list(Path(desk / "tmp").iterdir()) == []


def test_keys_of_another_desk_are_noticed(desk, tmp_path, settings, capsys, empty_database):
    assert main(["backup", str(tmp_path / "b")]) == 0
    other = type(settings.MUHATAP_KEYRING).open(
        tmp_path / "other" if (tmp_path / "other").mkdir() is None else ""
    )
    assert other.key_ids
    keys = ["--keyring", str(tmp_path / "other" / "keyring.json")]
    place = tmp_path / "x"
    assert main(["restore", str(tmp_path / "b"), "--data", str(place), *keys, *to(empty_database)]) == 1
    assert "missing" in capsys.readouterr().out
    shutil.rmtree(place)
