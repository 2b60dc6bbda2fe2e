"""Enquiries about refunds and withdrawals: how they can end, and on which grounds one is refused: pure."""

from enum import StrEnum


class Outcome(StrEnum):
    """How an enquiry is decided."""

    APPROVED = "approved"
    PARTIAL = "partial"
    REFUSED = "refused"


class Ground(StrEnum):
    """Why a payment, or a part of it, is refused; the words say what it means in this case."""

    PAID = "paid"
    OTHER_OWNER = "other_owner"
    DOCUMENTS = "documents"
    BALANCE = "balance"
    TERMS = "terms"
    TOO_LATE = "too_late"
    USED = "used"
    SENDER = "sender"


# What staff write under a ground must say more than the ground does.
FEWEST_WORDS = 4
