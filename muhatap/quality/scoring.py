"""What a scorecard asks, and what the marks of a review come to: pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any


class Mark(StrEnum):
    """What a reviewer says of one criterion."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_APPLICABLE = "na"


WORTH = {Mark.YES: Fraction(1), Mark.PARTLY: Fraction(1, 2), Mark.NO: Fraction(0)}
_MOST_SECTIONS, _MOST_CRITERIA = 12, 12


class NotASheet(ValueError):
    """A scorecard that cannot be scored; the message is the name of what is wrong."""


class MarksMissing(ValueError):
    """Criteria of the sheet that have no mark, by code; empty where nothing at all applied."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = tuple(codes)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that a reviewer looks for; the same words have the same code in every version."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """Criteria that count together, with the weight of the section."""

    code: str
    name: str
    weight: int
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is asked of a handled case; one critical error makes its score 0."""

    sections: tuple[Section, ...]
    criticals: tuple[Criterion, ...]
    pass_mark: int

    @property
    def criteria(self) -> list[Criterion]:
        """Every criterion, in order."""
        return [each for section in self.sections for each in section.criteria]


@dataclass(frozen=True, slots=True)
class Result:
    """What marks come to, in percent; `base` is the score without critical errors."""

    score: Fraction
    base: Fraction
    has_passed: bool
    sections: Mapping[str, Fraction | None]


def sheet_of(
    sections: Iterable[tuple[str, int, Iterable[str]]], criticals: Iterable[str], pass_mark: int
) -> Sheet:
    """The sheet of these names, weights and lines; `NotASheet`."""
    made = []
    for name, weight, lines in sections:
        criteria = _criteria(lines)
        if not name.strip() or not criteria or not 1 <= weight <= 100:
            raise NotASheet("section")
        made.append(Section(code_of(name), name.strip()[:120], weight, criteria))
    sheet = Sheet(tuple(made), _criteria(criticals), pass_mark)
    codes = [each.code for each in (*sheet.criteria, *sheet.criticals)]
    if not 1 <= len(made) <= _MOST_SECTIONS or not 1 <= pass_mark <= 100:
        raise NotASheet("section" if 1 <= pass_mark <= 100 else "pass_mark")
    if len(set(codes)) < len(codes) or len({each.code for each in made}) < len(made):
        raise NotASheet("twice")
    return sheet


def code_of(text: str) -> str:
    """The code of a criterion or section: it stays while the words stay."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()[:10]


def as_stored(sheet: Sheet) -> dict[str, Any]:
    """The sheet as plain values."""
    return {
        "sections": [
            {
                "code": section.code,
                "name": section.name,
                "weight": section.weight,
                "criteria": [{"code": each.code, "text": each.text} for each in section.criteria],
            }
            for section in sheet.sections
        ],
        "criticals": [{"code": each.code, "text": each.text} for each in sheet.criticals],
        "pass_mark": sheet.pass_mark,
    }


def sheet_from(stored: Mapping[str, Any]) -> Sheet:
    """The sheet that was stored."""
    return Sheet(
        tuple(
            Section(
                each["code"],
                each["name"],
                each["weight"],
                tuple(Criterion(one["code"], one["text"]) for one in each["criteria"]),
            )
            for each in stored["sections"]
        ),
        tuple(Criterion(each["code"], each["text"]) for each in stored["criticals"]),
        stored["pass_mark"],
    )


def result_of(sheet: Sheet, marks: Mapping[str, str], errors: Iterable[str]) -> Result:
    """The weighted score; sections of which nothing applies carry no weight. `MarksMissing`.

    A section is the mean of its marks (yes 1, partly ½, no 0); any critical error makes the score 0.
    """
    missing = [each.code for each in sheet.criteria if marks.get(each.code) not in set(Mark)]
    if missing:
        raise MarksMissing(missing)
    means = {section.code: _mean(section, marks) for section in sheet.sections}
    counted = [(each.weight, mean) for each in sheet.sections if (mean := means[each.code]) is not None]
    if not counted:
        raise MarksMissing(())
    base = 100 * sum((weight * mean for weight, mean in counted), Fraction(0)) / sum(w for w, _ in counted)
    is_critical = bool({each.code for each in sheet.criticals} & set(errors))
    score = Fraction(0) if is_critical else base
    return Result(score, base, score >= sheet.pass_mark, means)


def hundredths(value: Fraction) -> int:
    """A percentage as whole hundredths, half-up."""
    scaled = value * 100 + Fraction(1, 2)
    return scaled.numerator // scaled.denominator


def _mean(section: Section, marks: Mapping[str, str]) -> Fraction | None:
    given = [Mark(marks[each.code]) for each in section.criteria]
    worth = [WORTH[mark] for mark in given if mark is not Mark.NOT_APPLICABLE]
    return sum(worth, Fraction(0)) / len(worth) if worth else None


def _criteria(lines: Iterable[str]) -> tuple[Criterion, ...]:
    found = tuple(Criterion(code_of(line), line.strip()[:200]) for line in lines if line.strip())
    if len(found) > _MOST_CRITERIA:
        raise NotASheet("criteria")
    return found
