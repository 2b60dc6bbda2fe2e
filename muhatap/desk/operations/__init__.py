"""What staff do at the desk in one step: answer, note, hand over, escalate, correct, open a case by phone."""

from muhatap.desk.operations.answering import Answer, Outdated, answer_customer, write_note
from muhatap.desk.operations.handling import (
    NotAColleague,
    NowhereToEscalate,
    PastMoment,
    correct_properties,
    escalate,
    hand_over,
    move_on,
    plan,
    take,
    take_all,
)

__all__ = [
    "Answer",
    "NotAColleague",
    "NowhereToEscalate",
    "Outdated",
    "PastMoment",
    "answer_customer",
    "correct_properties",
    "escalate",
    "hand_over",
    "move_on",
    "plan",
    "take",
    "take_all",
    "write_note",
]
