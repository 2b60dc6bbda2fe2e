"""How long evidence is kept, by the classes of the charter: pure."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from muhatap.evidence.kinds import CLOSED_KINDS

RECEIVED, CLOSED = "received", "closed"
_WRITTEN = re.compile(r"(\d{1,4})(d|mo|y)", re.ASCII)


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """One rule of the charter: its code, how long, and from when."""

    code: str
    keep: str
    after: str

    def ends_on(self, began_on: date) -> date:
        """The first day on which it is no longer kept; a month or year ends on its last day at most."""
        written = _WRITTEN.fullmatch(self.keep)
        if written is None:
            raise ValueError(self.keep)
        amount, unit = int(written[1]), written[2]
        if unit == "d":
            return began_on + timedelta(days=amount)
        return _months_later(began_on, amount * (12 if unit == "y" else 1))


# Where a charter says nothing, what the customer only keeps for herself goes after a quarter.
LOCKER, _UNSAID_LOCKER = "locker", "90d"
_UNSAID = {
    "identity_documents": RetentionClass("identity_documents", "90d", CLOSED),
    "files": RetentionClass("files", "10y", CLOSED),
}


def class_of(kind: str, section: Mapping[str, Mapping[str, Any]]) -> RetentionClass:
    """The retention class of an item of this kind, from the section `retention` of a charter."""
    covered = "identity_documents" if kind in CLOSED_KINDS else "files"
    for code, rule in section.items():
        if covered in rule.get("covers", ()):
            return RetentionClass(code, rule["keep"], rule.get("after", CLOSED))
    return _UNSAID[covered]


def locker_class(section: Mapping[str, Mapping[str, Any]]) -> RetentionClass:
    """How long a charter lets customers keep things in a locker; always counted from when each was put in."""
    keep = next(
        (rule["keep"] for rule in section.values() if "lockers" in rule.get("covers", ())), _UNSAID_LOCKER
    )
    return RetentionClass(LOCKER, keep, RECEIVED)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
