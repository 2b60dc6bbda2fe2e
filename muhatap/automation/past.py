"""A case as it stood at an earlier moment, put together again out of its events."""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from muhatap.accounts.models import Staff
from muhatap.audit.models import Event
from muhatap.cases.folding import CaseState, after
from muhatap.cases.models import Case
from muhatap.cases.statuses import OPEN_STATUSES, Status
from muhatap.topics.models import Queue, Topic

FOLDED = (
    "case.opened",
    "case.status_changed",
    "case.assigned",
    "case.moved",
    "case.priority_changed",
    "case.topic_corrected",
    "case.dissatisfaction_expressed",
    "case.tags_changed",
    "message.posted",
)
_FIELD_OF = {
    "case.status_changed": ("status",),
    "case.assigned": ("owner",),
    "case.moved": ("queue",),
    "case.priority_changed": ("priority",),
    "case.topic_corrected": ("topic",),
    "case.dissatisfaction_expressed": ("kind", "priority"),
    "case.tags_changed": ("tags",),
}
_WAITING = frozenset({Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY})


@dataclass(frozen=True, slots=True)
class Names:
    """The rows that a state names by id or code, read once for a brand."""

    queues: Mapping[int, Queue] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    staff: Mapping[int, Staff] = field(default_factory=dict)


def names_of_brand(brand_id: int) -> Names:
    """Every queue and topic of a brand, retired ones too, and everybody who has a role in it."""
    return Names(
        queues={row.id: row for row in Queue.objects.filter(brand_id=brand_id)},
        topics={row.code: row for row in Topic.objects.filter(brand_id=brand_id)},
        staff={row.pk: row for row in Staff.objects.filter(memberships__brand_id=brand_id)},
    )


@dataclass(slots=True)
class Past:
    """One case while its events are walked; what a tried rule has set stays until an event sets it anew."""

    state: CaseState = field(default_factory=CaseState)
    set_by_rule: dict[str, Any] = field(default_factory=dict)
    customer_wrote_at: datetime | None = None
    staff_wrote_at: datetime | None = None
    status_at: datetime | None = None
    dissatisfied_at: datetime | None = None
    updated_at: datetime | None = None

    def see(self, event: Event) -> None:
        """Take the next event."""
        values = json.loads(event.content)
        self.state = after(self.state, event.kind, values)
        self.updated_at = event.at
        for name in _FIELD_OF.get(event.kind, ()):
            self.set_by_rule.pop(name, None)
        match event.kind:
            case "message.posted" if values["author"] == "customer":
                self.customer_wrote_at = event.at
            case "message.posted" if values["author"] == "staff":
                self.staff_wrote_at = event.at
            case "case.status_changed":
                self.status_at = event.at
            case "case.dissatisfaction_expressed":
                self.dissatisfied_at = self.dissatisfied_at or event.at

    @property
    def then(self) -> CaseState:
        """The state with what the tried rule would have set."""
        return replace(self.state, **self.set_by_rule) if self.set_by_rule else self.state

    def take(self, planned: CaseState) -> None:
        """Note what the tried rule would have set."""
        before = self.then
        for name in ("status", "priority", "queue", "owner", "topic", "tags"):
            if getattr(planned, name) != getattr(before, name):
                self.set_by_rule[name] = getattr(planned, name)

    def stands(self, when: str, base_at: datetime) -> bool:
        """Whether what a moment is counted from still held; the counterpart of `standing.stands`."""
        status = self.then.status
        is_open = status in OPEN_STATUSES
        match when:
            case "after_customer_wrote":
                return is_open and _is_last(self.customer_wrote_at, self.staff_wrote_at, base_at)
            case "after_staff_wrote":
                return is_open and _is_last(self.staff_wrote_at, self.customer_wrote_at, base_at)
            case "after_waiting":
                return status in _WAITING and self.status_at == base_at
            case "after_resolved":
                return status == Status.RESOLVED and self.status_at == base_at
            case _:
                return is_open

    def put_back(self, case: Case, names: Names) -> Case:
        """A copy of the case as it stood, never to be saved."""
        state, found = self.then, copy.copy(case)
        found._state = copy.copy(case._state)
        found._state.fields_cache = dict(case._state.fields_cache)
        found.status, found.kind, found.priority = state.status, state.kind, state.priority
        found.tags = list(state.tags)
        found.is_open = state.status in OPEN_STATUSES
        found.queue = names.queues.get(state.queue or 0)
        found.owner = names.staff.get(state.owner or 0)
        found.topic = names.topics.get(state.topic)
        found.customer_wrote_at, found.staff_wrote_at = self.customer_wrote_at, self.staff_wrote_at
        found.dissatisfied_at = self.dissatisfied_at
        found.updated_at = self.updated_at or case.updated_at
        found.closed_at = self.status_at if state.status == Status.CLOSED else None
        return found


def _is_last(wrote_at: datetime | None, other_at: datetime | None, base_at: datetime) -> bool:
    return wrote_at == base_at and (other_at is None or other_at <= base_at)
