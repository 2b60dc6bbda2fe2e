"""The results of surveys as the page shows them: no score without how many answered of those asked."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff, Team
from muhatap.desk.insights.asking import Asked
from muhatap.reports import queries, standby
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.figures import Figure
from muhatap.reports.own import PREFIX, own_measures
from muhatap.reports.wording import figure_words, in_language, value_words
from muhatap.surveys import results
from muhatap.surveys.questions import VALUES, Scale
from muhatap.surveys.results import OwnResult, Span
from muhatap.surveys.sorts import Sort
from muhatap.surveys.wording import why_words
from muhatap.topics.models import Topic
from muhatap.topics.questions import words
from muhatap.ui.furniture import channel_words

SCORES = ("csat", "csat_mean", "nps", "ces", "ces_top", "survey_response")
FAIRNESS = ("fairness_upheld", "fairness_not_upheld")
_PARTS = ("csat", "csat_mean", "nps", "ces", "survey_response")


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """One score with what stands beside it: how many answered, and between what the share lies."""

    id: str
    title: str
    value: str
    count: int
    between: str
    meaning: str
    is_thin: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The scores of one channel, topic or team, with how many answered."""

    name: str
    cells: Sequence[str]
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    """How many chose one value, and what share of all that is."""

    label: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class OwnPanel:
    """One of the brand's own questions."""

    words: str
    count: int
    mean: str
    bars: Sequence[Bar]
    measure: str = ""
    value: str = ""
    between: str = ""


def span_of(asked: Asked) -> Span:
    """The days of a dashboard as moments of the reader's zone."""
    zone = timezone.get_current_timezone()
    begin, end = (datetime.combine(day, time(), zone) for day in (asked.period.since, asked.period.until))
    return Span([brand.id for brand in asked.brands], begin, end)


def cards_of(asked: Asked) -> tuple[list[ScoreCard], str]:
    """The scores, and in words how many answered of those whom the question reached."""
    found = queries.figures((*SCORES, *FAIRNESS), asked.period, brands=asked.brands, where=asked.where)
    by_id = {each.measure.id: each for each in found}
    return [_card(each) for each in found if each.measure.id != "survey_response"], response_words(
        by_id["survey_response"]
    )


def response_words(figure: Figure) -> str:
    """Answered of delivered, as a share and as numbers."""
    if not figure.whole:
        return _("nobody was asked")
    return _("%(share)s answered: %(part)s of %(whole)s") % {
        "share": figure_words(figure),
        "part": figure.part,
        "whole": figure.whole,
    }


def parts_of(asked: Asked, dimension: str) -> list[Part]:
    """The scores by channel, topic or team, those with the most answers first."""
    found = queries.figures(_PARTS, asked.period, brands=asked.brands, by=(dimension,), where=asked.where)
    rows: dict[str, dict[str, Figure]] = {}
    for figure in found:
        rows.setdefault(figure.key[0], {})[figure.measure.id] = figure
    names = _names(asked, dimension)
    parts = [
        Part(
            names.get(code) or (channel_words(code) if dimension == "channel" else code) or "–",
            [_cell(row.get(each)) for each in _PARTS[:-1]] + [_response(row.get("survey_response"))],
            row["csat"].size if "csat" in row else 0,
        )
        for code, row in rows.items()
    ]
    return sorted(
        (each for each in parts if each.count or each.cells[-1] != "–"), key=lambda each: -each.count
    )[:12]


def distribution_of(asked: Asked) -> list[Bar]:
    """How many gave each score, the best first: the answers behind the figure, imported ones too."""
    counts: Counter[int] = Counter()
    for brand in asked.brands:
        for seen in queries.observations(
            asked.period, brand=brand, where=asked.where, kinds=MEASURES["csat"].kinds
        ):
            if MEASURES["csat"].counts_of(seen) is not None:
                counts[seen.values["score"]] += 1
    return _bars([(f"{score}", counts[score]) for score in range(5, 0, -1)])


def own_of(asked: Asked) -> list[OwnPanel]:
    """The brand's own questions with their answers."""
    known = own_measures(asked.brands)
    found = (
        queries.figures(list(known), asked.period, brands=asked.brands, where=asked.where) if known else []
    )
    by_code = {each.measure.id.removeprefix(PREFIX): each for each in found if each.size}
    return [
        _measured(_own(each, asked), by_code.get(each.question)) for each in _read(results.own_results, asked)
    ]


