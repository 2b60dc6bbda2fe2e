"""Counting attempts of one address within one window, exactly, on every process together."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from muhatap.kernel.actors import Actor
from muhatap.kernel.networks import household


@dataclass(frozen=True, slots=True)
class Limit:
    """How often one address may do something within a window."""

    what: str
    most: int
    window: timedelta


SENDING = Limit("send", 60, timedelta(hours=1))
SAVING = Limit("save", 600, timedelta(hours=1))
TRACKING = Limit("track", 30, timedelta(minutes=10))
LINKS = Limit("link", 15, timedelta(hours=1))
LINKS_OF_CASE = Limit("case_link", 5, timedelta(hours=1))
CHECKING = Limit("check", 60, timedelta(minutes=10))
REPORTING = Limit("report", 10, timedelta(hours=1))
WRITING = Limit("write", 120, timedelta(hours=1))
READING = Limit("read", 60, timedelta(hours=1))
SEEKING = Limit("seek", 1, timedelta(days=1))
PAPERS = Limit("paper", 20, timedelta(minutes=10))
SIGNING_IN = Limit("sign_in", 20, timedelta(minutes=10))
SIGNING_IN_AS = Limit("sign_in_as", 8, timedelta(minutes=10))
ASKING = Limit("ask", 120, timedelta(hours=1))

_COUNT = (
    "INSERT INTO portal_attempts (what, who, window_at, count) VALUES (%s, %s, %s, 1) "
    "ON CONFLICT (what, who, window_at) DO UPDATE SET count = portal_attempts.count + 1 RETURNING count"
)


def count_attempt(*, limit: Limit, who: str, by: Actor, at: datetime) -> datetime | None:
    """Count one attempt; None when it may go on, else the time from which it may be tried again.

    Of an IPv6 address only the network counts: a household gets 2^64 addresses (RFC 6177).
    """
    window_at = _window_of(limit, at)
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            [limit.what, _digest(who), connection.ops.adapt_datetimefield_value(window_at)],
        )
        count: int = cursor.fetchone()[0]
    return None if count <= limit.most else window_at + limit.window


def _window_of(limit: Limit, at: datetime) -> datetime:
    """When the window that holds a moment began: windows stand side by side from 1970 on."""
    seconds = int(limit.window.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)


def _digest(who: str) -> str:
    key = settings.MUHATAP_KEYRING.derive("portal-attempts")
    return hmac.digest(key, household(who).encode(), "sha256").hex()
