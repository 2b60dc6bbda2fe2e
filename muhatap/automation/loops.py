"""Why rules always end: what stops a rule before it acts; pure.

One cause lets each rule act once at most, so a chain is never longer than there are rules; depth and budget
keep it far shorter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

DEEPEST = 5
PER_CASE_AND_HOUR = 20
LETTERS_PER_RULE_AND_DAY = 1
LETTERS_PER_CASE_AND_DAY = 3


class Bar(StrEnum):
    """What keeps a rule from acting."""

    FIRED = "fired"
    DEPTH = "depth"
    BUDGET = "budget"
    AT_ODDS = "at_odds"


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule changed on a case: a field, from what, to what."""

    rule: int
    field: str
    old: str
    new: str


def bar(*, has_fired: bool, depth: int, fired_in_hour: int) -> Bar | None:
    """What keeps a rule from acting on a case: it did for this cause, too long a chain, too many firings."""
    if has_fired:
        return Bar.FIRED
    if depth > DEEPEST:
        return Bar.DEPTH
    return Bar.BUDGET if fired_in_hour >= PER_CASE_AND_HOUR else None


def undone_by(wanted: Sequence[Change], history: Sequence[Change]) -> int | None:
    """The rule that took back what this one did, so that it would do the very same again; None for none.

    `history` is what rules did on the case lately, oldest first.
    """
    for change in wanted:
        undoing = (
            each.rule
            for place, each in enumerate(history)
            if each.rule != change.rule
            and (each.field, each.old, each.new) == (change.field, change.new, change.old)
            and any(
                (mine.rule, mine.field, mine.new) == (change.rule, change.field, change.new)
                for mine in history[:place]
            )
        )
        found = next(undoing, None)
        if found is not None:
            return found
    return None
