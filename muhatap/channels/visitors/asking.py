"""What is asked before a chat: the topics, and the questions without which a case is not complete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.topics.answers import Asked, Trouble, check
from muhatap.topics.models import Topic
from muhatap.topics.queries import topics_in_force
from muhatap.topics.questions import Question, questions_of, words

_MOST_QUESTIONS = 6


@dataclass(frozen=True, slots=True)
class Answers:
    """The checked answers of a topic's questions, and what is wrong with them."""

    values: dict[str, Any]
    sensitive: frozenset[str]
    troubles: tuple[Trouble, ...]


def asked_before(topic: Topic | None, languages: Sequence[str]) -> tuple[Question, ...]:
    """The questions that the form of this topic insists on; an emergency never waits for answers."""
    if topic is None or topic.kind == "emergency":
        return ()
    return tuple(
        each
        for each in questions_of(topic.fields, languages)
        if each.required and not each.or_reason and each.kind != "group"
    )[:_MOST_QUESTIONS]


def read_answers(
    topic: Topic | None, given: Mapping[str, str], brand: Brand, language: str, at: datetime
) -> Answers:
    """Check what was answered by the same rules as the form on the portal."""
    questions = asked_before(topic, (language, brand.default_language))
    asked = Asked(language, ZoneInfo(brand.zone), at)
    values: dict[str, Any] = {}
    troubles: list[Trouble] = []
    for question in questions:
        answer = check(question, given, asked)
        troubles += answer.troubles
        if answer.value is not None:
            values[question.code] = answer.value
    sensitive = {
        each.code for each in questions if each.is_sensitive and isinstance(values.get(each.code), str)
    }
    return Answers(values, frozenset(sensitive), tuple(troubles))


def topics_told(brand: Brand, languages: Sequence[str]) -> list[dict[str, Any]]:
    """The topics as the widget offers them, in the charter's order."""
    return [_topic(each, brand, languages) for each in topics_in_force(brand)]


def _topic(topic: Topic, brand: Brand, languages: Sequence[str]) -> dict[str, Any]:
    needs_papers = any(each.get("required") for each in topic.evidence)
    return {
        "code": topic.code,
        "name": words(topic.names, languages),
        "urgent": topic.kind == "emergency",
        "ready": [words(each, languages) for each in topic.ready],
        # What needs documents goes better by the form, which asks for each of them.
        "form": f"/{brand.code}/new/{topic.code}/" if needs_papers else "",
        "fields": [_field(each) for each in asked_before(topic, languages)],
    }


def _field(question: Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "kind": question.kind,
        "label": question.label,
        "help": question.help or question.example,
        "parts": list(question.parts),
        "choices": _choices(question),
        "currencies": list(question.currencies),
    }


def _choices(question: Question) -> list[list[str]]:
    if question.kind == "yes_no":
        return [["yes", _("Yes")], ["no", _("No")]]
    return [list(each) for each in question.choices]
