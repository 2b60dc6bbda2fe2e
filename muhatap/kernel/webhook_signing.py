"""Signatures of Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, base64, behind `v1,`."""

import base64
import binascii
import hashlib
import hmac

# A recorded request is refused when it is older or newer than so many seconds.
TOLERANCE = 300


def signature(secret: str, call_id: str, timestamp: int, body: bytes) -> str:
    """The signature of a request."""
    signed = f"{call_id}.{timestamp}.".encode() + body
    digest = hmac.new(key_of(secret), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def is_signed(secret: str, call_id: str, timestamp: str, signatures: str, body: bytes, now: int) -> bool:
    """Whether one of the signatures, apart by spaces, is right and its time is near `now` (epoch seconds)."""
    if not call_id or not timestamp.isascii() or not timestamp.isdecimal() or len(timestamp) > 12:
        return False
    if abs(int(timestamp) - now) > TOLERANCE:
        return False
    wanted = signature(secret, call_id, int(timestamp), body).encode()
    return any(hmac.compare_digest(wanted, each.encode()) for each in signatures.split(" ")[:5])


def key_of(secret: str) -> bytes:
    """The key in a secret; ValueError where it is no base64."""
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error as error:
        raise ValueError("secret") from error
