"""Reviews, agreement and one's own trend as the pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from muhatap.desk.quality.wording import (
    MARKS,
    ROLES,
    STATES,
    WHY,
    kappa_words,
    said_of,
    score_words,
)
from muhatap.quality.agreement import Table, same_marks, table_of
from muhatap.quality.models import Review, ReviewRole, ReviewState
from muhatap.quality.queries import Pair
from muhatap.quality.scoring import Sheet, sheet_from
from muhatap.reports import charts
from muhatap.topics.queries import topics_of
from muhatap.topics.questions import words

_LEAST_OF_A_TREND = 2


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review in a list."""

    review: Review
    role: str
    why: str
    state: str
    topic: str
    is_late: bool
    is_hers: bool


@dataclass(frozen=True, slots=True)
class CriterionFace:
    """One criterion with the mark that it has, and whether that is what the form still lacks."""

    code: str
    text: str
    mark: str
    words: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class SectionFace:
    """A section of a scorecard with its share."""

    name: str
    weight: int
    score: str
    criteria: Sequence[CriterionFace]


@dataclass(frozen=True, slots=True)
class TrendFace:
    """Somebody's own scores in order, for her alone."""

    chart: charts.LineChart
    ticks: Sequence[tuple[charts.Tick, str]]
    labels: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, str, str]]
    said: str


def lines_of(reviews: Iterable[Review], staff_id: int, today: date, language: str) -> list[ReviewLine]:
    """The lines of a list of reviews."""
    found = list(reviews)
    names = _topic_names({each.brand_id for each in found}, language)
    return [
        ReviewLine(
            each,
            said_of(each.role, ROLES),
            said_of(each.why, WHY),
            _state_of(each),
            names.get((each.brand_id, each.topic), each.topic),
            each.state == ReviewState.WAITING and each.due_on < today,
            each.reviewer_id == staff_id,
        )
        for each in found
    ]


def sheet_face(review: Review, marks: Mapping[str, str], missing: Iterable[str] = ()) -> list[SectionFace]:
    """The scorecard of a review with its marks."""
    sheet, lacking = sheet_from(review.scorecard.sheet), set(missing)
    return [
        SectionFace(
            section.name,
            section.weight,
            _section_score(sheet, section.code, marks) if marks else "",
            [
                CriterionFace(
                    each.code,
                    each.text,
                    marks.get(each.code, ""),
                    said_of(marks.get(each.code, ""), MARKS),
                    each.code in lacking,
                )
                for each in section.criteria
            ],
        )
        for section in sheet.sections
    ]


def errors_face(review: Review, made: Iterable[str]) -> list[tuple[str, str, bool]]:
    """The critical errors of the scorecard: code, words, and whether it was made."""
    known = set(made)
    return [
        (each.code, each.text, each.code in known) for each in sheet_from(review.scorecard.sheet).criticals
    ]


def calibration_face(pairs: Sequence[Pair]) -> dict[str, Any]:
    """The agreement of reviewers: kappa with its parts, the table, and the lines read differently."""
    table = table_of((bool(each.first.has_passed), bool(each.second.has_passed)) for each in pairs)
    texts = {one.code: one.text for each in pairs for one in sheet_from(each.first.scorecard.sheet).criteria}
    same = same_marks((each.first.marks, each.second.marks) for each in pairs)
    lines = [
        (texts[code], alike, of_all, round(100 * alike / of_all))
        for code, (alike, of_all) in same.items()
        if code in texts
    ]
    gaps = [abs((each.first.score or 0) - (each.second.score or 0)) for each in pairs]
    kappa = float(table.kappa) if table.kappa is not None else None
    return {
        "table": table,
        "kappa": "–" if kappa is None else formats.number_format(kappa, 2),
        "meaning": kappa_words(kappa),
        "observed": _share(table, "observed"),
        "expected": _share(table, "expected"),
        "gap": score_words(round(sum(gaps) / len(gaps))) if gaps else "–",
        "lines": sorted(lines, key=lambda line: (line[3], line[0])),
        "pairs": [(each, score_words(each.first.score), score_words(each.second.score)) for each in pairs],
    }


def trend_face(reviews: Sequence[Review]) -> TrendFace | None:
    """Her own scores, oldest first; None below two."""
    found = [each for each in reversed(reviews) if each.counted_score is not None and each.done_at]
    if len(found) < _LEAST_OF_A_TREND:
        return None
    values = [(each.counted_score or 0) / 100 for each in found]
    days = [formats.date_format(each.done_at, "j M") for each in found]
    target = float(found[-1].scorecard.sheet["pass_mark"])
    chart = charts.line_chart(days, values, target=target, is_better_up=True)
    every = -(-len(days) // 7)
    step = (charts.RIGHT - charts.LEFT) / max(1, len(days) - 1)
    return TrendFace(
        chart=chart,
        ticks=[(tick, formats.number_format(tick.value, 0)) for tick in chart.ticks],
        labels=[
            (f"{charts.LEFT + step * place:.1f}", day) for place, day in enumerate(days) if place % every == 0
        ],
        rows=[
            (day, each.case.number, score_words(each.counted_score))
            for day, each in zip(days, found, strict=True)
        ],
        said=_("Your scores: %(first)s to %(last)s in %(count)d reviews")
        % {
            "first": score_words(found[0].counted_score),
            "last": score_words(found[-1].counted_score),
            "count": len(found),
        },
    )


def may_share(review: Review) -> bool:
    """Whether the agent can be given this review now."""
    return review.role == ReviewRole.FIRST and review.state == ReviewState.DONE


def _state_of(review: Review) -> str:
    """Only first looks are shared; of the others it is enough that they are done."""
    is_done = review.role != ReviewRole.FIRST and review.state == ReviewState.DONE
    return _("done") if is_done else said_of(review.state, STATES)


def _section_score(sheet: Sheet, code: str, marks: Mapping[str, str]) -> str:
    from_section = next(each for each in sheet.sections if each.code == code)
    worth = {"yes": 100, "partly": 50, "no": 0}
    told = [worth[marks[each.code]] for each in from_section.criteria if marks.get(each.code) in worth]
    return str(round(sum(told) / len(told))) if told else "–"


def _share(table: Table, name: str) -> str:
    value = getattr(table, name)
    return "–" if value is None else formats.number_format(float(value), 2)


def _topic_names(brand_ids: Iterable[int], language: str) -> dict[tuple[int, str], str]:
    return {
        (brand_id, topic.code): words(topic.names, (language,)) or topic.code
        for brand_id in brand_ids
        for topic in topics_of(brand_id)
    }
