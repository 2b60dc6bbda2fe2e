"""The answers of the form in words; programs may send anything, so an unexpected shape is shown as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from muhatap.cases.models import Case
from muhatap.topics.questions import Question, evidence_of, questions_of
from muhatap.ui.furniture import money_words

ABSENT = "evidence_absent"


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question and its answer."""

    label: str
    words: str


def answer_lines(case: Case, languages: Sequence[str]) -> list[AnswerLine]:
    """Every answer of a case in the order of its topic's form, then what no question asked."""
    # What was missing in a mail is answered by the questions of the topic that staff gave it.
    topics = [topic for topic in (case.chosen_topic, case.topic) if topic]
    questions = {each.code: each for topic in topics for each in questions_of(topic.fields, languages)}
    evidence = {each.code: each.label for topic in topics for each in evidence_of(topic.evidence, languages)}
    codes = [code for code in questions if code in case.fields]
    codes += [code for code in case.fields if code not in questions and code != ABSENT]
    lines = []
    for code in codes:
        lines += _lines(questions.get(code), code, case.fields[code])
    absent = case.fields.get(ABSENT)
    if isinstance(absent, dict):
        lines += [
            AnswerLine(evidence.get(code, code), _words(None, {"absent": reason}))
            for code, reason in absent.items()
        ]
    return lines


def _lines(question: Question | None, code: str, value: Any) -> list[AnswerLine]:
    label = question.label if question else code
    if isinstance(value, list):
        inner = {each.code: each for each in (question.questions if question else ())}
        return [
            AnswerLine(f"{label} {number}" if len(value) > 1 else label, _entry_words(entry, inner))
            for number, entry in enumerate(value, start=1)
        ]
    return [AnswerLine(label, _words(question, value))]


def _entry_words(entry: Any, inner: dict[str, Question]) -> str:
    if not isinstance(entry, dict):
        return str(entry)
    return "\n".join(
        f"{inner[code].label if code in inner else code}: {_words(inner.get(code), value)}"
        for code, value in entry.items()
    )


def _words(question: Question | None, value: Any) -> str:
    if isinstance(value, dict) and "absent" in value:
        return _("The customer does not have it: %(reason)s") % {"reason": value["absent"]}
    try:
        return _plain_words(question.kind if question else "", question, value)
    except (KeyError, TypeError, ValueError):
        return str(value)


def _plain_words(kind: str, question: Question | None, value: Any) -> str:
    match kind:
        case "choice":
            return dict(question.choices).get(value, str(value))
        case "yes_no":
            return _("Yes") if value else _("No")
        case "amount":
            return money_words(value["minor"], value["currency"])
        case "past_datetime":
            return date_format(localtime(datetime.fromisoformat(value)), "j F Y H:i")
        case "past_date" | "date":
            return date_format(date.fromisoformat(value), "j F Y")
        case _:
            return str(value)
