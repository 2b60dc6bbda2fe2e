"""A brand's topics as its charter in force has them, read once for each charter version."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from muhatap.brands.models import Brand
from muhatap.brands.queries import charter_in_force
from muhatap.topics.queries import topics_of
from muhatap.topics.questions import EvidenceItem, Question, evidence_of, questions_of


@dataclass(frozen=True, slots=True)
class ShelvedTopic:
    """A topic with its questions ready to be checked; `sensitive` are those whose answers are sealed."""

    code: str
    questions: tuple[Question, ...]
    evidence: tuple[EvidenceItem, ...]
    sensitive: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The topics of one brand and charter version, in the charter's order."""

    codes: tuple[str, ...]
    by_code: dict[str, ShelvedTopic]

    def topic(self, code: str) -> ShelvedTopic | None:
        """The topic with this code, whatever its case."""
        return self.by_code.get(code.strip().casefold())


def shelf_of(brand_id: int) -> Shelf:
    """The brand's topics in force; one small query asks which charter that is."""
    return _shelf(brand_id, charter_in_force(brand_id))


def told_topics(brand: Brand, language: str) -> list[dict[str, Any]]:
    """The topics with all that a program needs to fill one in, in one language."""
    return _told(brand.id, charter_in_force(brand.id), language, brand.default_language)


@lru_cache(maxsize=64)
def _shelf(brand_id: int, charter_number: int) -> Shelf:
    topics = [_shelved(topic.code, topic.fields, topic.evidence) for topic in topics_of(brand_id)]
    return Shelf(
        codes=tuple(topic.code for topic in topics),
        by_code={topic.code.casefold(): topic for topic in topics},
    )


def _shelved(code: str, fields: list[Any], evidence: list[Any]) -> ShelvedTopic:
    questions = questions_of(fields, ())
    return ShelvedTopic(
        code=code,
        questions=questions,
        evidence=evidence_of(evidence, ()),
        sensitive=frozenset(question.code for question in questions if _holds_secrets(question)),
    )


def _holds_secrets(question: Question) -> bool:
    return question.is_sensitive or any(_holds_secrets(inner) for inner in question.questions)


@lru_cache(maxsize=64)
def _told(brand_id: int, charter_number: int, language: str, fallback: str) -> list[dict[str, Any]]:
    languages = (language, fallback)
    return [
        {
            "code": topic.code,
            "group": topic.group,
            "name": _in(topic.names, languages),
            "description": _in(topic.descriptions, languages),
            "kind": topic.kind,
            "priority": f"P{topic.priority}",
            "fields": [_told_question(each) for each in questions_of(topic.fields, languages)],
            "evidence": [
                {"code": item.code, "kind": item.kind, "label": item.label, "help": item.help}
                for item in evidence_of(topic.evidence, languages)
            ],
        }
        for topic in topics_of(brand_id)
    ]


def _in(texts: dict[str, str], languages: tuple[str, ...]) -> str:
    return next((texts[each] for each in languages if texts.get(each)), "")


def _told_question(question: Question) -> dict[str, Any]:
    told: dict[str, Any] = {
        "code": question.code,
        "kind": question.kind,
        "label": question.label,
        "required": question.required,
        "or_reason": question.or_reason,
    }
    optional = {
        "help": question.help,
        "choices": [{"code": code, "label": label} for code, label in question.choices],
        "pattern": question.pattern,
        "example": question.example,
        "currencies": list(question.currencies),
        "countries": list(question.countries),
        "minimum": question.minimum,
        "maximum": question.maximum,
        "min_length": question.min_length,
        "max_length": question.max_length,
        "max_age_days": question.max_age_days,
        "fields": [_told_question(inner) for inner in question.questions],
    }
    told |= {name: value for name, value in optional.items() if value not in ("", [], None)}
    if question.kind == "group":
        told |= {"min_items": question.min_items, "max_items": question.max_items}
    return told
