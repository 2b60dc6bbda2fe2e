"""The questions of a topic's form, as the charter writes them, in one language: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SENSITIVE_KINDS = frozenset({"iban", "tckn"})
MOST_ROWS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: what is asked, of which kind, and within which bounds."""

    code: str
    kind: str
    label: str
    help: str = ""
    required: bool = False
    or_reason: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    pattern: str = ""
    example: str = ""
    currencies: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    max_age_days: int | None = None
    min_items: int = 0
    max_items: int = MOST_ROWS
    questions: tuple["Question", ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The suffixes of its inputs: a moment has a date and a time, an amount may have a currency."""
        if self.kind == "past_datetime":
            return ("-date", "-time")
        if self.kind == "amount" and len(self.currencies) > 1:
            return ("", "-currency")
        return ("",)

    @property
    def is_sensitive(self) -> bool:
        """Whether its answer is kept sealed and only shown masked."""
        return self.kind in SENSITIVE_KINDS


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One thing to send along; when it is needed, a reason why it cannot be sent is accepted instead."""

    code: str
    label: str
    help: str = ""
    kind: str = "document"
    required: bool = False
    secure: bool = False


def questions_of(entries: Sequence[Mapping[str, Any]], languages: Sequence[str]) -> tuple[Question, ...]:
    """The questions of the charter's entries, each text in the first of the languages that it has."""
    return tuple(_question(entry, languages) for entry in entries)


def evidence_of(entries: Sequence[Mapping[str, Any]], languages: Sequence[str]) -> tuple[EvidenceItem, ...]:
    """The evidence that the charter's entries ask for."""
    return tuple(
        EvidenceItem(
            code=entry["code"],
            label=words(entry.get("label"), languages) or entry["code"],
            help=words(entry.get("help"), languages),
            kind=entry.get("kind", "document"),
            required=bool(entry.get("required")),
            secure=bool(entry.get("secure")),
        )
        for entry in entries
    )


def words(texts: Any, languages: Sequence[str]) -> str:
    """A text of the charter in the first of the languages that it has, empty when there is no text."""
    if isinstance(texts, str):
        return texts
    if not isinstance(texts, Mapping) or not texts:
        return ""
    return next(
        (texts[language] for language in languages if texts.get(language)), next(iter(texts.values()))
    )


def _question(entry: Mapping[str, Any], languages: Sequence[str]) -> Question:
    return Question(
        code=entry["code"],
        kind=entry["kind"],
        label=words(entry.get("label"), languages) or entry["code"],
        help=words(entry.get("help"), languages),
        required=bool(entry.get("required")),
        or_reason=bool(entry.get("or_reason")),
        choices=tuple(
            (each["code"], words(each.get("label"), languages)) for each in entry.get("choices", ())
        ),
        pattern=entry.get("pattern", ""),
        example=entry.get("example", ""),
        currencies=tuple(entry.get("currencies", ())),
        countries=tuple(entry.get("countries", ())),
        minimum=entry.get("minimum"),
        maximum=entry.get("maximum"),
        min_length=entry.get("min_length"),
        max_length=entry.get("max_length"),
        max_age_days=entry.get("max_age_days"),
        min_items=entry.get("min_items") or (1 if entry.get("required") else 0),
        max_items=entry.get("max_items") or MOST_ROWS,
        questions=questions_of(entry.get("fields", ()), languages),
    )
