"""One trial: a desk, its mail servers, seeded chance, and the checks that are made of it."""

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from faults.desk import Desk
from faults.mail_system import MailSystem


@dataclass(frozen=True, slots=True)
class Check:
    """One sentence that must be true, and what was found."""

    what: str
    passed: bool
    found: str = ""


@dataclass
class Trial:
    """What a scenario works with; `seed` repeats its chances, though not the machine's timing."""

    database: str
    desk: Desk
    mail: MailSystem
    seed: int
    is_short: bool
    rounds: int
    checks: list[Check] = field(default_factory=list)
    figures: dict[str, float | int | str] = field(default_factory=dict)
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        # Chance for faults, not for secrets.
        self.chance = random.Random(self.seed)

    def check(self, what: str, passed: bool, found: object = "") -> None:
        """Note what must be true."""
        self.checks.append(Check(what, bool(passed), "" if passed else str(found)[:600]))

    def say(self, text: str) -> None:
        """Tell how far the trial is, on standard error."""
        print(f"  {text}", file=sys.stderr, flush=True)

    def wait_until(self, is_so: Callable[[], bool], seconds: float, pause: float = 0.2) -> float | None:
        """Seconds until something is so, or None when patience ends."""
        began = time.monotonic()
        while not is_so():
            if time.monotonic() - began > seconds:
                return None
            time.sleep(pause)
        return time.monotonic() - began
