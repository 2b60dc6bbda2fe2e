"""What a telephone system tells of a call: read from its JSON, pure."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What can be told of a call."""

    RINGING = "call.ringing"
    ANSWERED = "call.answered"
    ENDED = "call.ended"


class NotTold(ValueError):
    """The request tells nothing that can be understood."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing told of one call; `seconds` is how long was spoken, for one that ended."""

    kind: Kind
    call: str
    at: datetime
    seconds: int | None = None


def told_in(body: bytes) -> Told:
    """What a request tells; `NotTold` for anything else."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotTold("json") from error
    if not isinstance(said, dict) or said.get("type") not in set(Kind):
        raise NotTold("type")
    call, seconds = said.get("call"), said.get("seconds")
    if not isinstance(call, str) or not 0 < len(call) <= 80 or "\x00" in call:
        raise NotTold("call")
    is_count = isinstance(seconds, int) and not isinstance(seconds, bool)
    if seconds is not None and not (is_count and 0 <= seconds <= 86_400):
        raise NotTold("seconds")
    try:
        at = datetime.fromisoformat(said.get("at"))
    except (TypeError, ValueError) as error:
        raise NotTold("at") from error
    if at.tzinfo is None or not 2000 < at.year < 9000:
        raise NotTold("at")
    return Told(Kind(said["type"]), call, at, seconds)
