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
from muhatap.money.operations.tracing import (
    NewTrace,
    NotATrace,
    TraceOver,
    answer_trace,
    ask_trace,
    remind_of_traces,
)

__all__ = [
    "AnsweredAlready",
    "NeedsReason",
    "NewAnswer",
    "NewRemedy",
    "NewTrace",
    "NoTerms",
    "NotARemedy",
    "NotATrace",
    "NotAnAnswer",
    "NotTerms",
    "OutsideRules",
    "OverBudget",
    "OverLimit",
    "RefundFacts",
    "SameHand",
    "TraceOver",
    "WrongState",
    "agree_terms",
    "answer_enquiry",
    "answer_trace",
    "approve_remedy",
    "ask_trace",
    "execute_remedy",
    "follow_letter",
    "note_ledger_export",
    "propose_remedy",
    "propose_terms",
    "refuse_remedy",
    "remind_of_traces",
    "reverse_remedy",
]
