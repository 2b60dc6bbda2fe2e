"""The questions of a survey as a page shows them, and what was answered on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.surveys import operations as surveys
from muhatap.surveys.questions import (
    EFFORT,
    OVERALL,
    RECOMMEND,
    Question,
    Scale,
    questions_of,
)
from muhatap.surveys.sorts import Sort
from muhatap.topics.questions import words

_LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its words, what can be chosen with what stands under it, and what was chosen."""

    name: str
    words: str
    is_needed: bool
    choices: tuple[tuple[str, str, str], ...]
    ends: tuple[str, str]
    look: str
    typed: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole page of questions with its comment and, where the charter has one, its leave to publish."""

    asked: tuple[Asked, ...]
    comment: str
    consent: str


def sheet_of(
    brand: Brand,
    languages: Sequence[str],
    typed: Mapping[str, str],
    sort: str = Sort.CLOSING,
    stage: str = "",
) -> Sheet:
    """What a brand asks at an occasion, in the first of these languages in which it is written."""
    said = brand.survey
    found = tuple(
        _asked(each, languages, typed.get(each.code, "")) for each in questions_of(said, sort, stage)
    )
    return Sheet(
        found,
        words(said.get("comment"), languages) or _("Is there anything you want to add?"),
        words(said.get("consent"), languages),
    )


def answer_from(typed: Mapping[str, str]) -> surveys.Answer:
    """What was answered; a number that is none stands as one that no scale has."""
    return surveys.Answer(
        score=_scored(typed, OVERALL) or 0,
        recommend=_scored(typed, RECOMMEND),
        effort=_scored(typed, EFFORT),
        comment=typed.get("comment", "")[:_LONGEST],
        may_publish=typed.get("may_publish") == "yes",
        own=typed,
    )


def _asked(question: Question, languages: Sequence[str], typed: str) -> Asked:
    told = words(question.texts, languages) or _("How satisfied are you with how your case was handled?")
    choices = tuple((str(value), *_face(question, value, languages)) for value in _values(question))
    look = {
        Scale.RECOMMEND: "scale-nps",
        Scale.EASE: "scale-ease",
        Scale.CHOICE: "list",
        Scale.WORDS: "words",
    }.get(question.scale, "")
    return Asked(question.code, told, question.is_needed, choices, _ends(question.scale), look, typed)


def _values(question: Question) -> range:
    # Yes stands first, as people say it.
    return range(1, -1, -1) if question.scale is Scale.YES_NO else question.values


def _face(question: Question, value: int, languages: Sequence[str]) -> tuple[str, str]:
    match question.scale:
        case Scale.RATING | Scale.EXPLAINED:
            faces = (_("Not at all"), _("A little"), _("Partly"), _("Mostly"), _("Very"))
            return str(value), faces[value - 1]
        case Scale.YES_NO:
            return (_("Yes") if value else _("No")), ""
        case Scale.CHOICE:
            return words(question.choices[value - 1], languages), ""
        case _:
            return str(value), ""


def _ends(scale: Scale) -> tuple[str, str]:
    match scale:
        case Scale.EASE:
            return _("very hard"), _("very easy")
        case Scale.RECOMMEND:
            return _("not at all"), _("in any case")
        case _:
            return "", ""


def _scored(typed: Mapping[str, str], name: str) -> int | None:
    value = typed.get(name, "")
    if not value:
        return None
    return int(value) if len(value) < 3 and value.isascii() and value.isdecimal() else -1
