"""What chats ask of others on higher floors; the wiring says where."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from muhatap.brands.models import Brand
from muhatap.cases.models import Case


@dataclass(frozen=True, slots=True)
class Rating:
    """What a visitor says after a chat: satisfaction 1 to 5; where asked, effort 1 to 7, advice 0 to 10."""

    score: int
    effort: int | None = None
    recommend: int | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Counting attempts, taking a rating, telling the running promise, and whether a bot begins.

    `count(what, who, at)` answers None or the time to try again; `rate(case, rating, at)` is False where
    somebody rated before; `asks(case, at)` says whether its end asks at all; `promise(case, language, at)`
    names the next promise and its time.
    """

    count: Callable[[str, str, datetime], datetime | None]
    rate: Callable[[Case, Rating, datetime], bool]
    asks: Callable[[Case, datetime], bool]
    promise: Callable[[Case, str, datetime], tuple[str, datetime] | None]
    has_bot: Callable[[Brand], bool]
