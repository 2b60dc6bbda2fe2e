"""What a reply is before it leaves, what stands against it, and how long it waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.cases.operations import CannotMove
from muhatap.cases.statuses import Status, may_move
from muhatap.channels.chat_marks import CHAT_CHANNELS
from muhatap.channels.chat_queries import is_being_chatted
from muhatap.channels.contract import InboundFile
from muhatap.channels.registry import is_public
from muhatap.desk import about_case
from muhatap.desk.guarding import secrets_in
from muhatap.files.models import StoredFile
from muhatap.kernel.masking import Masked

# The sweep that lets replies go comes once a second and may be busy for a moment.
_SWEEP = timedelta(seconds=7)
AFTERWARDS = {"resolve": Status.RESOLVED, "wait": Status.WAITING_CUSTOMER}


class Outdated(Exception):
    """The customer or a colleague wrote after what the writer has seen."""


class SaysTooMuch(Exception):
    """A reply that everybody could read holds numbers that only the customer may; `kinds` names them."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__(", ".join(kinds))
        self.kinds = kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is written, the last message its writer has seen, and what follows: nothing, resolve or wait.

    Who is in `cc` takes part in the case from now on; who is in `bcc` is known to it, and to nobody else.
    `kept` are files that came back with a draft. `leaves_at` is the time that its writer chose for it.
    """

    text: str
    files: tuple[InboundFile, ...] = ()
    kept: tuple[StoredFile, ...] = ()
    seen: int = 0
    then: str = ""
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    leaves_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A reply as it leaves: masked, its files stored."""

    text: str
    masked: list[dict[str, Any]]
    files: Sequence[StoredFile]
    cc: Sequence[str]
    bcc: Sequence[str]
    then: str


def check_answer(case: Case, staff: Staff, answer: Answer) -> None:
    """`Outdated` when others wrote meanwhile, `SaysTooMuch` when the public would read what it must not."""
    if about_case.has_news_for(case, staff.pk, answer.seen):
        raise Outdated(case.number)
    kinds = secrets_in(answer.text) if is_public(channel_of_reply(case)) else ()
    if kinds:
        raise SaysTooMuch(kinds)


def check_move(case: Case, then: str) -> None:
    """`CannotMove` when what shall follow a reply is no way to go for the case."""
    wanted = AFTERWARDS.get(then)
    # A reply to a new case opens it first.
    now = Status.OPEN if case.status == Status.NEW else Status(case.status)
    if wanted is not None and wanted != now and not may_move(now, wanted):
        raise CannotMove(now, wanted)


def held_until(case: Case, at: datetime) -> datetime:
    """When a reply that is sent now leaves: after the moment of undo, unless a promise ends before."""
    undo = timedelta(seconds=settings.MUHATAP_UNDO_SECONDS)
    is_close = at < case.next_due_at <= at + undo + _SWEEP
    # Somebody waits before an open chat: what is said there is said.
    return at if is_close or not undo or is_being_chatted(case) else at + undo


def spans_of(masked: Masked) -> list[dict[str, Any]]:
    """Where something was masked, as messages keep it."""
    return [{"kind": item.kind, "start": item.start, "end": item.end} for item in masked.found]


def channel_of_reply(case: Case) -> str:
    """By which channel a reply reaches the customer: openly where nothing but the public channel is known."""
    if case.channel in CHAT_CHANNELS or case.channel == "whatsapp":
        return case.channel
    if case.customer_email:
        return "email"
    return case.channel if is_public(case.channel) else "portal"
