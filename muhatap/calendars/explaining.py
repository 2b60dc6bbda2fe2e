"""Why a limit falls due when it does, as codes and parameters that a face can put into words."""

from dataclasses import dataclass, field
from datetime import date, datetime

from muhatap.calendars import days, zones
from muhatap.calendars.hours import due_at
from muhatap.calendars.schedules import Schedule
from muhatap.calendars.spans import Span
from muhatap.calendars.worktime import business_seconds

DAYS_SHOWN_FIRST, DAYS_SHOWN_LAST = 14, 7


@dataclass(frozen=True, slots=True)
class Step:
    """One reason, with what a sentence about it needs.

    `start`, `starts_closed`, `counts`, `half_day`, `skips_holiday`, `skips_half_day`, `skips_closed`,
    `counts_days`, `day_of_receipt`, `counts_day`, `counts_half_day`, `elapsed`, `same_wall_time`,
    `moved_forward`, `month_end`, `due`.
    """

    code: str
    params: dict = field(default_factory=dict)


def explain(schedule: Schedule, start: datetime, span: Span) -> list[Step]:
    """The steps from start to due time, at most about thirty; long runs are folded into `counts_days`."""
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
    began = max(days.opening_on(schedule, day), start)
    ended = min(days.closing_on(schedule, day), due)
    if began >= ended:
        return []
    counted = {
        "date": day,
        "from": began.astimezone(schedule.zone),
        "until": ended.astimezone(schedule.zone),
        "seconds": business_seconds(schedule, began, ended),
    }
    return [Step("half_day" if day in schedule.half_days else "counts", counted)]


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
            steps.append(Step("counts_half_day" if half else "counts_day", {"date": day, "number": number}))
        else:
            steps.append(_closed(schedule, day))
    return _joined_closed(steps)


def _closed(schedule: Schedule, day: date) -> Step:
    if day in schedule.holidays:
        return Step("skips_holiday", {"date": day})
    if day in schedule.half_days:
        return Step("skips_half_day", {"date": day})
    return Step("skips_closed", {"from": day, "until": day, "days": 1})


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
