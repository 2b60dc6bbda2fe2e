"""The file of a backup: what was put in comes out, and no byte of it can be changed unnoticed."""

import gzip
import io
import json
import tarfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.wiring.keeping import archive, locking
from muhatap.wiring.keeping.archive import (
    BrokenBackup,
    Contents,
    NeedsPassphrase,
    NotABackup,
    unpack,
    writing,
)

CHEAP = {"n": 2, "r": 1, "p": 1}
REFUSALS = (BrokenBackup, NotABackup, NeedsPassphrase, locking.WrongPassphrase)


@pytest.fixture(autouse=True, scope="module")
def _cheap_keys():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locking, "_COST", CHEAP)
        yield


def backup(members: dict[str, bytes], passphrase: bytes | None = None) -> bytes:
    out = io.BytesIO()
    with writing(out, passphrase) as written:
        for name, data in members.items():
            written.add_bytes(name, data)
        written.finish(Contents(made_at="2026-11-23", version="1", database="sqlite"))
    return out.getvalue()


# More than is unpacked at once.
ROWS = "".join(f"{place * place} Para çekme talebim\n" for place in range(9000)).encode()
GOOD = {"database": ROWS, "data/heads/heads-1.jsonl.gz": b"log", "data/boş.txt": b""}


@pytest.mark.parametrize("passphrase", [None, b"kapi"])
def test_what_was_put_in_comes_out(tmp_path, passphrase):
    contents = unpack(io.BytesIO(backup(GOOD, passphrase)), tmp_path / "out", passphrase)
    assert set(contents.members) == set(GOOD)
    assert {name: (tmp_path / "out" / name).read_bytes() for name in GOOD} == GOOD
    assert (tmp_path / "out" / "database").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("passphrase", [None, b"kapi"])
@given(place=st.floats(0, 1, exclude_max=True), change=st.binary(min_size=1, max_size=64).filter(any))
def test_changed_bytes_are_noticed_or_change_nothing(tmp_path_factory, passphrase, place, change):
    data, folder = bytearray(backup(GOOD, passphrase)), tmp_path_factory.mktemp("out")
    begin = min(int(place * len(data)), len(data) - len(change))
    for offset, bits in enumerate(change, start=begin):
        data[offset] ^= bits
    # A packer may say the same in two ways: how far back a run of equal bytes is looked up, or its own name.
    with suppress(*REFUSALS):
        unpack(io.BytesIO(bytes(data)), folder, passphrase)
        assert not passphrase
        assert {name: (folder / name).read_bytes() for name in GOOD} == GOOD


def test_wherever_a_piece_is_overwritten_the_file_is_called_broken(tmp_path):
    whole = backup(GOOD)
    for place in range(64, len(whole) - 64, len(whole) // 60):
        changed = whole[:place] + bytes(64) + whole[place + 64 :]
        with pytest.raises(BrokenBackup):
            unpack(io.BytesIO(changed), tmp_path / str(place))


@pytest.mark.parametrize("passphrase", [None, b"kapi"])
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_file_that_was_cut_off_is_noticed(tmp_path_factory, passphrase, share):
    data = backup(GOOD, passphrase)
    with pytest.raises(REFUSALS):
        unpack(io.BytesIO(data[: int(share * len(data))]), tmp_path_factory.mktemp("out"), passphrase)


def test_a_locked_one_opens_to_its_passphrase_only(tmp_path):
    data = backup(GOOD, b"kapi")
    with pytest.raises(NeedsPassphrase):
        unpack(io.BytesIO(data), tmp_path / "a")
    with pytest.raises(locking.WrongPassphrase):
        unpack(io.BytesIO(data), tmp_path / "b", b"baca")
    assert ROWS[:9] not in data


@given(st.binary(max_size=3 * 4096))
def test_locking_gives_back_every_length(content):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locking, "CHUNK", 4096)
        under = io.BytesIO()
        file = locking.Locking(under, b"x", CHEAP)
        file.write(content)
        file.close()
        under.seek(len(locking.MAGIC))
        assert locking.Unlocking(under, b"x").read() == content


