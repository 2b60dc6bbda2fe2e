"""Whether a case has all that its topic needs, judged as it comes: pure.

The charter's entries are read as kept; a reason given instead of an answer does not make a case complete.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Completeness:
    """What is still missing, by code; `fast_lane` is the better priority that complete papers earn, or 0."""

    fields: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    needed: int = 0
    fast_lane: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing, of at least one thing that is needed."""
        return self.needed > 0 and not self.fields and not self.evidence

    @property
    def share(self) -> float:
        """How much of what is needed is there, from 0 to 1; 1 where nothing is needed."""
        if not self.needed:
            return 1.0
        return 1 - (len(self.fields) + len(self.evidence)) / self.needed


def completeness_of(
    *,
    fields: Sequence[Mapping[str, Any]],
    evidence: Sequence[Mapping[str, Any]],
    rule: Mapping[str, Any],
    answers: Mapping[str, Any],
    sent: Collection[str],
) -> Completeness:
    """Judge answers by field and the codes of the evidence that was sent.

    Needed is what the topic's rule names; without names, everything that the form requires.
    """
    asked = rule.get("fields") or [each["code"] for each in fields if each.get("required")]
    wanted = rule.get("evidence") or [each["code"] for each in evidence if each.get("required")]
    return Completeness(
        fields=tuple(code for code in asked if not _is_answered(answers.get(code))),
        evidence=tuple(code for code in wanted if code not in sent),
        needed=len(asked) + len(wanted),
        fast_lane=int(str(rule.get("fast_lane", "P0")).removeprefix("P")),
    )


def priority_of(found: Completeness, own: int) -> int:
    """The priority of a case: its topic's own, or the fast lane's when that is more urgent and earned."""
    if found.is_complete and 0 < found.fast_lane < own:
        return found.fast_lane
    return own


def intake_of(found: Completeness, own: int) -> dict[str, Any]:
    """What a case remembers of its coming: whether it was complete, what was missing, which lane it took."""
    if not found.needed:
        return {}
    said: dict[str, Any] = {"complete": found.is_complete}
    if found.fields:
        said["fields"] = list(found.fields)
    if found.evidence:
        said["evidence"] = list(found.evidence)
    priority = priority_of(found, own)
    if priority != own:
        said["fast_lane"] = {"from": own, "to": priority}
    return said


def _is_answered(value: Any) -> bool:
    if isinstance(value, Mapping):
        return "absent" not in value and bool(value)
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != []
