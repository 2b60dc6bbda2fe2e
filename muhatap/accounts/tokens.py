"""Keys of programs: how they are written, what they may be for, and whose key one is."""

import hashlib
import re
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from muhatap.accounts.models import ApiToken
from muhatap.kernel.networks import is_within
from muhatap.kernel.purposes import Purpose

SCOPES = (
    "cases:read",
    "cases:write",
    "cases:handle",
    "tasks:read",
    "tasks:answer",
    "events:read",
    "topics:read",
    "directory:write",
)
# What changes something here, so that two people decide over it at the desk.
WRITING = frozenset({"cases:write", "cases:handle", "tasks:answer", "directory:write"})
# Who speaks for customers or works on cases handles their matter, and nothing else.
FOR_THE_MATTER = frozenset({"cases:write", "cases:handle", "tasks:answer"})
PREFIX = "mht_"
# A revoked token is refused everywhere after at most this long.
KNOWN_FOR = timedelta(seconds=30)

_WRITTEN = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}", re.ASCII)
_AT_MOST = 10_000

_known: dict[str, tuple[ApiToken, datetime]] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class TokenLimits:
    """Until when a token works, from which networks (empty: any), and what its program uses data for."""

    expires_at: datetime | None = None
    networks: tuple[str, ...] = ()
    purpose: str = Purpose.THE_MATTER


def digest_of(clear: str) -> str:
    """What is kept of a token: 256 random bits need no salt and no slow hash, only SHA-256."""
    return hashlib.sha256(clear.encode("utf-8", "replace")).hexdigest()


def token_for(clear: str, at: datetime, address: str = "") -> ApiToken | None:
    """The token (with its brand) that this clear text is, unless unknown, revoked, over or from elsewhere.

    An answer is remembered for 30 s. It is looked up by digest, so the time taken tells nothing of the text.
    """
    if not _WRITTEN.fullmatch(clear):
        return None
    digest = digest_of(clear)
    remembered = _known.get(digest)
    if remembered is not None and remembered[1] <= at < remembered[1] + KNOWN_FOR:
        return remembered[0] if _is_valid(remembered[0], at, address) else None
    token = ApiToken.objects.filter(digest=digest, revoked_at__isnull=True).select_related("brand").first()
    if token is not None and not _is_valid(token, at, address):
        token = None
    with _lock:
        _known.pop(digest, None)
        if token is not None:
            if len(_known) >= _AT_MOST:
                _known.clear()
            _known[digest] = (token, at)
    return token


def _is_valid(token: ApiToken, at: datetime, address: str) -> bool:
    if token.waits_for_second or (token.expires_at is not None and at >= token.expires_at):
        return False
    return not token.networks or is_within(address, token.networks)


def forget_token(digest: str) -> None:
    """Stop remembering a token in this process, at once."""
    with _lock:
        _known.pop(digest, None)
