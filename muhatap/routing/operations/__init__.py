"""What routing does with cases, and what can be set about it."""

from muhatap.routing.operations.placing import Routed, route
from muhatap.routing.operations.returning import keep_or_pass_on, return_unanswered
from muhatap.routing.operations.setting import (
    WrongDays,
    give_skill,
    name_account_manager,
    remove_skill,
    set_limits,
    set_queue,
    set_skill,
    set_weights,
    take_skill,
)

__all__ = [
    "Routed",
    "WrongDays",
    "give_skill",
    "keep_or_pass_on",
    "name_account_manager",
    "remove_skill",
    "return_unanswered",
    "route",
    "set_limits",
    "set_queue",
    "set_skill",
    "set_weights",
    "take_skill",
]
