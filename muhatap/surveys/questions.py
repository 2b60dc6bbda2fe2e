"""What a survey asks, and what an answer to it may be: pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from muhatap.surveys.sorts import Sort

LONGEST_WORDS = 2000


class Scale(StrEnum):
    """How a question is answered."""

    RATING = "rating"
    RECOMMEND = "recommend"
    EASE = "ease"
    # Whether the answer was explained, 1 to 5: measured apart for complaints upheld and not upheld.
    EXPLAINED = "explained"
    YES_NO = "yes_no"
    CHOICE = "choice"
    WORDS = "words"


VALUES: Mapping[str, range] = {
    Scale.RATING: range(1, 6),
    Scale.RECOMMEND: range(11),
    Scale.EASE: range(1, 8),
    Scale.EXPLAINED: range(1, 6),
    Scale.YES_NO: range(2),
}
# As the charter names them beside its own questions; their answers are columns of their own.
OVERALL, EFFORT, RECOMMEND = "score", "effort", "recommend"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its texts by language, and for a choice what can be chosen."""

    code: str
    scale: Scale
    texts: Mapping[str, str]
    choices: tuple[Mapping[str, str], ...] = ()
    is_needed: bool = False

    @property
    def values(self) -> range:
        """The numbers that answer it; a choice is answered by the place of what is chosen, from 1."""
        return VALUES.get(self.scale) or range(1, len(self.choices) + 1)


class NotAnAnswer(ValueError):
    """Something was answered that its question does not allow; `code` names the question."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def own_sort(code: str, scale: str) -> str:
    """How an answer to an own question is named among the facts; the scale is part of it."""
    return f"own:{scale}:{code}"


def asks(said: Mapping[str, Any]) -> bool:
    """Whether a charter's section lets anybody be asked by letter."""
    return bool(said.get("question")) and bool(said.get("enabled", True))


def questions_of(said: Mapping[str, Any], sort: str, stage: str = "") -> list[Question]:
    """What the charter's section asks at this occasion, the needed question first."""
    asked = _occasion(said, sort, stage)
    found = [Question(OVERALL, Scale.RATING, asked.get("question") or {}, is_needed=True)]
    found += [
        Question(code, scale, asked[code])
        for code, scale in ((EFFORT, Scale.EASE), (RECOMMEND, Scale.RECOMMEND))
        if asked.get(code)
    ]
    own = said.get("questions") or {}
    found += [_own(code, own[code]) for code in asked.get("ask") or () if code in own]
    return found


def stage_of(said: Mapping[str, Any], stage: str) -> Mapping[str, Any]:
    """What the charter says about asking at a stage, empty where it does not ask then."""
    return (said.get("stages") or {}).get(stage) or {}


def read_own(questions: Sequence[Question], given: Mapping[str, str]) -> dict[str, tuple[int | None, str]]:
    """Score and words by question of the brand's own ones that were answered; NotAnAnswer for others."""
    return dict(_read(questions, given))


def _read(
    questions: Sequence[Question], given: Mapping[str, str]
) -> Iterator[tuple[str, tuple[int | None, str]]]:
    for question in questions:
        typed = (given.get(question.code) or "").strip()
        if question.code in {OVERALL, EFFORT, RECOMMEND} or not typed:
            continue
        if question.scale is Scale.WORDS:
            yield question.code, (None, typed[:LONGEST_WORDS])
            continue
        number = int(typed) if len(typed) < 3 and typed.isascii() and typed.isdecimal() else -1
        if number not in question.values:
            raise NotAnAnswer(question.code)
        yield question.code, (number, "")


def _occasion(said: Mapping[str, Any], sort: str, stage: str) -> Mapping[str, Any]:
    match sort:
        case Sort.PERIODIC:
            return said.get("periodic") or {}
        case Sort.STAGE:
            return stage_of(said, stage)
    return said


def _own(code: str, entry: Mapping[str, Any]) -> Question:
    return Question(code, Scale(entry["scale"]), entry["text"], tuple(entry.get("choices") or ()))
