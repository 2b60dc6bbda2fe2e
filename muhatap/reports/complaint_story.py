"""What the events of a case say about its complaint: pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_OVER = frozenset({"closed", "closed_unconfirmed", "withdrawn", "set_aside"})


@dataclass(slots=True)
class ComplaintStory:
    """A complaint while the events of its case are walked; `told` is None where there is none."""

    told: dict[str, Any] | None = None
    at: datetime | None = None
    over_at: datetime | None = None
    proposed: str = ""
    # The decision against which the customer appealed, until the appeal is decided.
    appealed: str | None = None

    def register(self, at: datetime, values: Mapping[str, Any]) -> None:
        self.told = self.told or {}
        self.at = datetime.fromisoformat(values["received_at"])

    def propose(self, at: datetime, values: Mapping[str, Any]) -> None:
        self.proposed = values["outcome"]

    def come_to(self, at: datetime, values: Mapping[str, Any]) -> None:
        if self.told is None:
            return
        stage = values["stage"]
        if stage == "responded" and self.proposed:
            self._decide()
        if stage == "appeal":
            self.appealed = self.told.get("outcome", "")
        if stage == "external":
            self.told["external"] = True
        if stage == "reopened":
            self.told["reopened"] = True
            self.over_at = None
        if stage in _OVER:
            self.told["closed"], self.over_at = True, at
            self.told["unconfirmed"] = stage == "closed_unconfirmed"

    def _decide(self) -> None:
        self.told["outcome"] = self.proposed  # type: ignore[index]
        if self.appealed is not None:
            self.told["appeal_reversed"] = self.proposed != self.appealed  # type: ignore[index]
            self.appealed = None

    def decide_outside(self, at: datetime, values: Mapping[str, Any]) -> None:
        if self.told is not None:
            self.told["overturned"] = bool(values["is_award"])

    def pay(self, sign: int, values: Mapping[str, Any]) -> None:
        if self.told is not None:
            self.told["redress"] = self.told.get("redress", 0) + sign * int(values["amount"])


def _take_back(story: ComplaintStory, at: datetime, values: Mapping[str, Any]) -> None:
    if values["was_executed"]:
        story.pay(-1, values)


COMPLAINT_STEPS: dict[str, Callable[[ComplaintStory, datetime, Mapping[str, Any]], None]] = {
    "complaint.registered": ComplaintStory.register,
    "complaint.decision_proposed": ComplaintStory.propose,
    "complaint.moved": ComplaintStory.come_to,
    "complaint.body_decided": ComplaintStory.decide_outside,
    "remedy.executed": lambda story, at, values: story.pay(1, values),
    "remedy.reversed": _take_back,
}
