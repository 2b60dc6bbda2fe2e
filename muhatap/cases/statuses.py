"""What a case can be and how it may move: pure tables."""

from enum import StrEnum


class Status(StrEnum):
    """The status of a case (one transition table, `may_move`)."""

    NEW = "new"
    OPEN = "open"
    WAITING_CUSTOMER = "waiting_customer"
    WAITING_THIRD_PARTY = "waiting_third_party"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Kind(StrEnum):
    """What sort of case it is."""

    REQUEST = "request"
    COMPLAINT = "complaint"
    EMERGENCY = "emergency"
    IDENTITY = "identity"
    REFUND = "refund"
    PRIVACY = "privacy"


class ClosedReason(StrEnum):
    """Why a closed case was closed."""

    SOLVED = "solved"
    NO_ANSWER = "no_answer"
    SPAM = "spam"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Author(StrEnum):
    """Who a message is from; a note is seen by staff only, an automatic one is no human reply."""

    CUSTOMER = "customer"
    STAFF = "staff"
    NOTE = "note"
    AUTOMATIC = "automatic"


class ParticipantRole(StrEnum):
    """How somebody beside the customer takes part; only the first two are known to the case."""

    COPIED = "copied"
    BLIND = "blind"
    SUGGESTED = "suggested"
    DECLINED = "declined"


class CopyKind(StrEnum):
    """Whether the others see that somebody receives a copy."""

    CC = "cc"
    BCC = "bcc"


OPEN_STATUSES = frozenset({Status.NEW, Status.OPEN, Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY})

KNOWN_ROLES = frozenset({ParticipantRole.COPIED, ParticipantRole.BLIND})

_MOVES: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset(Status) - {Status.NEW},
    Status.OPEN: frozenset(Status) - {Status.NEW, Status.OPEN},
    Status.WAITING_CUSTOMER: frozenset(Status) - {Status.NEW, Status.WAITING_CUSTOMER},
    Status.WAITING_THIRD_PARTY: frozenset(Status) - {Status.NEW, Status.WAITING_THIRD_PARTY},
    Status.RESOLVED: frozenset({Status.OPEN, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.OPEN}),
}


def may_move(old: Status, new: Status) -> bool:
    """Whether a case may go from one status to the other."""
    return new in _MOVES[old]
