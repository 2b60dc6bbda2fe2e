"""What staff do at the desk in one step: answer, note, hand over, escalate, correct, open a case by phone."""

from muhatap.desk.operations.answering import Answer, Outdated, answer_customer, write_note
from muhatap.desk.operations.asides import Outward, turn_outside, write_outside
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
from muhatap.desk.operations.opening import FirstMail, raise_as_new_case, write_first

__all__ = [
    "Answer",
    "FirstMail",
    "NotAColleague",
    "NowhereToEscalate",
    "Outdated",
    "Outward",
    "PastMoment",
    "answer_customer",
    "correct_properties",
    "escalate",
    "hand_over",
    "move_on",
    "plan",
    "raise_as_new_case",
    "take",
    "take_all",
    "turn_outside",
    "write_first",
    "write_note",
    "write_outside",
]
