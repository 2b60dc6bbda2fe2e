"""What one case, contact, promise or survey adds to the measures: pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The sorts of observations; the guide lists the values of each."""

    CASE = "case"
    CONTACT = "contact"
    TURN = "turn"
    PROMISE = "promise"
    SURVEY = "survey"
    AGENT_TIME = "agent_time"
    CALLBACK = "callback"
    SESSION = "session"
    COST = "cost"
    CUSTOMERS = "customers"
    REVIEW = "review"
    CALIBRATION = "calibration"
    ISSUE = "issue"
    UPTIME = "uptime"


# By what figures are broken down; the values are codes, those of people the digits of their id.
DIMENSIONS = ("channel", "topic", "team", "agent", "queue", "sort", "priority", "completeness")


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One row behind the measures. `on` is its day in the brand's zone, `subject` what it is about.

    Durations in `values` are whole seconds, amounts minor units.
    """

    kind: Kind
    subject: str
    at: datetime
    on: date
    places: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    case_id: int | None = None

    def place(self, dimension: str) -> str:
        """Its value in a dimension, empty where it has none."""
        return self.places.get(dimension, "")

    @property
    def excluded(self) -> str:
        """Why it counts in no measure but those of what was excluded: test, spam, duplicate, or empty."""
        return str(self.values.get("excluded", ""))
