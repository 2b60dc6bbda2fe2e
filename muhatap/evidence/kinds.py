"""Sorts of evidence, the states that an item goes through, and the codes of reasons: pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any


class EvidenceKind(StrEnum):
    """What an item is."""

    SCREENSHOT = "screenshot"
    TRANSACTION = "transaction"
    RECEIPT = "receipt"
    INVOICE = "invoice"
    CALL_NOTE = "call_note"
    EMAIL = "email"
    IDENTITY = "identity"
    # Biometric: only ever sent when it was asked for, with its reason.
    FACE = "face"
    FURTHER = "further"


class ItemState(StrEnum):
    """How far an item has come."""

    OFFERED = "offered"
    CHECKING = "checking"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EXPIRED = "expired"


class RejectionReason(StrEnum):
    """Why an item cannot be accepted (process C3)."""

    UNREADABLE = "unreadable"
    CROPPED = "cropped"
    GLARE = "glare"
    EXPIRED = "expired"
    TOO_OLD = "too_old"
    NAME_MISMATCH = "name_mismatch"
    DATE_MISSING = "date_missing"
    WRONG_TYPE = "wrong_type"
    ONE_SIDE = "one_side"
    ALTERED = "altered"
    NOT_OWNER = "not_owner"
    FORMAT = "format"


class Ground(StrEnum):
    """On which lawful ground something is asked (Law 6698 art. 5, GDPR art. 6)."""

    CONTRACT = "contract"
    LEGAL_DUTY = "legal_duty"
    CLAIM = "claim"
    INTEREST = "interest"
    CONSENT = "consent"


class Purpose(StrEnum):
    """For what something is asked."""

    IDENTITY = "identity"
    PAYMENT = "payment"
    SOURCE_OF_FUNDS = "source_of_funds"
    REFUND = "refund"
    COMPLAINT = "complaint"


# Opened by their own right alone, kept as short as the charter says for identity documents.
CLOSED_KINDS = frozenset({EvidenceKind.IDENTITY, EvidenceKind.FACE})
# Biometric data need explicit consent or a law that asks for them (Law 6698 art. 6, GDPR art. 9).
FACE_GROUNDS = frozenset({Ground.CONSENT, Ground.LEGAL_DUTY})

# What somebody may suspect without telling: the customer reads a neutral text.
CONFIDENTIAL = frozenset({RejectionReason.ALTERED})

_MOVES = {
    ItemState.OFFERED: {ItemState.CHECKING, ItemState.ACCEPTED, ItemState.REJECTED, ItemState.EXPIRED},
    ItemState.CHECKING: {ItemState.ACCEPTED, ItemState.REJECTED, ItemState.EXPIRED},
    ItemState.ACCEPTED: {ItemState.EXPIRED},
    ItemState.REJECTED: {ItemState.CHECKING},
    ItemState.EXPIRED: frozenset(),
}
# As the charter writes the kinds of a topic's evidence.
_WRITTEN = {
    "screenshot": EvidenceKind.SCREENSHOT,
    "receipt": EvidenceKind.RECEIPT,
    "statement": EvidenceKind.RECEIPT,
    "invoice": EvidenceKind.INVOICE,
    "identity": EvidenceKind.IDENTITY,
    "email": EvidenceKind.EMAIL,
    "mail": EvidenceKind.EMAIL,
    "call": EvidenceKind.CALL_NOTE,
}
_BY_TYPE = {"message/rfc822": EvidenceKind.EMAIL, "image/png": EvidenceKind.SCREENSHOT}


def may_move(old: str, new: ItemState) -> bool:
    """Whether an item can go from one state to another; what was accepted is never rejected later."""
    return new in _MOVES[ItemState(old)]


def kind_of(code: str, asked: Sequence[Mapping[str, Any]], content_type: str = "") -> EvidenceKind:
    """What an item is: as the topic's evidence asks for this code, or else from its bytes.

    What the charter wants by the secure way alone is kept like an identity document.
    """
    entry = next((each for each in asked if code and each.get("code") == code), None)
    if entry is None:
        return _BY_TYPE.get(content_type, EvidenceKind.FURTHER)
    if entry.get("secure"):
        return EvidenceKind.IDENTITY
    return _WRITTEN.get(entry.get("kind", ""), EvidenceKind.FURTHER)
