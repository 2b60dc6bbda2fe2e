"""What can be done with evidence."""

from muhatap.evidence.operations.checking import (
    CannotDecide,
    NeedsAnother,
    NeedsCorrection,
    accept_item,
    begin_check,
    expire_items,
    reject_item,
    retype_item,
)
from muhatap.evidence.operations.ending import destroy_due, destroy_item
from muhatap.evidence.operations.holding import (
    HeldAlready,
    NotAHold,
    NotHeld,
    ask_release,
    place_hold,
    release_hold,
)
from muhatap.evidence.operations.keeping import open_locker, remove_from_locker
from muhatap.evidence.operations.offering import (
    LockerFull,
    NewItem,
    NotEvidence,
    attach_items,
    items_for,
    keep_in_locker,
    look_at_items,
    offer_items,
)
from muhatap.evidence.operations.redacting import ChangedMeanwhile, NotABox, redact_item
from muhatap.evidence.operations.requesting import (
    NewRequest,
    NotARequest,
    RequestOver,
    chase_requests,
    end_answered_requests,
    request_documents,
    withdraw_request,
)
from muhatap.evidence.operations.reviewing import (
    NotAReview,
    ReviewedAlready,
    SameHand,
    begin_review,
    end_review,
    remind_of_reviews,
)
from muhatap.evidence.operations.telling import prepare_verified_letter
from muhatap.evidence.operations.unmasking import (
    NotClosed,
    agree_suspicion,
    agree_to_look,
    ask_to_look,
    suspect_item,
)
from muhatap.evidence.operations.viewing import (
    NeedsReason,
    note_file_opened,
    note_quarantine,
    note_viewing,
)

__all__ = [
    "CannotDecide",
    "ChangedMeanwhile",
    "HeldAlready",
    "LockerFull",
    "NeedsAnother",
    "NeedsCorrection",
    "NeedsReason",
    "NewItem",
    "NewRequest",
    "NotABox",
    "NotAHold",
    "NotARequest",
    "NotAReview",
    "NotClosed",
    "NotEvidence",
    "NotHeld",
    "RequestOver",
    "ReviewedAlready",
    "SameHand",
    "accept_item",
    "agree_suspicion",
    "agree_to_look",
    "ask_release",
    "ask_to_look",
    "attach_items",
    "begin_check",
    "begin_review",
    "chase_requests",
    "destroy_due",
    "destroy_item",
    "end_answered_requests",
    "end_review",
    "expire_items",
    "items_for",
    "keep_in_locker",
    "look_at_items",
    "note_file_opened",
    "note_quarantine",
    "note_viewing",
    "offer_items",
    "open_locker",
    "place_hold",
    "prepare_verified_letter",
    "redact_item",
    "reject_item",
    "release_hold",
    "remind_of_reviews",
    "remove_from_locker",
    "request_documents",
    "retype_item",
    "suspect_item",
    "withdraw_request",
]
