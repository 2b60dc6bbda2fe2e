"""The public performance page in words: what was signed, said in the reader's language."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.portal.published import hours
from muhatap.portal.published.editions import Edition
from muhatap.promises.wording import clock_words, span_words
from muhatap.reports import queries, sealed
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.charts import spark_between
from muhatap.reports.measures import Unit
from muhatap.reports.models import PublishedReport, Snapshot
from muhatap.reports.wording import in_language, value_words
from muhatap.topics.questions import words
from muhatap.ui.furniture import channel_words, percent_words

_POINTS = 12
_MOST_ROWS = 12
# Programs, not people, use it.
_NOT_SHOWN = frozenset({"api", ""})
_DEFINED = (
    *("sla_attainment", "frt_median", "resolution_median", "uphold_rate", "appeal_reversal"),
    *("overturn_rate", "csat", "nps", "ces", "survey_response"),
)


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise with how often it was kept: `state` is kept, missed or idle where too few were due.

    `usual` is the time that is promised for most, `actual` the one in which half of them were really done.
    """

    name: str
    usual: str
    limit: str
    actual: str
    share: str
    state: str
    points: str
    x: str
    y: str
    told: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A channel or a topic with its figures in words; a dash for what is hidden or was not counted."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel as it stands now: hours, whether it is open, and how long people wait."""

    name: str
    icon: str
    week: tuple[tuple[str, str], ...]
    is_open: bool
    standing: str
    waiting: str


