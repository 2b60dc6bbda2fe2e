"""Time stamps of head logs by an outside authority (RFC 3161): asked for, kept beside the log, read again."""

import http.client
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from muhatap.audit.heads import path_of
from muhatap.kernel.tracing import spanned

# Loaded only where stamps are asked for: few desks have an authority, and every process would carry it.
if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

_ASKS, _ANSWERS = "application/timestamp-query", "application/timestamp-reply"
_SECONDS = 20
_LARGEST = 64 * 1024


class NoStamp(Exception):
    """The authority gave none, or one for something else; the message says what came."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an authority stated: that these bytes (by their hash) existed at this time."""

    at: datetime
    imprint: bytes


def stamp_path(folder: Path, number: int) -> Path:
    """Where the stamp of a log lies: beside it."""
    return path_of(folder, number).with_suffix("").with_suffix(".tsr")


def request_stamp(url: str, signed: bytes, post: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """The authority's answer (DER) for these bytes, checked to be for them; NoStamp."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    asked = TimestampRequestBuilder().data(signed).hash_algorithm(HashAlgorithm.SHA256).build()
    answer = (post or _post)(url, asked.as_bytes())
    found = _decoded(answer)
    if found.tst_info.message_imprint.message != asked.message_imprint.message:
        raise NoStamp("the stamp is for other bytes")
    if found.tst_info.nonce != asked.nonce:
        raise NoStamp("the stamp answers another question")
    return answer


def read_stamp(answer: bytes) -> Stamp:
    """What a kept answer states; NoStamp when it cannot be read."""
    info = _decoded(answer).tst_info
    return Stamp(info.gen_time, info.message_imprint.message)


def _decoded(answer: bytes) -> "TimeStampResponse":
    from rfc3161_client import PKIStatus, decode_timestamp_response

    try:
        found = decode_timestamp_response(answer)
        if PKIStatus(found.status) not in {PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS}:
            raise NoStamp(f"refused: {' '.join(found.status_string) or PKIStatus(found.status).name}")
        found.tst_info  # noqa: B018
    except ValueError as error:
        raise NoStamp(f"unreadable: {error}") from error
    return found


@spanned("call stamping")
def _post(url: str, body: bytes) -> bytes:
    place = urlsplit(url)
    kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    line = kind(place.hostname or "", place.port, timeout=_SECONDS)
    try:
        line.request("POST", place.path or "/", body, {"Content-Type": _ASKS, "Accept": _ANSWERS})
        answer = line.getresponse()
        found = answer.read(_LARGEST + 1)
    except (OSError, http.client.HTTPException) as error:
        raise NoStamp(f"{place.hostname}: {error}") from error
    finally:
        line.close()
    if answer.status != 200 or len(found) > _LARGEST:
        raise NoStamp(f"{place.hostname} answered {answer.status} with {len(found)} bytes")
    return found
