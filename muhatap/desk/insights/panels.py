"""The panels of the dashboards, each with the numbers that its table shows."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.accounts.models import Team
from muhatap.accounts.queries import names_of
from muhatap.desk.insights.asking import Asked
from muhatap.promises.queries import promised_hours
from muhatap.promises.wording import clock_words
from muhatap.reports import charts, queries
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.figures import Figure
from muhatap.reports.measures import Measure
from muhatap.reports.queries import Period
from muhatap.reports.wording import change_words, figure_words, in_language, plain_words, value_words
from muhatap.topics.models import Topic
from muhatap.topics.questions import words
from muhatap.ui.furniture import channel_words

STRIP = ("sla_attainment", "frt_median", "aht", "fcr", "csat_mean", "nps", "resolution_rate")
_HANDS = ("time_with_us", "time_paused", "time_third_party")
_ROWS_AT_MOST = 12
_LABELS_AT_MOST = 7
_NIGHT = 7
_CLOCK_OF = {"frt_median": "first_reply", "resolution_median": "resolve"}


@dataclass(frozen=True, slots=True)
class Card:
    """One figure of the strip."""

    figure: Figure
    title: str
    value: str
    note: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Trend:
    """One measure day by day, with the days before."""

    measure: Measure
    title: str
    meaning: str
    chart: charts.LineChart
    ticks: Sequence[tuple[charts.Tick, str]]
    days: Sequence[tuple[str, str, str]]
    labels: Sequence[tuple[str, str]]
    last: str
    said: str
    out: Sequence[str]
    target: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table of parts: its name and figures as they are shown, and where they lead."""

    code: str
    name: str
    cells: Sequence[str]
    spark: tuple[str, str, str] | None = None


def strip_of(asked: Asked) -> list[Card]:
    """The figures at the top, against the period before."""
    now = _figures(asked, STRIP, asked.period)
    before = _figures(asked, STRIP, asked.period.before)
    return [
        Card(
            figure,
            in_language(figure.measure.title),
            figure_words(figure),
            _note(figure, before[place]),
            in_language(figure.measure.meaning),
        )
        for place, figure in enumerate(now)
    ]


