"""Improvements as the pages show them; their measures are read from the reports, never typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in
from muhatap.brands.models import Brand
from muhatap.desk.quality.wording import VERDICTS, day_words, said_of
from muhatap.problems.queries import problem_visible_to, problems_to_choose
from muhatap.quality.models import Improvement
from muhatap.quality.operations import Change, Reading
from muhatap.reports import queries as reports
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.measures import SMALL
from muhatap.reports.queries import Period
from muhatap.reports.wording import in_language, value_words
from muhatap.topics.queries import topics_of
from muhatap.ui.furniture import channel_words

_WINDOW = timedelta(days=30)
_LARGEST = Decimal(10**9)


@dataclass(frozen=True, slots=True)
class Line:
    """An improvement in the register."""

    improvement: Improvement
    measure: str
    before: str
    target: str
    after: str
    verdict: str
    is_late: bool


def line_of(improvement: Improvement, today: date) -> Line:
    """The line of the register."""
    return Line(
        improvement,
        measure_title(improvement.measure),
        _value(improvement, improvement.baseline),
        _value(improvement, improvement.target),
        _value(improvement, improvement.after),
        said_of(improvement.verdict, VERDICTS) if improvement.verdict else "",
        improvement.is_open and improvement.check_on <= today,
    )


def face_of(improvement: Improvement, staff: Staff, today: date, given: Mapping[str, str]) -> dict[str, Any]:
    """What the page of an improvement shows."""
    problem = problem_visible_to(staff, improvement.problem_id) if improvement.problem_id else None
    now = after_of(improvement, today) if improvement.is_open else None
    texts = [
        (
            code,
            given.get(f"said_{code}", improvement.said.get(code, "")),
            given.get(f"did_{code}", improvement.did.get(code, "")),
        )
        for code in improvement.brand.languages
    ]
    return {
        "line": line_of(improvement, today),
        "improvement": improvement,
        "problem": problem,
        "meaning": in_language(MEASURES[improvement.measure].meaning)
        if improvement.measure in MEASURES
        else "",
        "before_days": _days(improvement.baseline_since, improvement.baseline_until),
        "now": _value(improvement, now.value) if now else "",
        "now_size": now.size if now else 0,
        "now_is_few": now is not None and 0 < now.size < SMALL,
        "after_is_few": 0 < improvement.after_size < SMALL,
        "now_days": _days(now.since, now.until) if now else "",
        "after_days": _days(improvement.after_since, improvement.after_until),
        "texts": texts,
        "where": ", ".join(
            each
            for each in (channel_words(improvement.channel) if improvement.channel else "", improvement.topic)
            if each
        ),
    }


def change_in(given: Mapping[str, str], staff: Staff, brand: Brand) -> Change:
    """The change that a form gave; ValueError, LookupError or InvalidOperation for what makes none."""
    measure = MEASURES[given.get("measure", "")]
    owner = next((each for each in colleagues_in(brand.id) if str(each.pk) == given.get("owner")), None)
    target = Decimal(given.get("target", "").strip().replace(",", "."))
    if owner is None or not target.is_finite() or abs(target) >= _LARGEST:
        raise InvalidOperation
    problem = given.get("problem", "")
    tied = problem_visible_to(staff, int(problem)) if problem.isdecimal() and len(problem) < 19 else None
    better = given.get("better", "")
    return Change(
        title=given.get("title", "")[:160],
        action=given.get("action", ""),
        owner=owner,
        measure=measure.id,
        is_better_up=measure.is_better_up if measure.is_better_up is not None else better == "up",
        target=target,
        check_on=date.fromisoformat(given.get("check_on", "")),
        cause=given.get("cause", ""),
        problem_id=tied.id if tied and tied.brand_id == brand.id else None,
        channel=given.get("channel", "")[:20],
        topic=given.get("topic", "")[:40],
    )


def baseline_of(brand: Brand, change: Change, today: date) -> Reading:
    """The measure over the last thirty days before today."""
    return _reading(brand, change.measure, _where(change.channel, change.topic), today - _WINDOW, today)


def after_of(improvement: Improvement, today: date) -> Reading:
    """The measure over the days since the change was written down, at most thirty, today included."""
    until = today + timedelta(days=1)
    since = max(improvement.baseline_until, until - _WINDOW)
    where = _where(improvement.channel, improvement.topic)
    if since >= until or improvement.measure not in MEASURES:
        return Reading(None, 0, since, until)
    return _reading(improvement.brand, improvement.measure, where, since, until)


def offered(brand: Brand) -> dict[str, Any]:
    """What the form of a new improvement offers."""
    titles = sorted(
        ((each.id, in_language(each.title)) for each in MEASURES.values()),
        key=lambda pair: pair[1].casefold(),
    )
    return {
        "measures": titles,
        "problems": problems_to_choose([brand.id]),
        "channels": [(code, channel_words(code)) for code in brand.channels or {}],
        "topics": [(each.code, in_language({"en": each.code, **each.names})) for each in topics_of(brand.id)],
    }


def measure_title(code: str) -> str:
    """The title of a measure; its id where it is not measured any more."""
    return in_language(MEASURES[code].title) if code in MEASURES else code


def trouble_words(wrong: Exception) -> str:
    """What is wrong with a form, in words."""
    match str(wrong):
        case "check_on":
            return _("The day of the check is still to come.")
        case "reason":
            return _("Write why the day or the owner changes.")
        case "verdict" | "result":
            return _("Say what becomes of the change, and what the measure showed.")
        case "texts":
            return _("Write both texts in every language of the brand.")
        case _:
            return _(
                "Write a title, the action, an owner, a measure with its target, and the day of the check."
            )


def _reading(brand: Brand, measure: str, where: Mapping[str, str], since: date, until: date) -> Reading:
    figure = reports.figure(measure, Period(since, until), brands=[brand], where=where)
    return Reading(figure.value, figure.size, since, until)


def _where(channel: str, topic: str) -> dict[str, str]:
    return {name: value for name, value in (("channel", channel), ("topic", topic)) if value}


def _value(improvement: Improvement, value: Decimal | None) -> str:
    if value is None:
        return "–"
    measure = MEASURES.get(improvement.measure)
    return value_words(measure, value) if measure else str(value.normalize())


def _days(since: date | None, until: date | None) -> str:
    if since is None or until is None:
        return ""
    return f"{day_words(since)} – {day_words(until - timedelta(days=1))}"