def _measured(panel: OwnPanel, figure: Figure | None) -> OwnPanel:
    if figure is None:
        return panel
    card = _card(figure)
    return replace(panel, measure=card.id, value=card.value, between=card.between)


def reach_of(asked: Asked) -> list[tuple[str, int, int, str]]:
    """By occasion: how many were asked, how many answered, and the share."""
    return [
        (sort_words(sort), count, answered, _percent(answered, count))
        for sort, count, answered in _read(results.reach_counts, asked)
    ]


def asked_in_all(asked: Asked) -> int:
    """How many were asked as the response rate counts them, in other desks before this one too."""
    figure = queries.figure("survey_response", asked.period, brands=asked.brands, where=asked.where)
    return figure.whole or 0


def left_out_of(asked: Asked) -> list[tuple[str, int]]:
    """Why people were not asked."""
    return [(why_words(why), count) for why, count in _read(results.left_out_counts, asked)]


def _read[Row](counted: Callable[[Staff, Span, str], list[Row]], asked: Asked) -> list[Row]:
    """What is counted of the answers, where figures are read now."""
    return standby.read_from(lambda using: counted(asked.staff, span_of(asked), using))


def sort_words(sort: str) -> str:
    """An occasion in words."""
    match sort:
        case Sort.PERIODIC:
            return _("Now and then")
        case Sort.STAGE:
            return _("At a stage")
        case _:
            return _("After closing")


def _card(figure: Figure) -> ScoreCard:
    interval = figure.interval
    between = (
        _("between %(low)s and %(high)s")
        % {"low": value_words(figure.measure, interval[0]), "high": value_words(figure.measure, interval[1])}
        if interval
        else ""
    )
    return ScoreCard(
        figure.measure.id,
        in_language(figure.measure.title),
        figure_words(figure),
        figure.size,
        between,
        in_language(figure.measure.meaning),
        figure.is_insufficient,
    )


def _cell(figure: Figure | None) -> str:
    return figure_words(figure) if figure is not None and figure.size else "–"


def _response(figure: Figure | None) -> str:
    if figure is None or not figure.whole:
        return "–"
    return f"{figure_words(figure)} · {figure.part}/{figure.whole}"


def _names(asked: Asked, dimension: str) -> dict[str, str]:
    language = get_language() or ""
    if dimension == "team":
        return dict(Team.objects.filter(brand__in=asked.brands).values_list("code", "name"))
    if dimension == "topic":
        rows = Topic.objects.filter(brand__in=asked.brands).values_list("code", "names")
        return {code: words(names, (language,)) for code, names in rows}
    return {}


def _own(result: OwnResult, asked: Asked) -> OwnPanel:
    said = next((b.survey["questions"][result.question] for b in asked.brands if _has(b.survey, result)), {})
    languages = (get_language() or "",)
    values = VALUES.get(result.scale) or range(1, len(said.get("choices") or result.values) + 1)
    labels = {value: _value_words(result.scale, value, said, languages) for value in values}
    bars = _bars([(labels[value], result.values.get(value, 0)) for value in values]) if result.values else []
    is_mean = result.scale not in {Scale.YES_NO, Scale.CHOICE} and result.mean is not None
    return OwnPanel(
        words(said.get("text"), languages) or result.question,
        result.count,
        _number(result.mean) if is_mean and result.mean is not None else "",
        bars,
    )


def _has(survey: dict[str, dict[str, object]], result: OwnResult) -> bool:
    return result.question in (survey.get("questions") or {})


def _value_words(scale: str, value: int, said: dict[str, list[object]], languages: Sequence[str]) -> str:
    match scale:
        case Scale.YES_NO:
            return _("Yes") if value else _("No")
        case Scale.CHOICE:
            choices = said.get("choices") or []
            return words(choices[value - 1], languages) if value <= len(choices) else str(value)
        case _:
            return str(value)


def _bars(counted: Sequence[tuple[str, int]]) -> list[Bar]:
    whole = sum(count for _label, count in counted)
    return [Bar(label, count, 100 * count / whole if whole else 0) for label, count in counted]


def _percent(part: int, whole: int) -> str:
    return value_words(MEASURES["survey_response"], 100 * part / whole) if whole else "–"


def _number(value: float) -> str:
    return formats.number_format(round(value, 2), 2)


def last_day(asked: Asked) -> str:
    """The last day of the page's days, in words."""
    return formats.date_format(asked.period.until - timedelta(days=1), "j F Y")
