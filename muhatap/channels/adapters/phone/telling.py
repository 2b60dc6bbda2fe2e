"""What a telephone system tells of a call: read from its JSON, pure."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from muhatap.kernel.masking import TooDeep, mask_json

_MOST_TURNS = 2000


class Kind(StrEnum):
    """What can be told of a call."""

    RINGING = "call.ringing"
    ANSWERED = "call.answered"
    ENDED = "call.ended"
    TRANSCRIPT = "call.transcript"


class NotTold(ValueError):
    """The request tells nothing that can be understood."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing told of one call; `seconds` is how long was spoken, for one that ended.

    A transcript is a list of turns `[who, begins, ends, text]`, in seconds from the start of the call.
    """

    kind: Kind
    call: str
    at: datetime
    seconds: int | None = None
    hold: int = 0
    wrap_up: int = 0
    was_transferred: bool = False
    was_abandoned: bool = False
    notice: bool = False
    turns: tuple[tuple[str, int, int, str], ...] = ()


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
    if seconds is not None and not _is_count(seconds):
        raise NotTold("seconds")
    try:
        at = datetime.fromisoformat(said.get("at"))
    except (TypeError, ValueError) as error:
        raise NotTold("at") from error
    if at.tzinfo is None or not 2000 < at.year < 9000:
        raise NotTold("at")
    hold, wrap_up = said.get("hold", 0), said.get("wrap_up", 0)
    if not _is_count(hold) or not _is_count(wrap_up):
        raise NotTold("hold")
    notice = said.get("notice") is True
    return Told(
        Kind(said["type"]),
        call,
        at,
        seconds,
        hold,
        wrap_up,
        said.get("transferred") is True,
        said.get("abandoned") is True,
        notice,
        _turns_in(said.get("turns", [])) if notice else (),
    )


def screened(body: bytes) -> bytes:
    """What may be kept of a request: a transcript without a notice loses its words, others are masked."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return body
    if not isinstance(said, dict) or said.get("type") != Kind.TRANSCRIPT:
        return body
    turns = said.pop("turns", [])
    if said.get("notice") is True:
        try:
            said["turns"] = mask_json(turns)
        except TooDeep as error:
            raise NotTold("turns") from error
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")


def _turns_in(said: object) -> tuple[tuple[str, int, int, str], ...]:
    if not isinstance(said, list) or len(said) > _MOST_TURNS:
        raise NotTold("turns")
    found = []
    for each in said:
        turn = each if isinstance(each, dict) else {}
        who, begins, ends, text = (turn.get(name) for name in ("who", "begins", "ends", "text"))
        is_span = _is_count(begins) and _is_count(ends) and begins <= ends
        if who not in {"agent", "customer"} or not is_span or not isinstance(text, str):
            raise NotTold("turns")
        found.append((who, begins, ends, text[:2000]))
    return tuple(found)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 86_400
