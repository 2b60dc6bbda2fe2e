"""Which happening starts and stops which clock: a pure table."""

from dataclasses import dataclass
from enum import StrEnum


class Happening(StrEnum):
    """What moves clocks, in the words of the process."""

    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    TAKEN = "taken"
    TRIAGED = "triaged"
    WORK_BEGAN = "work_began"
    CUSTOMER_WROTE = "customer_wrote"
    STAFF_REPLIED = "staff_replied"
    CUSTOMER_INFORMED = "customer_informed"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    OBJECTED = "objected"


@dataclass(frozen=True, slots=True)
class Course:
    """When a clock starts and what keeps its promise; `restarts` begins it anew after each stop."""

    starts: frozenset[Happening]
    stops: frozenset[Happening]
    restarts: bool = False


_H = Happening
_FROM_START = frozenset({_H.OPENED, _H.OBJECTED})

COURSES: dict[str, Course] = {
    "ack": Course(frozenset({_H.OPENED}), frozenset({_H.ACKNOWLEDGED})),
    "triage": Course(_FROM_START, frozenset({_H.TRIAGED, _H.TAKEN, _H.STAFF_REPLIED, _H.RESOLVED})),
    "first_reply": Course(frozenset({_H.OPENED}), frozenset({_H.STAFF_REPLIED})),
    "next_reply": Course(frozenset({_H.CUSTOMER_WROTE}), frozenset({_H.STAFF_REPLIED})),
    "investigation_start": Course(_FROM_START, frozenset({_H.WORK_BEGAN, _H.RESOLVED})),
    "resolve": Course(_FROM_START | {_H.REOPENED}, frozenset({_H.RESOLVED})),
    "update": Course(
        _FROM_START | {_H.REOPENED},
        frozenset({_H.STAFF_REPLIED, _H.CUSTOMER_INFORMED, _H.RESOLVED}),
        restarts=True,
    ),
    "emergency_ack": Course(frozenset({_H.OPENED}), frozenset({_H.TAKEN, _H.STAFF_REPLIED})),
    "contain": Course(frozenset({_H.OPENED}), frozenset({_H.RESOLVED})),
}


def started_by(happening: Happening) -> frozenset[str]:
    """The clocks that a happening starts."""
    return frozenset(name for name, course in COURSES.items() if happening in course.starts)


def stopped_by(happening: Happening) -> frozenset[str]:
    """The clocks whose promise a happening keeps."""
    return frozenset(name for name, course in COURSES.items() if happening in course.stops)


def restarted_by(happening: Happening) -> frozenset[str]:
    """The clocks that begin anew when a happening stops them while the case goes on."""
    return frozenset(name for name in stopped_by(happening) if COURSES[name].restarts)
