"""A filled-in form as its writer reads it once more before sending."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from muhatap.channels.adapters.web_form.submission import Submission
from muhatap.kernel.identifiers import masked_iban
from muhatap.kernel.masking import mask_of
from muhatap.portal.plan import GENTLE_LENGTH, FormPlan
from muhatap.topics.questions import Question
from muhatap.ui.furniture import money_words


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answer, and where to change it."""

    label: str
    words: str
    anchor: str
    is_long: bool = False


def review_lines(plan: FormPlan, submission: Submission) -> list[Line]:
    """Every answer in words, in the order of the form; unanswered questions are left out."""
    lines = []
    for question in plan.questions:
        value = submission.values.get(question.code)
        if value is None:
            continue
        if question.kind == "group":
            lines += _group_lines(question, value)
        else:
            lines.append(_line(question, value, question.code))
    for item in plan.evidence:
        reason = submission.reasons.get(item.code)
        if reason:
            lines.append(Line(item.label, _absent(reason), f"id_file-{item.code}-reason"))
    return lines


def answer_words(question: Question, value: Any) -> str:
    """One answer in the reader's words."""
    if isinstance(value, dict) and "absent" in value:
        return _absent(value["absent"])
    match question.kind:
        case "choice":
            return dict(question.choices).get(value, value)
        case "yes_no":
            return _("Yes") if value else _("No")
        case "amount":
            return money_words(value["minor"], value["currency"])
        case "past_datetime":
            return date_format(localtime(datetime.fromisoformat(value)), "j F Y H:i")
        case "past_date" | "date":
            return date_format(date.fromisoformat(value), "j F Y")
        case "iban":
            return masked_iban(value)
        case "tckn":
            return mask_of("tckn", value)
        case _:
            return str(value)


def _absent(reason: str) -> str:
    return _("I do not have it: %(reason)s") % {"reason": reason}


def _line(question: Question, value: Any, name: str) -> Line:
    text = answer_words(question, value)
    is_long = question.kind == "long_text" and len(text) > max(question.max_length or 0, GENTLE_LENGTH)
    target = "_0" if question.kind == "yes_no" else ""
    return Line(question.label, text, f"id_{name}{question.parts[0]}{target}", is_long)


def _group_lines(question: Question, entries: list[dict[str, Any]]) -> list[Line]:
    lines = []
    for number, entry in enumerate(entries, start=1):
        text = "\n".join(
            f"{inner.label}: {answer_words(inner, entry[inner.code])}"
            for inner in question.questions
            if inner.code in entry
        )
        label = f"{question.label} {number}" if len(entries) > 1 else question.label
        lines.append(Line(label, text, f"block-{question.code}"))
    return lines
