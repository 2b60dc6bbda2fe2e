"""What can happen to a promised call."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from muhatap.cases.events import CaseFact


@dataclass(frozen=True, kw_only=True)
class CallbackPromised(CaseFact):
    """We promised to call between two moments; `is_urgent` goes before all others, as its case is urgent."""

    kind: ClassVar[str] = "callback.promised"

    callback: int
    begins_at: datetime
    ends_at: datetime
    is_urgent: bool


@dataclass(frozen=True, kw_only=True)
class CallbackMoved(CaseFact):
    """A promised call has another time: by the `customer`, or because it was `missed` or `unanswered`."""

    kind: ClassVar[str] = "callback.moved"

    callback: int
    begins_at: datetime
    ends_at: datetime
    previous_begins_at: datetime
    previous_ends_at: datetime
    cause: str


@dataclass(frozen=True, kw_only=True)
class CallbackEnded(CaseFact):
    """A promised call is over: `answered`, `cancelled`, `wrong_number`, or `unreached` after three tries."""

    kind: ClassVar[str] = "callback.ended"

    callback: int
    ended_as: str


@dataclass(frozen=True, kw_only=True)
class CallAttempted(CaseFact):
    """Somebody called; `seconds` is how long was spoken, where a telephone system told."""

    kind: ClassVar[str] = "call.attempted"

    callback: int
    attempt: int
    outcome: str
    began_at: datetime
    seconds: int | None
