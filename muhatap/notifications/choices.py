"""What a person wants to be told, where, and when she wants quiet: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from muhatap.kernel.quiet_hours import quiet_until

GROUPS: Mapping[str, tuple[str, ...]] = {
    "promises": ("clock_step", "clock_broken", "found_late"),
    "decisions": (
        "later_limit_asked",
        "longer_pause_asked",
        "letter_prepared",
        "objection",
        "charter_waits",
        "charter_refused",
    ),
    "letters": ("delivery_given_up", "mailbox_trouble", "mail_loop", "letter_complained"),
    "cases": (),
}
# Whoever is on call is told, whatever she chose.
ALWAYS = frozenset({"page"})
# What must not be missed is told in the desk and by mail at once, whatever she chose.
ALARMS = frozenset(
    {"identity_opened", "glass_broken", "device_seen", "factors_asked", "factors_taken_off", "breach_due"}
)
# What is read meanwhile in the desk is not mailed.
BEFORE_MAIL = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Choices:
    """Groups that are not told in the desk, groups that are mailed, and quiet hours on her own clock."""

    desk_off: frozenset[str] = frozenset()
    mail_on: frozenset[str] = frozenset()
    quiet: tuple[time, time] | None = None

    @classmethod
    def of(cls, preferences: Mapping[str, Any]) -> "Choices":
        """What stands in her preferences; everything in the desk and nothing by mail where nothing does."""
        said = preferences.get("notices") or {}
        quiet = said.get("quiet")
        return cls(
            frozenset(said.get("desk_off", ())),
            frozenset(said.get("mail_on", ())),
            (time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])) if quiet else None,
        )

    def as_stored(self) -> dict[str, object]:
        """As it stands in her preferences."""
        return {
            "desk_off": sorted(self.desk_off),
            "mail_on": sorted(self.mail_on),
            "quiet": [f"{each:%H:%M}" for each in self.quiet] if self.quiet else None,
        }

    def in_desk(self, kind: str) -> bool:
        """Whether the bell tells her of this kind."""
        return kind in ALWAYS | ALARMS or group_of(kind) not in self.desk_off

    def by_mail(self, kind: str) -> bool:
        """Whether a mail tells her; a page has a mail of its own."""
        return kind in ALARMS or (kind not in ALWAYS and group_of(kind) in self.mail_on)

    def is_quiet(self, local: datetime) -> bool:
        """Whether a moment of her wall clock lies in quiet hours, which may go on over midnight."""
        return self.quiet_until(local) is not None

    def quiet_until(self, local: datetime) -> datetime | None:
        """When the quiet hours around a moment of her wall clock end; None when it lies in none."""
        return quiet_until(local, self.quiet)


def group_of(kind: str) -> str:
    """The group of a kind of notice; what is in no other belongs to cases."""
    return next((group for group, kinds in GROUPS.items() if kind in kinds), "cases")
