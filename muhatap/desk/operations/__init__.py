"""What staff do at the desk in one step: answer, note, hand over, escalate, correct, open a case by phone."""

from muhatap.desk.operations.answering import (
    Answer,
    Outdated,
    SaysTooMuch,
    answer_customer,
    write_note,
)
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
from muhatap.desk.operations.mentioning import follow, tell_watchers, unfollow
from muhatap.desk.operations.opening import FirstMail, raise_as_new_case, write_first
from muhatap.desk.operations.sending import (
    AlreadyGone,
    let_leave,
    plan_again,
    send_at_once,
    send_reply,
    take_back,
)

__all__ = [
    "AlreadyGone",
    "Answer",
    "FirstMail",
    "NotAColleague",
    "NowhereToEscalate",
    "Outdated",
    "Outward",
    "PastMoment",
    "SaysTooMuch",
    "answer_customer",
    "correct_properties",
    "escalate",
    "follow",
    "hand_over",
    "let_leave",
    "move_on",
    "plan",
    "plan_again",
    "raise_as_new_case",
    "send_at_once",
    "send_reply",
    "take",
    "take_all",
    "take_back",
    "tell_watchers",
    "turn_outside",
    "unfollow",
    "write_first",
    "write_note",
    "write_outside",
]