def trend_of(asked: Asked) -> Trend:
    """The chosen measure, day by day."""
    measure = MEASURES[asked.trend]
    days = _days_of(asked.period)
    now = _by_day(asked, measure, asked.period)
    before = _by_day(asked, measure, asked.period.before)
    values = [now.get(day.isoformat()) for day in days]
    earlier = [before.get(day.isoformat()) for day in _days_of(asked.period.before)]
    labels = [formats.date_format(day, "j b" if _is_english() else "j M") for day in days]
    target = _target(asked, measure)
    chart = charts.line_chart(labels, values, earlier, target=target, is_better_up=measure.is_better_up)
    every = -(-len(days) // _LABELS_AT_MOST)
    xs = [charts.LEFT + (charts.RIGHT - charts.LEFT) * n / max(1, len(days) - 1) for n in range(len(days))]
    title = in_language(measure.title)
    return Trend(
        measure=measure,
        title=title,
        meaning=in_language(measure.meaning),
        chart=chart,
        ticks=[(tick, plain_words(measure, tick.value)) for tick in chart.ticks],
        days=[
            (label, plain_words(measure, value), plain_words(measure, previous))
            for label, value, previous in zip(labels, values, earlier, strict=True)
        ],
        labels=[
            (f"{x:.1f}", label)
            for place, (x, label) in enumerate(zip(xs, labels, strict=True))
            if place % every == 0
        ],
        last=plain_words(measure, chart.dots[-1].value) if chart.dots else "",
        said=_said(title, measure, chart),
        out=[f"{dot.label}: {value_words(measure, dot.value)}" for dot in chart.dots if dot.is_out],
        target=plain_words(measure, target) if target is not None else "",
    )


def channels_of(asked: Asked) -> tuple[Sequence[charts.Bar], int, Sequence[Line]]:
    """Cases by channel, those whose promises were kept dark; the bars, their height, and the table."""
    ids = ("cases_received", "sla_attainment", "frt_median", "csat_mean")
    lines = _parts(asked, "channel", ids)
    rows = []
    for code, figures in sorted(lines.items(), key=lambda each: -each[1]["cases_received"].size):
        count, kept = figures["cases_received"], figures.get("sla_attainment")
        share = float(kept.value) / 100 if kept and kept.value is not None else 1.0
        note = f"{count.size} · {figure_words(kept)}" if kept else str(count.size)
        rows.append((channel_words(code), count.size * share, count.size * (1 - share), note))
    bars = charts.bars(rows[:_ROWS_AT_MOST])
    return bars, charts.height_of(len(bars)), _lines(lines, ids, channel_words)


def heat_of(asked: Asked) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """Cases by hour of the week: the day's name, and for each hour its name, its count and how dark it is.

    The hours before eight share one column.
    """
    found = queries.details("hour", asked.period, brands=asked.brands, where=asked.where)
    counts: Counter[tuple[int, int]] = Counter()
    for (day, hour), count in found.items():
        counts[int(day), max(_NIGHT, int(hour))] += count
    highest = max(counts.values(), default=0)
    monday = date(2026, 11, 2)
    return [
        (
            formats.date_format(monday + timedelta(days=day), "D"),
            [
                (
                    f"{hour:02}" if hour > _NIGHT else "0–7",
                    counts[day, hour],
                    charts.heat_level(counts[day, hour], highest),
                )
                for hour in range(_NIGHT, 24)
            ],
        )
        for day in range(7)
    ]


def promises_of(asked: Asked) -> list[Line]:
    """Promises kept and broken, with the causes of what was broken."""
    found = queries.details("promise", asked.period, brands=asked.brands, where=asked.where)
    clocks = sorted({clock for clock, _, _ in found} - {"ack"})
    lines = []
    for clock in clocks:
        kept = sum(n for (name, result, _), n in found.items() if name == clock and result == "kept")
        broken = {
            cause: n
            for (name, result, cause), n in found.items()
            if name == clock and result in {"missed", "late"}
        }
        due = kept + sum(broken.values())
        if not due:
            continue
        causes = ", ".join(
            f"{cause_words(cause)} {count}"
            for cause, count in sorted(broken.items(), key=lambda each: -each[1])
        )
        share = value_words(MEASURES["sla_attainment"], 100 * kept / due) if due else "–"
        lines.append(
            Line(clock, clock_words(clock), (str(kept), str(sum(broken.values())), share, causes or "–"))
        )
    return lines


def hands_of(asked: Asked) -> list[tuple[str, str, float]]:
    """Where the time of cases that are over went: with us, the customer, third parties."""
    figures = _figures(asked, _HANDS, asked.period)
    return [
        (in_language(each.measure.title), figure_words(each), float(each.value or 0))
        for each in figures
        if each.value is not None
    ]


def topics_of(asked: Asked) -> list[Line]:
    """The topics with the most cases, their figures and the run of their days."""
    measures = ("cases_received", "sla_attainment", "frt_median", "resolution_median", "csat_mean")
    found = _parts(asked, "topic", measures)
    names = {
        topic.code: words(topic.names, (get_language() or "", "tr")) or topic.code
        for topic in Topic.objects.filter(brand__in=list(asked.brands))
    }
    days = [day.isoformat() for day in _days_of(asked.period)]
    by_day: dict[str, dict[str, int]] = {}
    for figure in queries.figures(
        ["cases_received"], asked.period, brands=asked.brands, by=["topic", "day"], where=asked.where
    ):
        by_day.setdefault(figure.key[0], {})[figure.key[1]] = figure.size
    shown = sorted(found.items(), key=lambda each: -each[1]["cases_received"].size)[:_ROWS_AT_MOST]
    return [
        Line(
            code,
            names.get(code, code) or _("no topic"),
            [figure_words(figures[each]) if each in figures else "–" for each in measures],
            charts.spark([by_day.get(code, {}).get(day, 0) for day in days]),
        )
        for code, figures in shown
    ]


def teams_of(asked: Asked) -> list[Line]:
    """The teams, by name."""
    measures = ("cases_received", "sla_attainment", "frt_median", "resolution_median", "fcr")
    names = dict(Team.objects.filter(brand__in=list(asked.brands)).values_list("code", "name"))
    return _lines(_parts(asked, "team", measures), measures, lambda code: names.get(code, "") or _("no team"))


def agents_of(asked: Asked) -> list[Line]:
    """The people, by name: no order by figures, and only herself where she sees her own work."""
    measures = ("resolution_rate", "frt_median", "aht", "fcr", "csat_mean", "sla_attainment", "qa_score")
    found = _parts(asked, "agent", ("cases_received", *measures))
    ids = [int(code) for code in found if code.isdigit()]
    known = names_of(ids)
    people = {code: known.get(int(code), "") if code.isdigit() else code for code in found}
    lines = {code: figures for code, figures in found.items() if people[code]}
    return _lines(lines, measures, lambda code: people[code])


def cause_words(cause: str) -> str:
    """Why a promise was broken."""
    match cause:
        case "nobody":
            return _("nobody had the case")
        case "work":
            return _("in work")
        case "customer":
            return _("waiting for the customer")
        case "third_party":
            return _("waiting for a third party")
        case "":
            return _("not told")
        case _:
            return cause


def _figures(asked: Asked, ids: Sequence[str], period: Period) -> list[Figure]:
    return queries.figures(ids, period, brands=asked.brands, where=asked.where)


def _parts(asked: Asked, by: str, ids: Sequence[str]) -> dict[str, dict[str, Figure]]:
    found: dict[str, dict[str, Figure]] = {}
    for figure in queries.figures(ids, asked.period, brands=asked.brands, by=[by], where=asked.where):
        found.setdefault(figure.key[0], {})[figure.measure.id] = figure
    return {code: figures for code, figures in found.items() if "cases_received" in figures}


def _lines(
    found: Mapping[str, Mapping[str, Figure]], ids: Sequence[str], name: Callable[[str], str]
) -> list[Line]:
    lines = [
        Line(code, name(code), [figure_words(figures[each]) if each in figures else "–" for each in ids])
        for code, figures in found.items()
    ]
    return sorted(lines, key=lambda line: line.name.casefold())


def _by_day(asked: Asked, measure: Measure, period: Period) -> dict[str, float]:
    figures = queries.figures([measure.id], period, brands=asked.brands, by=["day"], where=asked.where)
    return {each.key[0]: float(each.value) for each in figures if each.value is not None}


def _days_of(period: Period) -> list[date]:
    return [period.since + timedelta(days=n) for n in range((period.until - period.since).days)]


def _note(now: Figure, before: Figure) -> str:
    if now.value is None:
        return _("no data")
    parts = []
    if now.is_insufficient:
        parts.append(_("only %(count)s") % {"count": now.size})
    if now.measure.target is not None:
        target = value_words(now.measure, now.measure.target)
        parts.append(_("target %(target)s") % {"target": target})
    if change := change_words(now, before):
        parts.append(change)
    return " · ".join(parts[:2])


def _said(title: str, measure: Measure, chart: charts.LineChart) -> str:
    if not chart.dots:
        return _("%(title)s: no values in these days") % {"title": title}
    first, last = chart.dots[0], chart.dots[-1]
    return _(
        "%(title)s from %(first)s to %(last)s: %(before)s to %(after)s; %(count)s days outside the limits"
    ) % {
        "title": title,
        "first": first.label,
        "last": last.label,
        "before": value_words(measure, first.value),
        "after": value_words(measure, last.value),
        "count": sum(dot.is_out for dot in chart.dots),
    }


def _target(asked: Asked, measure: Measure) -> float | None:
    """What a measure should reach: the brand's own bound, the measure's target, else what it promises."""
    for bound in queries.bounds_of(asked.brands):
        if bound.measure == measure.id:
            return float(bound.high if bound.high is not None else bound.low or 0)
    if measure.target is not None or measure.id not in _CLOCK_OF:
        return measure.target
    return promised_hours([brand.id for brand in asked.brands], _CLOCK_OF[measure.id])


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
