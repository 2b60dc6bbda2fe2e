"""What the public reads of customers' words: what was done because of them, and some of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.quality.models import Improvement
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.wording import in_language, value_words
from muhatap.surveys.queries import public_comments, public_deeds
from muhatap.topics.questions import words

_MOST = 30


@dataclass(frozen=True, slots=True)
class Deed:
    """What customers said, what was done, when, and by which measure it is known to have helped."""

    said: str
    done: str
    on: date
    measured: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """A comment with its score, the month in which it was written, and what the brand answers."""

    text: str
    reply: str
    score: int
    on: date
    topic: str


def deeds_told(brand: Brand, languages: Sequence[str]) -> list[Deed]:
    """What was said and done, the newest first: what two people wrote, and what the register measured.

    Of the register only what another person published than the one who closed it.
    """
    closed = Improvement.objects.filter(brand=brand, published_at__isnull=False, closed_at__isnull=False)
    by_two = closed.exclude(published_by=F("closed_by")).order_by("-closed_at")[:_MOST]
    deeds = [
        Deed(words(each.said, languages), words(each.done, languages), each.done_on)
        for each in public_deeds(brand)
    ]
    deeds += [
        Deed(words(each.said, languages), words(each.did, languages), each.after_until, _measured(each))
        for each in by_two
    ]
    return sorted(deeds, key=lambda each: each.on, reverse=True)


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


def _measured(improvement: Improvement) -> str:
    measure = MEASURES.get(improvement.measure)
    if measure is None or improvement.after is None or improvement.baseline is None:
        return ""
    return _("%(measure)s: %(before)s before, %(after)s after") % {
        "measure": in_language(measure.title),
        "before": value_words(measure, improvement.baseline),
        "after": value_words(measure, improvement.after),
    }
