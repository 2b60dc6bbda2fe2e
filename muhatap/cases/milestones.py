"""Stages that a case can reach, which of them come only after others, and which end the waiting for them."""

from collections.abc import Collection
from enum import StrEnum


class MilestoneName(StrEnum):
    """What staff note on a case, in the words of the process; clocks start and stop by them."""

    CALLBACK_ASKED = "callback_asked"
    CALLED_BACK = "called_back"
    DOCUMENTS_COMPLETE = "documents_complete"
    DOCUMENTS_DECIDED = "documents_decided"
    REFUND_APPROVED = "refund_approved"
    REFUND_REFUSED = "refund_refused"
    REFUND_PAID = "refund_paid"
    CONTAINED = "contained"
    PAYMENT_DISPUTED = "payment_disputed"
    PAYMENT_RESTORED = "payment_restored"
    DATA_REQUEST_VALID = "data_request_valid"
    DATA_REQUEST_ANSWERED = "data_request_answered"
    DATA_COMPLAINT_ACKNOWLEDGED = "data_complaint_acknowledged"
    BREACH_NOTICED = "breach_noticed"
    AUTHORITY_TOLD = "authority_told"
    INFORMATION_ASKED = "information_asked"
    INFORMATION_GIVEN = "information_given"
    BODY_ASKED = "body_asked"
    BODY_ANSWERED = "body_answered"


_M = MilestoneName
_ANSWERS = {
    _M.CALLED_BACK: _M.CALLBACK_ASKED,
    _M.DOCUMENTS_DECIDED: _M.DOCUMENTS_COMPLETE,
    _M.REFUND_PAID: _M.REFUND_APPROVED,
    _M.AUTHORITY_TOLD: _M.BREACH_NOTICED,
    _M.INFORMATION_GIVEN: _M.INFORMATION_ASKED,
    _M.BODY_ANSWERED: _M.BODY_ASKED,
}
# What the customer asks for is noted where she asks and where she is answered.
_NOTED_ELSEWHERE = frozenset({_M.INFORMATION_ASKED, _M.INFORMATION_GIVEN})
_OF_KIND = {
    "identity": (_M.DOCUMENTS_COMPLETE, _M.DOCUMENTS_DECIDED),
    "refund": (_M.REFUND_APPROVED, _M.REFUND_REFUSED, _M.REFUND_PAID),
    "emergency": (_M.CONTAINED, _M.PAYMENT_DISPUTED, _M.PAYMENT_RESTORED),
    "privacy": (
        _M.DATA_REQUEST_VALID,
        _M.DATA_REQUEST_ANSWERED,
        _M.DATA_COMPLAINT_ACKNOWLEDGED,
        _M.BREACH_NOTICED,
        _M.AUTHORITY_TOLD,
    ),
}


def may_follow(name: MilestoneName, reached: Collection[str]) -> bool:
    """Whether the case can reach it now: an answer needs what it answers, and not an answer already."""
    asked = _ANSWERS.get(name)
    if asked is None:
        return True
    order = [each for each in reached if each in {asked, name}]
    return bool(order) and order[-1] == asked


def offered(kind: str, reached: Collection[str]) -> list[MilestoneName]:
    """The stages that a case of this kind may reach next, those of its kind first."""
    own = _OF_KIND.get(kind, ())
    others = [each for each in MilestoneName if each not in own]
    return [each for each in (*own, *others) if each not in _NOTED_ELSEWHERE and may_follow(each, reached)]
