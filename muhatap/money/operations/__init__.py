"""What can be done with remedies: propose, decide by another person, carry out with proof, reverse."""

from muhatap.money.booking import WrongState
from muhatap.money.operations.answering import (
    AnsweredAlready,
    NewAnswer,
    NotAnAnswer,
    answer_enquiry,
    follow_letter,
)
from muhatap.money.operations.deciding import (
    OverBudget,
    OverLimit,
    approve_remedy,
    refuse_remedy,
)
from muhatap.money.operations.executing import (
    SameHand,
    execute_remedy,
    note_ledger_export,
    reverse_remedy,
)
from muhatap.money.operations.judging import OutsideRules, RefundFacts
from muhatap.money.operations.limiting import NotTerms, agree_terms, propose_terms
from muhatap.money.operations.proposing import (
    NeedsReason,
    NewRemedy,
    NotARemedy,
    NoTerms,
    propose_remedy,
)

__all__ = [
    "AnsweredAlready",
    "NeedsReason",
    "NewAnswer",
    "NewRemedy",
    "NoTerms",
    "NotARemedy",
    "NotAnAnswer",
    "NotTerms",
    "OutsideRules",
    "OverBudget",
    "OverLimit",
    "RefundFacts",
    "SameHand",
    "WrongState",
    "agree_terms",
    "answer_enquiry",
    "approve_remedy",
    "execute_remedy",
    "follow_letter",
    "note_ledger_export",
    "propose_remedy",
    "propose_terms",
    "refuse_remedy",
    "reverse_remedy",
]
