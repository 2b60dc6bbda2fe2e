"""Which letter a stage, a decision or a broken promise of a complaint asks for (process C7): pure."""

from collections.abc import Mapping
from datetime import timedelta

from muhatap.complaints.stages import OVER, Stage
from muhatap.letters.linting import Sort

OF_STAGE: Mapping[Stage, Sort] = {
    Stage.APPEAL: Sort.APPEAL_BEGUN,
    Stage.EXTERNAL: Sort.ROUTE,
    Stage.CLOSED_UNCONFIRMED: Sort.UNCONFIRMED,
}
# Where a complaint that is settled so soon (FCA DISP 1.5.4) or late by eight weeks has a letter of its own.
UNITED_KINGDOM = frozenset({"UK", "GB"})
SETTLED_WITHIN = timedelta(days=3)
# Letters that tell of the end go when it has come.
AT_THE_END: Mapping[Stage, Sort] = {
    Stage.CLOSED_UNCONFIRMED: Sort.UNCONFIRMED,
    Stage.CLOSED: Sort.SETTLED,
}
_LATE_CLOCKS = frozenset({"resolve", "legal_response"})


def may_send(stage: Stage, sort: Sort) -> bool:
    """Whether a letter of this sort can go now: while it is open, and a letter of its end at its end."""
    return stage not in OVER or AT_THE_END.get(stage) is sort


def letter_of_stage(stage: Stage, *, took: timedelta, where: str) -> Sort | None:
    """The letter that a complaint's coming to a stage asks for, so long after it was received."""
    if stage is Stage.CLOSED and took <= SETTLED_WITHIN and where in UNITED_KINGDOM:
        return Sort.SETTLED
    return OF_STAGE.get(stage)


def letter_of_broken(clock: str, where: str) -> Sort | None:
    """The letter that a broken promise asks for; None where it has a notice of its own."""
    if clock not in _LATE_CLOCKS:
        return None
    is_eight_weeks = clock == "legal_response" and where in UNITED_KINGDOM
    return Sort.EIGHT_WEEKS if is_eight_weeks else Sort.HOLDING
