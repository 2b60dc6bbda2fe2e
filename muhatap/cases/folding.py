"""The state of a case out of its events alone: pure, so that it can be held against the table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from muhatap.cases.tags import with_tags, without_tags


@dataclass(frozen=True, slots=True)
class CaseState:
    """What the events say about a case; ids are whole numbers, an empty topic is the empty text."""

    number: str = ""
    brand: int = 0
    status: str = "new"
    kind: str = ""
    priority: int = 0
    queue: int | None = None
    owner: int | None = None
    topic: str = ""
    customer: int = 0
    tags: tuple[str, ...] = ()


def fold(events: Iterable[tuple[str, Mapping[str, Any]]]) -> CaseState:
    """The state after these events (kind and stored values, in order)."""
    state = CaseState()
    for kind, values in events:
        state = after(state, kind, values)
    return state


def after(state: CaseState, kind: str, values: Mapping[str, Any]) -> CaseState:
    """The state after one more event; events that do not change the case leave it as it was."""
    match kind:
        case "case.opened":
            return CaseState(
                number=values["number"],
                brand=int(values["brand"]),
                kind=values["case_kind"],
                priority=values["priority"],
                queue=_id(values["queue"]),
                topic=values["topic"],
                customer=int(values.get("customer", 0)),
            )
        case "case.imported":
            return CaseState(
                number=values["number"],
                brand=int(values["brand"]),
                status=values["status"],
                kind=values["case_kind"],
                priority=values["priority"],
                queue=_id(values["queue"]),
                owner=_id(values["owner"]),
                customer=int(values["customer"]),
                tags=tuple(values["tags"]),
            )
        case "case.status_changed":
            return replace(state, status=values["status"])
        case "case.assigned":
            return replace(state, owner=_id(values["owner"]))
        case "case.moved":
            return replace(state, queue=_id(values["queue"]))
        case "case.priority_changed":
            return replace(state, priority=values["priority"])
        case "case.topic_corrected":
            return replace(state, topic=values["topic"])
        case "case.customer_changed":
            return replace(state, customer=int(values["customer"]))
        case "case.tags_changed":
            kept = without_tags(state.tags, values["removed"])
            return replace(state, tags=with_tags(kept, values["added"]))
        case "case.dissatisfaction_expressed":
            return replace(state, kind=values["case_kind"], priority=values["priority"])
        case _:
            return state


def _id(value: str | int | None) -> int | None:
    return None if value is None else int(value)
