"""Signed, short-lived rights to listen: pure, shared by pages that issue and the edge that checks."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass

LIFETIME_SECONDS = 15 * 60


class InvalidGrant(Exception):
    """A grant that was forged, changed or has expired."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What may be heard, and on pages of which other origin; empty: on our own pages only."""

    topics: frozenset[str]
    origin: str = ""


def issue(key: bytes, topics: Iterable[str], *, now: float, origin: str = "") -> str:
    """A grant for these topics, valid for fifteen minutes from `now` (Unix seconds)."""
    said: dict[str, object] = {"topics": sorted(topics), "until": int(now) + LIFETIME_SECONDS}
    if origin:
        said["origin"] = origin
    body = json.dumps(said, separators=(",", ":"))
    packed = base64.urlsafe_b64encode(body.encode()).rstrip(b"=")
    return f"{packed.decode()}.{_signature(key, packed)}"


def topics_in(key: bytes, grant: str, *, now: float) -> frozenset[str]:
    """The topics of a valid grant; `InvalidGrant` otherwise."""
    return read(key, grant, now=now).topics


def read(key: bytes, grant: str, *, now: float) -> Grant:
    """A valid grant; `InvalidGrant` otherwise."""
    packed, _, signature = grant.partition(".")
    try:
        if not hmac.compare_digest(_signature(key, packed.encode()), signature):
            raise InvalidGrant
        body = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except (ValueError, TypeError) as wrong:
        raise InvalidGrant from wrong
    if body["until"] < now:
        raise InvalidGrant
    return Grant(frozenset(body["topics"]), body.get("origin", ""))


def _signature(key: bytes, packed: bytes) -> str:
    return hmac.new(key, packed, hashlib.sha256).hexdigest()
