"""What staff do at the desk in one step: answer, note, hand over, escalate, correct, open a case by phone."""

from muhatap.desk.operations.answering import answer_customer, write_note
from muhatap.desk.operations.asides import Outward, turn_outside, write_outside
from muhatap.desk.operations.bulk import UNDO_FOR, TooLate, change_several, undo_change
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
from muhatap.desk.operations.macros import ManyDone, run_macro, run_macro_on_all
from muhatap.desk.operations.mentioning import tell_watchers
from muhatap.desk.operations.opening import FirstMail, raise_as_new_case, write_first
from muhatap.desk.operations.sending import (
    AlreadyGone,
    let_leave,
    plan_again,
    send_at_once,
    send_reply,
    take_back,
)
from muhatap.desk.operations.viewing import NewView, place_view, remove_view, save_view
from muhatap.desk.replies import Answer, Outdated, SaysTooMuch

__all__ = [
    "UNDO_FOR",
    "AlreadyGone",
    "Answer",
    "FirstMail",
    "ManyDone",
    "NewView",
    "NotAColleague",
    "NowhereToEscalate",
    "Outdated",
    "Outward",
    "PastMoment",
    "SaysTooMuch",
    "TooLate",
    "answer_customer",
    "change_several",
    "correct_properties",
    "escalate",
    "hand_over",
    "let_leave",
    "move_on",
    "place_view",
    "plan",
    "plan_again",
    "raise_as_new_case",
    "remove_view",
    "run_macro",
    "run_macro_on_all",
    "save_view",
    "send_at_once",
    "send_reply",
    "take",
    "take_all",
    "take_back",
    "tell_watchers",
    "turn_outside",
    "undo_change",
    "write_first",
    "write_note",
    "write_outside",
]
