"""What can be done with rules and macros."""

from muhatap.automation.operations.following import follow_events
from muhatap.automation.operations.macros import (
    CannotSend,
    Done,
    Foreseen,
    MacroContent,
    preview_macro,
    retire_macro,
    run_macro,
    write_macro,
)
from muhatap.automation.operations.previewing import preview_rule
from muhatap.automation.operations.sweeping import sweep_moments
from muhatap.automation.operations.switching import (
    SORT,
    ChangedSince,
    NeedsSecondPerson,
    NotPreviewed,
    approve_rule,
    propose_rule,
    switch_off,
    switch_on,
)
from muhatap.automation.operations.writing import (
    RuleContent,
    TooManyRules,
    change_rule,
    move_rule,
    remove_rule,
    write_rule,
)

__all__ = [
    "SORT",
    "CannotSend",
    "ChangedSince",
    "Done",
    "Foreseen",
    "MacroContent",
    "NeedsSecondPerson",
    "NotPreviewed",
    "RuleContent",
    "TooManyRules",
    "approve_rule",
    "change_rule",
    "follow_events",
    "move_rule",
    "preview_macro",
    "preview_rule",
    "propose_rule",
    "remove_rule",
    "retire_macro",
    "run_macro",
    "sweep_moments",
    "switch_off",
    "switch_on",
    "write_macro",
    "write_rule",
]
