"""Identities signed by the operator's server: JSON web tokens (RFC 7519) of two algorithms, strictly read.

What decides is the key, never the header: a token names its key, and the key knows its one algorithm.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HS256, EDDSA = "HS256", "EdDSA"
ALGORITHMS = (HS256, EDDSA)
# A stolen token is of use for minutes, and the clocks of two servers differ by seconds.
LONGEST_SECONDS = 600
LEEWAY_SECONDS = 30
_LONGEST_TOKEN = 4096
_MOST_FIELDS = 30
_KNOWN_HEADERS = frozenset({"alg", "typ", "kid"})


class BadToken(Exception):
    """A token that proves nothing; the word is a code."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the operator: HS256 with a secret of at least 32 bytes, or EdDSA with a public key of 32."""

    name: str
    algorithm: str
    material: bytes


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the operator's server vouches for; `token_id` is seen once."""

    subject: str
    token_id: str
    expires_at: int
    name: str = ""
    email: str = ""
    phone: str = ""
    account_no: str = ""
    # What a link from an order fills in: the topic, and answers by the names of its form.
    topic: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def read_token(token: str, key_named: Callable[[str], Key | None], *, audience: str, now: float) -> Identity:
    """The identity in a token for this audience; `BadToken` says in one word what is wrong."""
    if len(token) > _LONGEST_TOKEN or token.count(".") != 2:
        raise BadToken("shape")
    head, body, signature = token.split(".")
    header = _object(head)
    # `crit`, `jwk`, `jku` and `x5c` would let the token say how it is to be checked.
    if not set(header) <= _KNOWN_HEADERS or header.get("typ", "JWT") != "JWT":
        raise BadToken("header")
    key = key_named(str(header.get("kid", "")))
    if key is None or header.get("alg") != key.algorithm:
        raise BadToken("key")
    if not _is_signed(key, f"{head}.{body}".encode(), _bytes(signature)):
        raise BadToken("signature")
    return _identity(_object(body), audience, now)


def _is_signed(key: Key, signed: bytes, signature: bytes) -> bool:
    if key.algorithm == HS256:
        return hmac.compare_digest(hmac.digest(key.material, signed, hashlib.sha256), signature)
    try:
        Ed25519PublicKey.from_public_bytes(key.material).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _identity(claims: dict[str, Any], audience: str, now: float) -> Identity:
    expires, issued = claims.get("exp"), claims.get("iat")
    if not _is_moment(expires) or not _is_moment(issued):
        raise BadToken("times")
    if expires + LEEWAY_SECONDS <= now:
        raise BadToken("expired")
    if issued - LEEWAY_SECONDS > now or expires - issued > LONGEST_SECONDS:
        raise BadToken("times")
    if claims.get("aud") != audience:
        raise BadToken("audience")
    subject, token_id = claims.get("sub"), claims.get("jti")
    if not _is_text(subject, 200) or not _is_text(token_id, 200):
        raise BadToken("claims")
    known = {name: claims[name] for name in ("name", "email", "phone", "account_no") if name in claims}
    if not all(isinstance(value, str) and len(value) <= 254 for value in known.values()):
        raise BadToken("claims")
    return Identity(subject, token_id, int(expires), **known, **_filled(claims))


def _filled(claims: dict[str, Any]) -> dict[str, Any]:
    topic, fields = claims.get("topic", ""), claims.get("fields", {})
    is_plain = isinstance(fields, dict) and len(fields) <= _MOST_FIELDS
    if not isinstance(topic, str) or len(topic) > 40 or not is_plain:
        raise BadToken("claims")
    if not all(isinstance(value, str) and len(f"{name}{value}") <= 1000 for name, value in fields.items()):
        raise BadToken("claims")
    return {"topic": topic, "fields": tuple(fields.items())}


def _is_moment(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 40


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest


def _object(part: str) -> dict[str, Any]:
    try:
        value = json.loads(_bytes(part))
    except (ValueError, RecursionError):
        raise BadToken("shape") from None
    if not isinstance(value, dict):
        raise BadToken("shape")
    return value


def _bytes(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadToken("shape") from None
