"""Lengths of time as a charter writes them: `8bh`, `72h`, `3bd`, `1mo`."""

import re
from dataclasses import dataclass

SECONDS = {"s": 1, "m": 60, "h": 3600}
BUSINESS_SECONDS = {"bm": 60, "bh": 3600}
DAYS = {"d": 1, "w": 7}
UNITS = (*SECONDS, *BUSINESS_SECONDS, *DAYS, "bd", "mo")
LONGEST_DAYS = 36_600

_WRITTEN = re.compile(r"([0-9]{1,12})(s|m|h|bm|bh|d|w|bd|mo)", re.ASCII)
_DAYS_EACH = {"bm": 60 / 86_400, "bh": 1 / 24, "bd": 1, "mo": 28, "d": 1, "w": 7}


class SpanError(ValueError):
    """A length of time that is not written as the charter writes them, or absurdly long."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: a whole amount, not negative, of one unit.

    `s m h` are elapsed time, `bm bh` open hours of a calendar, `d w mo` the same wall time on a later
    day, `bd` the closing time of the nth business day after the day of receipt.
    """

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise SpanError(f"“{self.unit}” is not a unit of time; use one of {', '.join(UNITS)}.")
        if type(self.amount) is not int or self.amount < 0:
            raise SpanError("A length of time is a whole number that is not negative.")
        days_each = _DAYS_EACH.get(self.unit) or SECONDS[self.unit] / 86_400
        if self.amount > LONGEST_DAYS / days_each:
            raise SpanError("A length of time is at most a hundred years.")

    @classmethod
    def parse(cls, text: str) -> "Span":
        """The span that a text such as `8bh` names; SpanError says what may be written."""
        written = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
        if written is None:
            raise SpanError(
                f"{str(text)[:40]!r} is not a length of time; write a whole number and a unit, such as "
                "30m, 72h, 8bh, 3d, 3bd, 2w or 1mo."
            )
        return cls(int(written[1]), written[2])

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    @property
    def counts_open_hours(self) -> bool:
        """Whether it is used up only while the calendar is open."""
        return self.unit in BUSINESS_SECONDS

    @property
    def seconds(self) -> int | None:
        """Its seconds, elapsed or open; None for a unit whose length depends on the calendar."""
        each = SECONDS.get(self.unit) or BUSINESS_SECONDS.get(self.unit)
        return None if each is None else self.amount * each
