"""What can be done with a case."""

from muhatap.cases.operations.erasing import erase_message
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
from muhatap.cases.operations.messaging import NewMessage, post_message
from muhatap.cases.operations.objecting import express_dissatisfaction
from muhatap.cases.operations.opening import NewCase, open_case

__all__ = [
    "CannotMove",
    "NewCase",
    "NewMessage",
    "assign",
    "change_priority",
    "change_status",
    "correct_topic",
    "erase_message",
    "express_dissatisfaction",
    "move_to_queue",
    "open_case",
    "plan_next_step",
    "post_message",
    "set_next_due",
]
