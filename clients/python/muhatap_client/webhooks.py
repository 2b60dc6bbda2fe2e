"""The check of a webhook after Standard Webhooks 1.0."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterable, Mapping

from muhatap_client.shapes import Event

TOLERANCE = 300


class NotSigned(ValueError):
    """A call that is not signed by one of the secrets, or not now."""


def verify(
    secrets: str | Iterable[str], headers: Mapping[str, str], body: bytes, now: float | None = None
) -> Event:
    """The event in a call that is signed by one of the secrets and at most five minutes old; `NotSigned`."""
    told = {name.lower(): value for name, value in headers.items()}
    call_id, stamp = told.get("webhook-id", ""), told.get("webhook-timestamp", "")
    at = time.time() if now is None else now
    if not call_id or not stamp.isascii() or not stamp.isdecimal() or abs(at - int(stamp)) > TOLERANCE:
        raise NotSigned("time")
    given = told.get("webhook-signature", "").split(" ")
    for secret in [secrets] if isinstance(secrets, str) else secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        digest = hmac.new(key, f"{call_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
        wanted = b"v1," + base64.b64encode(digest)
        if any(hmac.compare_digest(wanted, each.encode()) for each in given):
            return Event.of(json.loads(body))
    raise NotSigned("signature")
