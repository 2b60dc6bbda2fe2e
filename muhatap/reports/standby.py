"""Reading figures from a copy of the database that follows behind, where there is one and it is fresh.

Only doors that show figures ask for it (`from_copy`); what signs, closes or warns reads the first database.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.db.models import QuerySet

COPY = "replica"
_LOOKED_EVERY_SECONDS = 2.0
_LEFT_ALONE_SECONDS = 10.0
_AT_ONCE = 2000
# A promoted copy, or one that never was one, is another database that may have gone its own way.
_FRESHNESS = "SELECT pg_is_in_recovery(), pg_last_xact_replay_timestamp()"

_log = logging.getLogger(__name__)
_wanted: ContextVar[bool] = ContextVar("figures_from_copy", default=False)


class _Known:
    """What this process found when it looked last."""

    lock = Lock()
    look_again_at = 0.0
    reaches_to: datetime | None = None


@contextmanager
def from_copy() -> Iterator[None]:
    """Within the block figures may be as old as the installation allows."""
    token = _wanted.set(True)
    try:
        yield
    finally:
        _wanted.reset(token)


def reads_copy[View: Callable[..., Any]](view: View) -> View:
    """A door whose figures may come from the copy."""

    @wraps(view)
    def reading(*args: Any, **more: Any) -> Any:
        with from_copy():
            return view(*args, **more)

    return reading  # type: ignore[return-value]


def alias() -> str:
    """Where figures are read now: the copy where it is wanted, there and fresh enough, else the first."""
    return COPY if _wanted.get() and reaches_to() is not None else DEFAULT_DB_ALIAS


def told_from() -> datetime | None:
    """Up to which moment figures that are read now know everything; None where they know all there is."""
    return reaches_to() if alias() == COPY else None


def reaches_to() -> datetime | None:
    """The moment up to which the copy has followed; None without one, or when it is too old or away."""
    if COPY not in connections.settings:
        return None
    with _Known.lock:
        if time.monotonic() >= _Known.look_again_at:
            _Known.reaches_to = _looked(datetime.now(UTC))
            pause = _LOOKED_EVERY_SECONDS if _Known.reaches_to else _LEFT_ALONE_SECONDS
            _Known.look_again_at = time.monotonic() + pause
        return _Known.reaches_to


def trouble() -> str:
    """Why figures are not read from the copy that is named; empty when they are, or none is named."""
    if COPY not in connections.settings:
        return ""
    try:
        is_copy, followed_to = _asked()
    except (OperationalError, InterfaceError) as error:
        return str(error).strip()[:200]
    if not is_copy:
        return "it is no read copy (any more): it follows nobody"
    if followed_to is None:
        return "it has not followed anything yet"
    age = (datetime.now(UTC) - followed_to).total_seconds()
    return f"it is {age:.0f} s behind" if age > settings.MUHATAP_REPLICA_SECONDS else ""


def each_of(rows: QuerySet, using: str) -> Iterator[Any]:
    """The rows, read in portions; when the copy breaks before the first, from the first database."""
    if using == COPY:
        found = rows.using(COPY).iterator(chunk_size=_AT_ONCE)
        try:
            first = next(found, None)
        except (OperationalError, InterfaceError) as error:
            leave_alone(error)
        else:
            if first is not None:
                yield first
                yield from found
            return
    yield from rows.using(DEFAULT_DB_ALIAS).iterator(chunk_size=_AT_ONCE)


def read_from[Found](read: Callable[[str], Found]) -> Found:
    """What is read where figures are read now, given its alias; from the first database when the copy breaks.

    `read` has to read everything before it returns.
    """
    if (using := alias()) == COPY:
        try:
            return read(using)
        except (OperationalError, InterfaceError) as error:
            leave_alone(error)
    return read(DEFAULT_DB_ALIAS)


def leave_alone(error: Exception) -> None:
    """Read from the first database for a while: the copy is away, or took a statement back."""
    _log.warning("the read copy failed: %s", str(error).strip()[:200])
    connections[COPY].close()
    with _Known.lock:
        _Known.reaches_to, _Known.look_again_at = None, time.monotonic() + _LEFT_ALONE_SECONDS


def _looked(now: datetime) -> datetime | None:
    try:
        is_copy, followed_to = _asked()
    except (OperationalError, InterfaceError) as error:
        _log.warning("the read copy does not answer: %s", str(error).strip()[:200])
        connections[COPY].close()
        return None
    if not is_copy or followed_to is None:
        return None
    # The background work writes every few seconds, so that a copy which follows is never older.
    is_fresh = (now - followed_to).total_seconds() <= settings.MUHATAP_REPLICA_SECONDS
    return followed_to if is_fresh else None


def _asked() -> tuple[bool, datetime | None]:
    connections[COPY].close_if_unusable_or_obsolete()
    with connections[COPY].cursor() as cursor:
        cursor.execute(_FRESHNESS)
        is_copy, followed_to = cursor.fetchone()
    return is_copy, followed_to
