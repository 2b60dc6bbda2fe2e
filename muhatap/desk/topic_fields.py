"""The questions of a case's topic as fields that staff can change, checked as at intake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.cases.models import Case
from muhatap.channels.adapters.api.words import words_of
from muhatap.topics.answers import WITH_MILS, WITHOUT_CENTS, Asked, check
from muhatap.topics.questions import Question, questions_of


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a question: its name, what stands in it, and which sort of input it is."""

    name: str
    value: str
    sort: str
    choices: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class FieldFace:
    """One question with its inputs; `kept` is shown where a secret stands sealed."""

    question: Question
    inputs: Sequence[Input]
    kept: str = ""
    error: str = ""


def questions_here(case: Case, languages: Sequence[str]) -> list[Question]:
    """What the topic of a case asks; repeating groups are the customer's own and stay as she wrote them."""
    found = questions_of(case.topic.fields, languages) if case.topic else ()
    return [each for each in found if each.kind != "group"]


def faces_of(
    case: Case,
    questions: Sequence[Question],
    given: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> list[FieldFace]:
    """Every question with what stands there, or with what was typed and what is wrong with it."""
    faces = []
    for question in questions:
        kept = str(case.fields.get(question.code) or "") if question.is_sensitive else ""
        values = raw_of(question, case.fields.get(question.code)) if given is None else given
        inputs = [
            Input(
                name=question.code + part,
                value="" if question.is_sensitive and given is None else values.get(question.code + part, ""),
                sort=_sort(question, part),
                choices=_choices(question, part),
            )
            for part in question.parts
        ]
        faces.append(FieldFace(question, inputs, kept, (wrong or {}).get(question.code, "")))
    return faces


def read(
    case: Case, questions: Sequence[Question], given: Mapping[str, str], language: str, at: datetime
) -> tuple[dict[str, Any], dict[str, str]]:
    """The answers that were typed, None where one was removed; and by question what is wrong."""
    asked = Asked(language, ZoneInfo(case.brand.zone), at)
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for question in questions:
        stands = case.fields.get(question.code)
        is_blank = not any(given.get(question.code + part, "").strip() for part in question.parts[:1])
        # A sealed answer, or a reason instead of one, is not typed again to be kept.
        is_excused = isinstance(stands, dict) and "absent" in stands
        if is_blank and stands and (question.is_sensitive or is_excused):
            continue
        answer = check(question, given, asked)
        if answer.troubles:
            trouble = answer.troubles[0]
            wrong[question.code] = words_of(trouble.code, trouble.params)[0]
        elif answer.value is not None:
            values[question.code] = answer.value
        elif question.code in case.fields:
            values[question.code] = None
    return values, wrong


def raw_of(question: Question, value: Any) -> dict[str, str]:
    """A kept answer as its inputs would have said it; what does not fit is left empty."""
    code = question.code
    try:
        match question.kind:
            case _ if value is None or (isinstance(value, dict) and "absent" in value):
                return {}
            case "yes_no":
                return {code: "yes" if value else "no"}
            case "amount":
                return {code: _amount(value), f"{code}-currency": value["currency"]}
            case "past_datetime":
                at = localtime(datetime.fromisoformat(value))
                return {f"{code}-date": at.date().isoformat(), f"{code}-time": at.strftime("%H:%M")}
            case _:
                return {code: str(value)}
    except (KeyError, TypeError, ValueError):
        return {}


def _amount(value: Mapping[str, Any]) -> str:
    decimals = 0 if value["currency"] in WITHOUT_CENTS else 3 if value["currency"] in WITH_MILS else 2
    if not decimals:
        return str(value["minor"])
    whole, rest = divmod(int(value["minor"]), 10**decimals)
    mark = "." if get_language() == "en" else ","
    return f"{whole}{mark}{rest:0{decimals}d}"


def _sort(question: Question, part: str) -> str:
    match part, question.kind:
        case "-date", _:
            return "date"
        case "-time", _:
            return "time"
        case "-currency", _:
            return "choice"
        case _, "choice" | "yes_no":
            return "choice"
        case _, "past_date" | "date":
            return "date"
        case _, "long_text":
            return "long"
        case _:
            return "text"


def _choices(question: Question, part: str) -> Sequence[tuple[str, str]]:
    if part == "-currency":
        return [(code, code) for code in question.currencies]
    match question.kind:
        case "choice":
            return [("", "–"), *question.choices]
        case "yes_no":
            return [("", "–"), ("yes", _("Yes")), ("no", _("No"))]
        case _:
            return ()
