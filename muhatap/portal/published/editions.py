"""One numbered charter as it is read now, or as it stood: everything that a public page is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from muhatap.brands.models import Brand
from muhatap.brands.queries import charter_said, charter_versions, section_of
from muhatap.calendars.schedules import Schedule
from muhatap.calendars.written import schedule_written
from muhatap.portal import queries
from muhatap.promises.rules import Rule, rules_at, rules_of
from muhatap.topics.questions import words


@dataclass(frozen=True, slots=True)
class Standing:
    """A version: since when it was in force, and until when; None for the one in force."""

    number: int
    applied_at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Edition:
    """A charter with its reader: `at` is the moment for which times are reckoned.

    That is now, to the minute, for the charter in force, and its first moment for an earlier one, so
    that an earlier page never changes.
    """

    brand: Brand
    standing: Standing
    said: Mapping[str, Any]
    at: datetime
    languages: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Whether this charter is in force."""
        return self.standing.until is None

    @property
    def zone(self) -> ZoneInfo:
        """The brand's zone, as this charter says it."""
        return ZoneInfo(self.said["brand"]["zone"])

    def section(self, name: str) -> Any:
        """A section of the charter, an empty mapping where it has none."""
        return self.said.get(name) or {}

    def words(self, texts: Any) -> str:
        """A text of the charter in the reader's language."""
        return words(texts, self.languages)

    def rules(self) -> tuple[Rule, ...]:
        """The promises of this charter, ready to be reckoned with, in its order."""
        return rules_of(self.brand) if self.is_current else rules_at(self.brand, self.standing.applied_at)

    def schedules(self) -> dict[str, Schedule]:
        """The calendars of this charter by code."""
        if self.is_current:
            return queries.schedules_of(self.brand)
        first = self.standing.applied_at.year
        return {
            code: schedule_written(entry, self.said["brand"]["zone"], range(first - 1, first + 3))
            for code, entry in self.section("calendars").items()
        }


def standings_of(brand: Brand) -> list[Standing]:
    """The versions that the public may read, the newest first; earlier ones only if the charter wants it."""
    rows = charter_versions(brand)
    ends = [*(applied_at for _, applied_at in rows[1:]), None]
    known = [Standing(*row, until) for row, until in zip(rows, ends, strict=False)]
    if (section_of(brand, "publication") or {}).get("old_versions", True):
        return known[::-1]
    return known[-1:]


def edition_of(brand: Brand, number: int | None, languages: tuple[str, ...], now: datetime) -> Edition | None:
    """The charter in force or a numbered one; None where there is none that the public may read."""
    wanted = brand.charter_number if number is None else number
    standing = next((each for each in standings_of(brand) if each.number == wanted), None)
    said = charter_said(brand, wanted) if standing else {}
    if standing is None or not said:
        return None
    at = now.replace(second=0, microsecond=0) if standing.until is None else standing.applied_at
    return Edition(brand, standing, said, at, languages)
