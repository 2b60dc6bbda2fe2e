"""The machine's faults are told from a mail's own."""

import errno
import sqlite3

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError

from muhatap.kernel.outages import is_outage


def caused(error, cause):
    error.__cause__ = cause
    return error


def of_sqlite(code):
    cause = sqlite3.OperationalError("…")
    cause.sqlite_errorcode = code
    return caused(OperationalError("…"), cause)


def of_postgresql(state):
    cause = Exception("…")
    cause.sqlstate = state
    return caused(OperationalError("…"), cause)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EIO, "Input/output error"),
        InterfaceError("connection already closed"),
        of_sqlite(sqlite3.SQLITE_FULL),
        of_sqlite(sqlite3.SQLITE_IOERR_WRITE),
        of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT),
        of_postgresql(None),
        of_postgresql("57P01"),
        of_postgresql("53100"),
        of_postgresql("40001"),
    ],
)
def test_these_pass_with_the_machine(error):
    assert is_outage(error)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENAMETOOLONG, "File name too long"),
        FileNotFoundError(errno.ENOENT, "No such file or directory"),
        ValueError("a mail that cannot be read"),
        ProgrammingError("no such column"),
        of_sqlite(sqlite3.SQLITE_ERROR),
        of_postgresql("54000"),
    ],
)
def test_these_do_not(error):
    assert not is_outage(error)


def test_a_real_full_database_is_one(tmp_path):
    with sqlite3.connect(tmp_path / "small.sqlite3") as database:
        database.execute("PRAGMA max_page_count = 2")
        with pytest.raises(sqlite3.OperationalError) as full:
            database.execute("CREATE TABLE a AS SELECT hex(randomblob(90000)) AS b")
    database.close()
    assert is_outage(caused(OperationalError("…"), full.value))
