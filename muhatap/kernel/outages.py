"""What is the machine's fault and passes with it: a full disk, a database that is gone or busy."""

import errno
import sqlite3

from django.db import InterfaceError, OperationalError

_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE}
_SQLITE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}
# Connection lost, rolled back, no resources, taken away by an operator; never class 54, a too large row.
_POSTGRESQL = ("08", "40", "53", "57", "58")


def is_outage(error: BaseException) -> bool:
    """Whether the same thing may well succeed once the machine is well again."""
    if isinstance(error, OSError):
        return error.errno in _DISK
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        # Extended codes carry the plain one in their lowest byte.
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE
    state = getattr(cause, "sqlstate", None)
    return state is None or state.startswith(_POSTGRESQL)
