"""How a customer wishes to be told: by what, how large, and when not: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any, Self

from muhatap.kernel.quiet_hours import quiet_until


class By(StrEnum):
    """What answers go out by; all of them stand on the customer's page as well."""

    EMAIL = "email"
    PAGE = "page"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Telling:
    """A customer's wishes: the channel, large print, and quiet hours on the brand's wall clock."""

    by: By = By.EMAIL
    is_large: bool = False
    quiet: tuple[time, time] | None = None

    @classmethod
    def of(cls, said: Mapping[str, Any] | None) -> Self:
        """The wishes as they were kept; what is missing is as it is for everybody."""
        said = said or {}
        quiet = said.get("quiet")
        return cls(
            By(said.get("by", By.EMAIL)),
            bool(said.get("large", False)),
            (time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])) if quiet else None,
        )

    def as_said(self) -> dict[str, Any]:
        """The wishes as they are kept."""
        return {
            "by": str(self.by),
            "large": self.is_large,
            "quiet": [f"{each:%H:%M}" for each in self.quiet] if self.quiet else None,
        }

    def quiet_until(self, local: datetime) -> datetime | None:
        """When the quiet hours around a moment of the wall clock end; None when it lies in none."""
        return quiet_until(local, self.quiet)


PLAIN = Telling()
