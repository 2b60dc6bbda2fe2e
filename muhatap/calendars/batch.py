"""One question about open time as a line of JSON, one answer: for programs that ask many."""

import json
import math
from datetime import datetime
from fractions import Fraction

from muhatap.calendars.hours import (
    CalendarExhausted,
    CannotReckon,
    NeverOpen,
    OutOfReach,
    Schedule,
    ScheduleError,
    Span,
    SpanError,
    add_business_seconds,
    business_seconds,
    due_at,
)
from muhatap.calendars.worktime import EARLIEST_YEAR, LATEST_YEAR

UNIT_SECONDS = {"minutes": 60, "hours": 3600}
UNITS = (*UNIT_SECONDS, "days")
FIELDS = {
    "add": {"op", "start", "amount", "unit", "schedule"},
    "between": {"op", "start", "end", "schedule"},
}
ALL_FIELDS = FIELDS["add"] | FIELDS["between"]
LONGEST_LINE = 1_000_000
REMEMBERED_SCHEDULES = 256

_schedules: dict[str, Schedule] = {}


class Unanswerable(ValueError):
    """A line that cannot be answered: which field, why, and what to write instead."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.answer = {"error": {"field": field, "code": code, "message": message}}


def answer(line: str) -> dict:
    """The answer to one line: `at`, `seconds` or an `error`; it never raises.

    `add` counts `minutes` and `hours` of open time, and `days` as business days: the closing time of the
    nth business day after the start. `between` gives whole open seconds, negative when `end` comes first.
    A time without an offset is wall time of the schedule's zone.
    """
    try:
        return _answer(_question(line))
    except Unanswerable as problem:
        return problem.answer
    except ScheduleError as problem:
        field = "schedule" if problem.field == "schedule" else f"schedule.{problem.field}"
        return _error(field, problem.code, problem.message)
    except CalendarExhausted as problem:
        return _error("schedule.valid_until", "calendar_exhausted", str(problem))
    except NeverOpen as problem:
        return _error("schedule.hours", "never_open", str(problem))
    except CannotReckon as problem:
        return _error("amount", "out_of_reach", str(problem))


def _answer(question: dict) -> dict:
    op = question.get("op")
    if not isinstance(op, str) or op not in FIELDS:
        raise Unanswerable("op", "unknown_op", 'Write "add" or "between".')
    if not question.keys() <= ALL_FIELDS:
        unknown = min(question.keys() - ALL_FIELDS)[:40]
        raise Unanswerable(unknown, "unknown_field", f"A question has only {', '.join(sorted(FIELDS[op]))}.")
    schedule = _schedule(_given(question, "schedule"))
    start = _moment(question, "start", schedule)
    if op == "between":
        return {"seconds": _open_seconds(schedule, start, _moment(question, "end", schedule))}
    return {"at": _later(schedule, start, question).astimezone(schedule.zone).isoformat()}


def _open_seconds(schedule: Schedule, start: datetime, end: datetime) -> int:
    try:
        return business_seconds(schedule, start, end)
    except OutOfReach as problem:
        raise Unanswerable("end", "out_of_reach", str(problem)) from None


def _later(schedule: Schedule, start: datetime, question: dict) -> datetime:
    unit = _given(question, "unit")
    amount = _amount(_given(question, "amount"))
    if not isinstance(unit, str) or unit not in UNITS:
        raise Unanswerable("unit", "unknown_unit", f"The units are {', '.join(UNITS)}.")
    if unit in UNIT_SECONDS:
        return add_business_seconds(schedule, start, amount * UNIT_SECONDS[unit])
    if amount != int(amount):
        raise Unanswerable("amount", "not_whole", "Business days are counted whole; write 3, not 3.5.")
    try:
        return due_at(schedule, start, Span(int(amount), "bd"))
    except SpanError as problem:
        raise Unanswerable("amount", "out_of_reach", str(problem)) from None


def _question(line: str) -> dict:
    if len(line) > LONGEST_LINE:
        raise Unanswerable("line", "too_long", "A line has at most a million characters.")
    try:
        question = json.loads(line)
    except (ValueError, RecursionError) as problem:
        reason = getattr(problem, "msg", "too deep or too long a number")
        raise Unanswerable("line", "not_json", f"The line is not JSON: {reason}.") from None
    if not isinstance(question, dict):
        raise Unanswerable("line", "not_an_object", 'Write one object a line, such as {"op": "add", …}.')
    return question


def _given(question: dict, name: str) -> object:
    if question.get(name) is None:
        raise Unanswerable(name, "missing", f"The question needs “{name}”.")
    return question[name]


def _schedule(written: object) -> Schedule:
    key = repr(written)
    schedule = _schedules.get(key)
    if schedule is None:
        schedule = Schedule.from_json(written)
        if len(_schedules) >= REMEMBERED_SCHEDULES:
            _schedules.clear()
        _schedules[key] = schedule
    return schedule


def _moment(question: dict, name: str, schedule: Schedule) -> datetime:
    written = _given(question, name)
    try:
        if not isinstance(written, str) or len(written) < len("20261028T1230"):
            raise ValueError
        moment = datetime.fromisoformat(written)
    except ValueError:
        message = "Write a time such as 2026-10-28T12:30:00+03:00."
        raise Unanswerable(name, "not_a_time", message) from None
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        message = f"Times are reckoned from the year {EARLIEST_YEAR} to {LATEST_YEAR}."
        raise Unanswerable(name, "out_of_reach", message)
    return moment if moment.tzinfo else moment.replace(tzinfo=schedule.zone)


def _amount(written: object) -> int | Fraction:
    if isinstance(written, bool) or not isinstance(written, int | float):
        raise Unanswerable("amount", "not_a_number", "Write the amount as a number, without quotes.")
    if not math.isfinite(written):
        raise Unanswerable("amount", "not_a_number", "Write the amount as a finite number.")
    if written < 0:
        raise Unanswerable("amount", "negative", "Time can only be added; to measure it, ask “between”.")
    if written > 1_000_000_000:
        raise Unanswerable(
            "amount", "out_of_reach", "The answer lies more than a hundred years after the start."
        )
    return written if isinstance(written, int) else Fraction(str(written))


def _error(field: str, code: str, message: str) -> dict:
    return {"error": {"field": field, "code": code, "message": message}}
