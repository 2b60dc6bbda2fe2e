"""What chats ask of others on higher floors; the wiring says where."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from muhatap.brands.models import Brand
from muhatap.cases.models import Case


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Counting attempts, taking a rating, telling the running promise, and whether a bot begins.

    `count(what, who, at)` answers None or the time to try again; `rate(case, score, comment, at)` is False
    where somebody rated before; `promise(case, language, at)` names the next promise and its time.
    """

    count: Callable[[str, str, datetime], datetime | None]
    rate: Callable[[Case, int, str, datetime], bool]
    promise: Callable[[Case, str, datetime], tuple[str, datetime] | None]
    has_bot: Callable[[Brand], bool]
