"""When and by what a letter to a customer may leave, as she wishes and the charter allows: pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from muhatap.customers.telling import By, Telling


class Sort(StrEnum):
    """What a letter is, which says what may stop it and what may not."""

    # Its hour is promised: the receipt with number and secret, without which nobody can follow a case.
    RECEIPT = "receipt"
    # Of the law: always on paper or by mail, and before its time ends.
    LEGAL = "legal"
    REPLY = "reply"
    NOTICE = "notice"
    OPTIONAL = "optional"
    MARKETING = "marketing"


class Manner(StrEnum):
    """Why a letter waits, or leaves although she asked for quiet or for another way."""

    PLAIN = ""
    QUIET = "quiet"
    URGENT = "urgent"
    RECEIPT = "receipt"
    LAW = "law"
    DUE = "due"
    CALL = "call"
    NO_PHONE = "no_phone"
    # Only words that the other side approved may go: they name the case, and her page has the letter.
    NOTICE = "notice"


class Withheld(StrEnum):
    """Why a letter to a customer does not leave by mail."""

    PAGE = "prefers_page"
    PHONE = "prefers_phone"
    CONSENT = "no_consent"


# Named by how the letter's own id begins; whatever staff write is a reply.
_BY_ID = {
    "ack": Sort.RECEIPT,
    "complaint-ack": Sort.RECEIPT,
    "later": Sort.LEGAL,
    "complaint-answer": Sort.LEGAL,
    "complaint-later": Sort.LEGAL,
    "case-letter": Sort.LEGAL,
    "complaint-asked": Sort.LEGAL,
    "complaint-confirm": Sort.LEGAL,
    "complaint-again": Sort.LEGAL,
    "survey": Sort.OPTIONAL,
    "offer": Sort.MARKETING,
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to leave: its sort, whether its case is urgent, and the next limit of the case."""

    sort: Sort
    is_urgent: bool
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Leave:
    """How a letter leaves: `channel` and `at`, or why it does not; `manner` explains either."""

    channel: str
    at: datetime | None
    manner: str = Manner.PLAIN
    withheld: str = ""


def sort_of(letter_id: str, *, is_automatic: bool) -> Sort:
    """What a letter is, by how its id begins."""
    known = _BY_ID.get(letter_id.partition(":")[0])
    return known or (Sort.NOTICE if is_automatic else Sort.REPLY)


def leave_of(
    letter: Letter, telling: Telling, local: datetime, *, has_phone: bool = False, has_consent: bool = False
) -> Leave:
    """How a letter leaves at a moment of the brand's wall clock."""
    if letter.sort is Sort.MARKETING and not has_consent:
        return Leave("email", None, withheld=Withheld.CONSENT)
    manner = Manner.PLAIN
    if telling.by is not By.EMAIL:
        if letter.sort is Sort.RECEIPT:
            manner = Manner.RECEIPT
        elif letter.sort is Sort.LEGAL:
            manner = Manner.LAW
        elif telling.by is By.PAGE:
            return Leave("email", None, withheld=Withheld.PAGE)
        elif not has_phone:
            manner = Manner.NO_PHONE
        elif letter.sort is Sort.REPLY:
            return Leave("phone", None, Manner.CALL)
        else:
            return Leave("email", None, withheld=Withheld.PHONE)
    return _in_time(letter, telling, local, manner)


def _in_time(letter: Letter, telling: Telling, local: datetime, manner: Manner) -> Leave:
    until = telling.quiet_until(local)
    if until is None:
        return Leave("email", local, manner)
    if letter.sort is Sort.RECEIPT:
        return Leave("email", local, Manner.RECEIPT)
    if letter.sort in {Sort.OPTIONAL, Sort.MARKETING}:
        return Leave("email", until, Manner.QUIET)
    if letter.is_urgent:
        return Leave("email", local, Manner.URGENT)
    # What is promised or due before the quiet ends goes before: waiting would break the promise or the law.
    if letter.sort in {Sort.LEGAL, Sort.REPLY} and letter.due_at is not None and letter.due_at <= until:
        return Leave("email", local, Manner.DUE)
    return Leave("email", until, Manner.QUIET)
