"""Which channel suits a topic best at this moment: pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Recommended:
    """One channel in its place; `is_first`: to take now, `needs_people`: good only while they answer."""

    channel: str
    is_first: bool
    is_open: bool
    needs_people: bool
    why: Mapping[str, str]


def recommended_now(
    entries: Sequence[Mapping[str, Any]], offered: Collection[str], open_now: Collection[str]
) -> tuple[Recommended, ...]:
    """The recommended channels that are offered, the best one for now first.

    A channel that is recommended only while open moves behind those that can always be used.
    """
    usable = [each for each in entries if each["channel"] in offered]
    now = [each for each in usable if each.get("when", "always") == "always" or each["channel"] in open_now]
    later = [each for each in usable if each not in now]
    return tuple(
        Recommended(
            channel=each["channel"],
            is_first=place == 0 and bool(now),
            is_open=each["channel"] in open_now,
            needs_people=each.get("when", "always") == "open",
            why=each.get("why") or {},
        )
        for place, each in enumerate((*now, *later))
    )
