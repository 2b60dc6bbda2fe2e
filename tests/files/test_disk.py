"""What is written durably is there whole, or not at all."""

import errno
import os

import pytest

from muhatap.files.disk import write_durably


def test_a_file_is_whole_and_nothing_else_is_left(tmp_path):
    write_durably(tmp_path / "a" / "b", b"whole")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]
    assert (tmp_path / "a" / "b").read_bytes() == b"whole"


def test_a_full_disk_keeps_the_old_file_and_no_half_of_the_new_one(tmp_path, monkeypatch):
    write_durably(tmp_path / "b", b"old")

    def full(_file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_durably(tmp_path / "b", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    assert (tmp_path / "b").read_bytes() == b"old"
