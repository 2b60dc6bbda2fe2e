"""When a rule acts: something that happened to a case, or a moment counted from it; pure tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONGEST_HOURS = 24 * 60
_MINUTES = 60


class Base(StrEnum):
    """What a moment is counted from."""

    EVENT = "event"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Heard:
    """Which stored facts a trigger hears: their kinds, and values that they must have."""

    kinds: tuple[str, ...]
    values: tuple[tuple[str, tuple[Any, ...]], ...] = ()

    def hears(self, kind: str, values: Mapping[str, Any]) -> bool:
        """Whether this fact is one of them."""
        return kind in self.kinds and all(values.get(name) in wanted for name, wanted in self.values)


_MESSAGE = ("message.posted",)
_STATUS = ("case.status_changed",)

FACTS: dict[str, Heard] = {
    "opened": Heard(("case.opened",)),
    "customer_wrote": Heard(_MESSAGE, (("author", ("customer",)),)),
    "staff_wrote": Heard(_MESSAGE, (("author", ("staff",)),)),
    "note_written": Heard(_MESSAGE, (("author", ("note",)),)),
    "status_changed": Heard(_STATUS),
    "assigned": Heard(("case.assigned",)),
    "moved": Heard(("case.moved",)),
    "priority_changed": Heard(("case.priority_changed",)),
    "topic_corrected": Heard(("case.topic_corrected",)),
    "objected": Heard(("case.dissatisfaction_expressed",)),
    "answers_added": Heard(("case.answers_added",)),
    "milestone_reached": Heard(("case.milestone_reached",)),
    "clock_step": Heard(("clock.step_reached",)),
    "clock_broken": Heard(("clock.broken",)),
    "letter_returned": Heard(("message.delivery_returned", "message.delivery_given_up")),
    "side_answered": Heard(("side.message_posted",), (("direction", ("received",)),)),
    "survey_answered": Heard(("survey.answered",)),
}
# What each moment is counted from; `before_promise_end` is counted back from the next limit.
MOMENTS: dict[str, Heard | None] = {
    "after_opened": FACTS["opened"],
    "after_customer_wrote": FACTS["customer_wrote"],
    "after_staff_wrote": FACTS["staff_wrote"],
    "after_waiting": Heard(_STATUS, (("status", ("waiting_customer", "waiting_third_party")),)),
    "after_resolved": Heard(_STATUS, (("status", ("resolved",)),)),
    "before_promise_end": None,
}


@dataclass(frozen=True, slots=True)
class Trigger:
    """What makes a rule act: a fact, or a moment `hours` after or before what its code names."""

    code: str
    hours: int = 0

    @property
    def is_moment(self) -> bool:
        """Whether it is a time and not something that happens."""
        return self.code in MOMENTS

    @property
    def base(self) -> Base:
        """What its moment is counted from."""
        return Base.PROMISE if self.heard is None else Base.EVENT

    @property
    def heard(self) -> Heard | None:
        """The facts that it hears or is counted from."""
        return MOMENTS[self.code] if self.is_moment else FACTS[self.code]

    @property
    def seconds(self) -> int:
        """How far the moment is from what it is counted from."""
        return self.hours * _MINUTES * 60


class UnknownTrigger(ValueError):
    """No trigger has this code, or its hours are not between 1 and 1440."""


def trigger_of(code: str, hours: int = 0) -> Trigger:
    """The trigger that this names; `UnknownTrigger` for what is not in the tables."""
    if code in FACTS:
        return Trigger(code)
    if code not in MOMENTS or not 1 <= hours <= LONGEST_HOURS:
        raise UnknownTrigger(code)
    return Trigger(code, hours)
