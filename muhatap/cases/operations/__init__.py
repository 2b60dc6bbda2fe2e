"""What can be done with a case."""

from muhatap.cases.operations.belonging import move_cases, move_cases_back
from muhatap.cases.operations.confirming import BY_STAFF, ProofBy, confirm_identity
from muhatap.cases.operations.conversing import await_side, end_waiting, open_side_conversation
from muhatap.cases.operations.delegating import (
    NewWork,
    WorkEnded,
    WorkTakenAlready,
    answer_work,
    give_work,
    remind_of_work,
    take_work,
    tell_department,
    tell_of_answer,
    tell_of_withdrawal,
    withdraw_work,
)
from muhatap.cases.operations.erasing import erase_message
from muhatap.cases.operations.following import follow, unfollow
from muhatap.cases.operations.handling import (
    CannotMove,
    assign,
    change_priority,
    change_status,
    correct_topic,
    move_to_queue,
    plan_next_step,
    set_next_due,
)
from muhatap.cases.operations.importing import OldCase, OldMessage, import_case
from muhatap.cases.operations.joining import CannotJoin, NotJoined, join_cases, part_cases
from muhatap.cases.operations.linking import link_cases
from muhatap.cases.operations.messaging import NewMessage, post_message
from muhatap.cases.operations.objecting import express_dissatisfaction
from muhatap.cases.operations.opening import NewCase, open_case
from muhatap.cases.operations.participating import name_participant, suggest_participants
from muhatap.cases.operations.preferring import prefer
from muhatap.cases.operations.reaching import NotYet, OutsideCase, reach_milestone
from muhatap.cases.operations.reading import note_source_opened
from muhatap.cases.operations.sensitive import (
    ASSISTED,
    NotAnAct,
    ask_assisted,
    decide_assisted,
    note_sensitive_act,
)
from muhatap.cases.operations.tagging import TooManyTags, change_tags

__all__ = [
    "ASSISTED",
    "BY_STAFF",
    "CannotJoin",
    "CannotMove",
    "NewCase",
    "NewMessage",
    "NewWork",
    "NotAnAct",
    "NotJoined",
    "NotYet",
    "OldCase",
    "OldMessage",
    "OutsideCase",
    "ProofBy",
    "TooManyTags",
    "WorkEnded",
    "WorkTakenAlready",
    "answer_work",
    "ask_assisted",
    "assign",
    "await_side",
    "change_priority",
    "change_status",
    "change_tags",
    "confirm_identity",
    "correct_topic",
    "decide_assisted",
    "end_waiting",
    "erase_message",
    "express_dissatisfaction",
    "follow",
    "give_work",
    "import_case",
    "join_cases",
    "link_cases",
    "move_cases",
    "move_cases_back",
    "move_to_queue",
    "name_participant",
    "note_sensitive_act",
    "note_source_opened",
    "open_case",
    "open_side_conversation",
    "part_cases",
    "plan_next_step",
    "post_message",
    "prefer",
    "reach_milestone",
    "remind_of_work",
    "set_next_due",
    "suggest_participants",
    "take_work",
    "tell_department",
    "tell_of_answer",
    "tell_of_withdrawal",
    "unfollow",
    "withdraw_work",
]
