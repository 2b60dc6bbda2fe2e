"""What the public reads of customers' words: what was done because of them, and some of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from muhatap.brands.models import Brand
from muhatap.surveys.queries import public_comments, public_deeds
from muhatap.topics.questions import words

_MOST = 30


@dataclass(frozen=True, slots=True)
class Deed:
    """What customers said, what was done, and when."""

    said: str
    done: str
    on: date


@dataclass(frozen=True, slots=True)
class Voice:
    """A comment with its score, the month in which it was written, and what the brand answers."""

    text: str
    reply: str
    score: int
    on: date
    topic: str


def deeds_told(brand: Brand, languages: Sequence[str]) -> list[Deed]:
    """What was said and done, the newest first."""
    return [
        Deed(words(each.said, languages), words(each.done, languages), each.done_on)
        for each in public_deeds(brand)
    ]


def voices_told(brand: Brand, languages: Sequence[str]) -> list[Voice]:
    """The newest comments that customers let be published, without names; of their day only the month."""
    rows = public_comments(brand, _MOST)
    return [
        Voice(
            each.published_text,
            each.published_reply,
            each.score,
            each.at.date().replace(day=1),
            words(each.case.topic.names, languages) if each.case.topic else "",
        )
        for each in rows
    ]
