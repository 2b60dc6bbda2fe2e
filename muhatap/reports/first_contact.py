"""Which issues were solved at the first contact: pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from muhatap.reports.observations import Kind, Observation

WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One contact about a matter: inbound, outbound, or its reopening."""

    customer: str
    topic: str
    at: datetime
    on: date
    is_answered: bool = True
    is_solved: bool = True
    is_transferred: bool = False
    subject: str = ""
    places: Mapping[str, str] = field(default_factory=dict)


def issues_of(touches: Iterable[Touch], *, as_of: datetime) -> Iterator[Observation]:
    """The issues whose seven days are over: an issue begins with the first answered contact about a topic.

    What comes within seven days belongs to it and says that it was not solved; abandoned contacts before
    are of no account, what comes later is a new issue.
    """
    by_matter: dict[tuple[str, str], list[Touch]] = {}
    for touch in touches:
        if touch.is_answered:
            by_matter.setdefault((touch.customer, touch.topic), []).append(touch)
    for _, group in sorted(by_matter.items()):
        first: Touch | None = None
        came_again = False
        for touch in sorted(group, key=lambda each: each.at):
            if first is not None and touch.at - first.at <= WINDOW:
                came_again = True
                continue
            if first is not None:
                yield from _issue(first, came_again, as_of)
            first, came_again = touch, False
        if first is not None:
            yield from _issue(first, came_again, as_of)


def _issue(first: Touch, came_again: bool, as_of: datetime) -> Iterator[Observation]:
    if as_of - first.at <= WINDOW:
        return
    solved = first.is_solved and not came_again
    yield Observation(
        kind=Kind.ISSUE,
        subject=first.subject or f"{first.customer} {first.topic}",
        at=first.at,
        on=first.on,
        places=first.places,
        values={"fcr": solved, "fcr_strict": solved and not first.is_transferred},
    )