def figures_by_id(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The figures of a signed document by the id of their measure."""
    return {each["kpi"]: each for each in document["figures"]}


def said(figure: Mapping[str, Any] | None) -> str:
    """A signed figure in words; empty where it is hidden or nothing was counted."""
    if figure is None or figure.get("hidden") or figure.get("value") is None:
        return ""
    measure = MEASURES[figure["kpi"]]
    value = Decimal(figure["value"])
    if measure.unit is Unit.HOURS:
        return _time_words(round(float(value) * 3600))
    return value_words(measure, value)


def promise_rows(
    edition: Edition, document: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]
) -> list[PromiseRow]:
    """The promises of the charter that were due, in its order, with the course of their shares."""
    now = {each["promise"]: each for each in document["promises"]}
    courses = [{each["promise"]: each for each in one["promises"]} for one in earlier]
    target = Decimal(str(MEASURES["sla_attainment"].target))
    rows = []
    for rule in edition.rules():
        found = now.get(rule.code)
        if found is None or not rule.is_public:
            continue
        shares = [share for one in courses if (share := _share(one.get(rule.code))) is not None]
        points, x, y = spark_between([float(each) for each in shares], 90, 100)
        share = _share(found)
        rows.append(
            PromiseRow(
                name=edition.words(rule.names),
                usual=span_words(str(rule.target)) if rule.target else "",
                limit=span_words(str(rule.limit)),
                actual=_actual_words(found),
                share="" if share is None else percent_words(float(share)),
                state="idle" if share is None else "kept" if share >= target else "missed",
                points=points if len(shares) > 1 else "",
                x=x,
                y=y,
                told=_course_words(shares),
            )
        )
    return rows


def part_rows(edition: Edition, document: Mapping[str, Any], dimension: str) -> list[PartRow]:
    """The channels or topics of which enough is known, those with most cases first."""
    names = _names_of(edition, dimension)
    found = []
    for row in document[f"by_{dimension}"]:
        figures = figures_by_id(row)
        if row[dimension] in _NOT_SHOWN:
            continue
        size = figures["cases_received"].get("n", 0)
        cells = tuple(said(figure) or "–" for figure in figures.values())
        found.append((-size, PartRow(names.get(row[dimension]) or row[dimension], cells)))
    return [row for _size, row in sorted(found, key=lambda each: each[0])[:_MOST_ROWS]]


def part_heads() -> list[str]:
    """The headings of the figures of channels and topics."""
    return [_("Cases"), _("Kept"), _("First reply"), _("Solved in"), _("Satisfied")]


def broken_rows(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was not kept, and why, the most frequent first."""
    return [
        (
            ngettext("%(clock)s, %(count)s promise", "%(clock)s, %(count)s promises", each["broken"])
            % {"clock": clock_words(each["clock"]), "count": number_format(each["broken"])},
            " ".join(f"{_cause_words(cause['cause'])}: {cause['broken']}." for cause in each["causes"]),
        )
        for each in document["causes"]
    ]


def channel_rows(edition: Edition, at: datetime) -> list[ChannelRow]:
    """The channels now; waiting is the median of the first replies to cases of today and yesterday."""
    waits = _waits(edition.brand, at.astimezone(edition.zone).date())
    return [
        ChannelRow(
            name=each["name"],
            icon=each["icon"],
            week=tuple((one["days"], one["hours"]) for one in each["week"]),
            is_open=bool(each["is_open"]),
            standing=each["standing"],
            waiting=waits.get(each["code"], ""),
        )
        for each in hours.channels(edition)["channels"]
    ]


def definitions() -> list[tuple[str, str]]:
    """What the figures of the page mean, in one line each."""
    return [(in_language(MEASURES[kpi].title), in_language(MEASURES[kpi].meaning)) for kpi in _DEFINED]


def course_of(snapshots: Sequence[Snapshot]) -> list[Mapping[str, Any]]:
    """At most twelve documents, evenly over the year before, the oldest first."""
    rows = list(snapshots)[::-1]
    if len(rows) > _POINTS:
        step = (len(rows) - 1) / (_POINTS - 1)
        rows = [rows[round(step * place)] for place in range(_POINTS)]
    return [sealed.document_of(row) for row in rows]


def rows_of(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything of a signed document as rows of one table."""
    whole = {"day": document.get("day") or document["until"], "since": document["since"]}
    for each in document["figures"]:
        yield _row(whole, "", "", each)
    for dimension in ("channel", "topic"):
        for part in document[f"by_{dimension}"]:
            for each in part["figures"]:
                yield _row(whole, dimension, part[dimension], each)
    for each in document["promises"]:
        share = _share(each)
        figure = {"kpi": "promise", "hidden": each.get("hidden", False)}
        if share is not None:
            figure |= {
                "value": str(round(share, 2)),
                "n": each["due"],
                "numerator": each["kept"],
                "denominator": each["due"],
            }
        yield _row(whole, "promise", each["promise"], figure)
        if (seconds := each.get("median_seconds")) is not None:
            hours = {
                "kpi": "promise_median",
                "value": str(round(Decimal(seconds) / 3600, 2)),
                "n": each["due"],
            }
            yield _row(whole, "promise", each["promise"], hours) | {"unit": "hours"}


def as_json(brand: Brand, row: Snapshot, days: Sequence[Snapshot]) -> str:
    """The newest signed document with how to check it, and the days before it."""
    return json.dumps(
        {
            "brand": brand.code,
            **sealed.told(row),
            "keys": f"/{brand.code}/key.pem",
            "days": [
                {
                    "day": each.day.isoformat(),
                    "number": each.number,
                    "digest": each.digest,
                    "json": f"/{brand.code}/performance/{each.day.isoformat()}.json",
                }
                for each in days
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


def signed_json(row: Snapshot | PublishedReport) -> str:
    """What was signed, with its signature."""
    return json.dumps(sealed.told(row), ensure_ascii=False, indent=2)


def hours_words(hours: int) -> str:
    """So many hours as people say them."""
    return _time_words(hours * 3600)


def _row(whole: dict[str, Any], dimension: str, part: str, figure: Mapping[str, Any]) -> dict[str, Any]:
    measure = MEASURES.get(figure["kpi"])
    return {
        **whole,
        "by": dimension,
        "part": part,
        "kpi": figure["kpi"],
        "version": figure.get("version", 1),
        "unit": str(measure.unit) if measure else "percent",
        "value": figure.get("value"),
        "n": figure.get("n"),
        "numerator": figure.get("numerator"),
        "denominator": figure.get("denominator"),
        "hidden": bool(figure.get("hidden")),
    }


def _share(promise: Mapping[str, Any] | None) -> Decimal | None:
    if promise is None or promise.get("hidden"):
        return None
    return Decimal(100 * promise["kept"]) / promise["due"]


def _actual_words(promise: Mapping[str, Any]) -> str:
    # Days that were signed before this was told have no such value.
    seconds = promise.get("median_seconds")
    return "" if seconds is None else _time_words(seconds)


def _course_words(shares: Sequence[Decimal]) -> str:
    if len(shares) < 2:
        return ""
    return _("from %(first)s to %(last)s") % {
        "first": percent_words(float(shares[0])),
        "last": percent_words(float(shares[-1])),
    }


def _names_of(edition: Edition, dimension: str) -> dict[str, str]:
    if dimension == "topic":
        return {each["code"]: edition.words(each["name"]) for each in edition.section("topics") or []}
    own = edition.section("channels")
    return {code: words(entry.get("name"), edition.languages) for code, entry in own.items()} | {
        code: channel_words(code) for code in ("email", "phone", "live_chat", "web_form") if code not in own
    }


def _waits(brand: Brand, today: date) -> dict[str, str]:
    rule = section_of(brand, "publication") or {}
    if not rule.get("waiting_times", True):
        return {}
    period = queries.Period(today - timedelta(days=1), today + timedelta(days=1))
    smallest = int(rule.get("smallest_count", 10))
    return {
        each.key[0]: _time_words(round(float(each.value) * 3600))
        for each in queries.figures(["frt_median"], period, brands=[brand], by=["channel"])
        if each.value is not None and each.is_publishable and each.size >= smallest
    }


def _time_words(seconds: int) -> str:
    if seconds < 60:
        return _("under 1 min")
    minutes = round(seconds / 60)
    if minutes < 100:
        return _("%(count)d min") % {"count": minutes}
    if seconds < 72 * 3600:
        return _("%(hours)s h") % {"hours": number_format(seconds / 3600, 1)}
    return _("%(days)s days") % {"days": number_format(seconds / 86_400, 1)}


def _cause_words(cause: str) -> str:
    match cause:
        case "nobody":
            return _("nobody had taken the case yet")
        case "work":
            return _("we were still working on it")
        case "customer":
            return _("we waited for an answer of the customer")
        case "third_party":
            return _("we waited for a third party")
        case _:
            return _("other reasons")
