"""Why a limit falls due when it does, as codes and parameters that a face can put into words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from muhatap.calendars import days, zones
from muhatap.calendars.hours import (
    Pause,
    due_at,
    extend,
    joined,
    last_day_counted,
    legal_due,
    moved_last_day,
    safe_due,
)
from muhatap.calendars.schedules import Schedule
from muhatap.calendars.spans import DAYS, Span
from muhatap.calendars.worktime import business_seconds

DAYS_SHOWN_FIRST, DAYS_SHOWN_LAST = 14, 7


@dataclass(frozen=True, slots=True)
class Step:
    """One reason, with what a sentence about it needs.

    `start`, `starts_closed`, `counts`, `half_day`, `skips_holiday`, `skips_half_day`, `skips_closed`,
    `counts_days`, `day_of_receipt`, `counts_day`, `counts_half_day`, `elapsed`, `same_wall_time`,
    `moved_forward`, `month_end`, `due`; of a limit of law also `last_day`, `last_day_moved`, `safe_due`;
    `pause` for each pause.
    """

    code: str
    params: dict = field(default_factory=dict)


def explain(schedule: Schedule, start: datetime, span: Span) -> list[Step]:
    """The steps from start to due time, of about thirty days at most; long runs fold into `counts_days`."""
    due = due_at(schedule, start, span)
    opening = [Step("start", {"at": start.astimezone(schedule.zone)})]
    closing = [Step("due", {"at": due.astimezone(schedule.zone)})]
    if span.unit == "bd":
        return opening + _business_days(schedule, start, due) + closing
    if span.counts_open_hours:
        return opening + _open_hours(schedule, start, due) + closing
    if span.seconds is not None:
        return [*opening, Step("elapsed", {"seconds": span.seconds}), *closing]
    return opening + _same_wall_time(schedule, start, due, span) + closing


def explain_law(schedule: Schedule, start: datetime, span: Span, last_day: str = "stay") -> list[Step]:
    """The steps of a limit of law: the day of receipt, the days counted, where the last one goes, 24:00."""
    if span.unit not in (*DAYS, "bd", "mo"):
        return explain(schedule, start, span)
    due = legal_due(schedule, start, span, last_day)
    received, counted = days.local_day(schedule, start), last_day_counted(schedule, start, span)
    steps = [Step("start", {"at": start.astimezone(schedule.zone)})]
    if span.unit == "bd":
        steps += _business_days(schedule, start, days.end_of(schedule, counted))
    else:
        steps.append(Step("day_of_receipt", {"date": received}))
    steps.append(Step("last_day", {"date": counted, "amount": span.amount, "unit": span.unit}))
    if span.unit == "mo" and counted.day < received.day:
        steps.append(Step("month_end", {"date": counted}))
    moved = moved_last_day(schedule, counted, last_day)
    if moved != counted:
        steps.append(
            Step("last_day_moved", {"from": counted, "until": moved, "names": _names(schedule, counted)})
        )
    steps.append(Step("due", {"at": due.astimezone(schedule.zone)}))
    return [*steps, Step("safe_due", {"at": safe_due(schedule, due).astimezone(schedule.zone)})]


def explain_pauses(schedule: Schedule, due: datetime, span: Span, paused: Iterable[Pause]) -> list[Step]:
    """What each pause does to a due time, in order; each step has the due time after it as `due`."""
    steps = []
    for pause in joined(paused):
        moved = extend(schedule, due, span, (pause,))
        params: dict[str, Any] = {
            "from": pause[0].astimezone(schedule.zone),
            "until": pause[1].astimezone(schedule.zone),
            "due": moved.astimezone(schedule.zone),
        }
        if span.unit == "bd" and pause[0] < due:
            params["days"] = days.counted_days_between(schedule, *pause)
        elif span.counts_open_hours and pause[0] < due:
            params["seconds"] = business_seconds(schedule, *pause)
        steps.append(Step("pause", params))
        due = moved
    return steps


def _same_wall_time(schedule: Schedule, start: datetime, due: datetime, span: Span) -> list[Step]:
    began = start.astimezone(schedule.zone)
    ended = due.astimezone(schedule.zone)
    steps = [Step("same_wall_time", {"amount": span.amount, "unit": span.unit})]
    if span.unit == "mo" and ended.day < began.day:
        steps.append(Step("month_end", {"date": ended.date()}))
    if ended.time() != began.time():
        steps.append(Step("moved_forward", {"from": began.time(), "until": ended.time()}))
    return steps


def _open_hours(schedule: Schedule, start: datetime, due: datetime) -> list[Step]:
    steps = []
    if not schedule.openings.is_open(zones.micros_of(start)):
        steps.append(Step("starts_closed", {"at": start.astimezone(schedule.zone)}))
    first, last = days.local_day(schedule, start), days.last_day_of(schedule, due)
    for day in _shown(first, last):
        if isinstance(day, tuple):
            steps.append(_folded(schedule, day))
        else:
            steps.extend(_hours_of_day(schedule, day, start, due))
    return _joined_closed(steps)


def _hours_of_day(schedule: Schedule, day: date, start: datetime, due: datetime) -> list[Step]:
    if not schedule.hours_on(day):
        return [_closed(schedule, day)]
    steps = []
    for opening, closing in schedule.openings.on(day):
        began, ended = max(zones.moment_of(opening), start), min(zones.moment_of(closing), due)
        if began < ended:
            counted = {
                "date": day,
                "from": began.astimezone(schedule.zone),
                "until": ended.astimezone(schedule.zone),
                "seconds": business_seconds(schedule, began, ended),
            }
            half = day in schedule.half_days
            named = {"names": _names(schedule, day)} if half else {}
            steps.append(Step("half_day" if half else "counts", counted | named))
    return steps


def _business_days(schedule: Schedule, start: datetime, due: datetime) -> list[Step]:
    received = days.local_day(schedule, start)
    steps = [Step("day_of_receipt", {"date": received})]
    number = 0
    for day in _shown(received + days.ONE_DAY, days.last_day_of(schedule, due)):
        if isinstance(day, tuple):
            steps.append(_folded(schedule, day))
            number += steps[-1].params["days"]
        elif schedule.is_counted_day(day):
            number += 1
            half = day in schedule.half_days
            said = {"date": day, "number": number}
            if half:
                said["names"] = _names(schedule, day)
            steps.append(Step("counts_half_day" if half else "counts_day", said))
        else:
            steps.append(_closed(schedule, day))
    return _joined_closed(steps)


def _closed(schedule: Schedule, day: date) -> Step:
    if day in schedule.holidays:
        return Step("skips_holiday", {"date": day, "names": _names(schedule, day)})
    if day in schedule.half_days:
        return Step("skips_half_day", {"date": day, "names": _names(schedule, day)})
    return Step("skips_closed", {"from": day, "until": day, "days": 1})


def _names(schedule: Schedule, day: date) -> dict[str, str]:
    return dict(schedule.names.get(day, {}))


def _folded(schedule: Schedule, span: tuple[date, date]) -> Step:
    first, last = span
    every = [first + n * days.ONE_DAY for n in range((last - first).days + 1)]
    counted = sum(schedule.is_counted_day(day) for day in every)
    holidays = sum(day in schedule.holidays and bool(schedule.hours[day.weekday()]) for day in every)
    begins, ends = days.end_of(schedule, first - days.ONE_DAY), days.end_of(schedule, last)
    seconds = business_seconds(schedule, begins, ends)
    params = {"from": first, "until": last, "days": counted, "holidays": holidays, "seconds": seconds}
    return Step("counts_days", params)


def _shown(first: date, last: date) -> list[date | tuple[date, date]]:
    """The days one by one; a long run in the middle as one pair of days."""
    count = (last - first).days + 1
    if count <= DAYS_SHOWN_FIRST + DAYS_SHOWN_LAST + 1:
        return [first + n * days.ONE_DAY for n in range(count)]
    head = [first + n * days.ONE_DAY for n in range(DAYS_SHOWN_FIRST)]
    tail = [last - n * days.ONE_DAY for n in reversed(range(DAYS_SHOWN_LAST))]
    return [*head, (head[-1] + days.ONE_DAY, tail[0] - days.ONE_DAY), *tail]


def _joined_closed(steps: list[Step]) -> list[Step]:
    together: list[Step] = []
    for step in steps:
        if step.code == "skips_closed" and together and together[-1].code == "skips_closed":
            run = together[-1].params
            joined = {"from": run["from"], "until": step.params["until"], "days": run["days"] + 1}
            together[-1] = Step("skips_closed", joined)
        else:
            together.append(step)
    return together