def test_chunks_can_neither_change_places_nor_be_left_out(monkeypatch):
    monkeypatch.setattr(locking, "CHUNK", 16)
    under = io.BytesIO()
    file = locking.Locking(under, b"x", CHEAP)
    file.write(b"a" * 16 + b"b" * 16 + b"c" * 3)
    file.close()
    whole = under.getvalue()
    begin = whole.index(b"\n", len(locking.MAGIC)) + 1
    head, first, second, last = whole[:begin], whole[begin:][:36], whole[begin:][36:72], whole[begin:][72:]
    for order in ((second, first, last), (first, last), (first, second), (first, second, last[:-1])):
        changed = io.BytesIO(head + b"".join(order))
        changed.seek(len(locking.MAGIC))
        with pytest.raises((locking.CutOrChanged, locking.WrongPassphrase)):
            locking.Unlocking(changed, b"x").read()


def test_a_costly_lock_is_not_opened():
    header = json.dumps({"kdf": "scrypt", "salt": "00" * 16, "n": 1 << 30, "r": 8, "p": 1}).encode()
    with pytest.raises(locking.CutOrChanged):
        locking.Unlocking(io.BytesIO(header + b"\n"), b"x")


def tarred(*members: tarfile.TarInfo, listed: bytes | None = None) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        for member in members:
            tar.addfile(member, io.BytesIO(b"x" * member.size))
        if listed is not None:
            info = tarfile.TarInfo(archive.LIST)
            info.size = len(listed)
            tar.addfile(info, io.BytesIO(listed))
    return out.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, "/etc/passwd"
    info.size = 1 if kind == tarfile.REGTYPE else 0
    return info


@pytest.mark.parametrize(
    "bad",
    [
        member("../outside"),
        member("/etc/outside"),
        member("data/../../outside"),
        member("elsewhere/file"),
        member("data/a\\b"),
        member("data/link", tarfile.SYMTYPE),
        member("data/link", tarfile.LNKTYPE),
        member("data/device", tarfile.CHRTYPE),
        member("data", tarfile.DIRTYPE),
    ],
    ids=lambda info: f"{info.name}-{info.type.decode()}",
)
def test_what_may_not_be_in_a_backup_is_refused(tmp_path, bad):
    with pytest.raises(BrokenBackup):
        unpack(io.BytesIO(tarred(bad, listed=b"{}")), tmp_path / "out")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("members", "listed"),
    [
        ([member("database")], None),
        ([member("database"), member("database")], b"{}"),
        ([member("database")], b"no json"),
        ([member("database")], b'{"format": 1, "members": [1]}'),
        (
            [member("database")],
            b'{"format": 1, "made_at": "", "version": "", "database": "sqlite", "members": {}}',
        ),
        (
            [],
            b'{"format": 1, "made_at": "", "version": "", "database": "", "members": {"database": [1, "x"]}}',
        ),
    ],
)
def test_a_list_that_does_not_fit_is_refused(tmp_path, members, listed):
    with pytest.raises((BrokenBackup, NotABackup)):
        unpack(io.BytesIO(tarred(*members, listed=listed)), tmp_path / "out")


def test_a_newer_format_is_not_guessed_at(tmp_path):
    with pytest.raises(NotABackup):
        unpack(io.BytesIO(tarred(member("database"), listed=b'{"format": 2}')), tmp_path / "out")


@pytest.mark.parametrize("rubbish", [b"", b"PK\3\4 zip", b"\x1f\x8b\x08\0", b"text " * 5000])
def test_other_files_are_no_backups(tmp_path, rubbish):
    with pytest.raises((NotABackup, BrokenBackup)):
        unpack(io.BytesIO(rubbish), tmp_path / "out")
