"""Reading a history: lines of JSON about cases, contacts, surveys and what else is measured. Pure.

The guide on reports describes every line. Durations come in seconds, amounts in the currency's main unit.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from muhatap.reports.first_contact import Touch, issues_of
from muhatap.reports.observations import DIMENSIONS, Kind, Observation

REOPENING = "reopening"
_RESULTS = ("kept", "missed", "late", "open", "void")
_OUTCOMES = ("", "upheld", "partly", "not_upheld")
_LARGEST = 1 << 50


class BadLine(ValueError):
    """A line of a history that says nothing that can be counted; its number and why."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"line {number}: {why}")


def read_history(lines: Iterable[str], *, zone: tzinfo, as_of: datetime) -> Iterator[Observation]:
    """The observations of a history, known as of a moment; BadLine for what cannot be read.

    Issues, for the first contact resolution, follow when all contacts were read.
    """
    touches: list[Touch] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            if not isinstance(told, dict):
                raise ValueError("not an object")
            at = _moment(told, "at")
            if at > as_of:
                continue
            touch = _touch(told, at, zone)
            if touch is not None:
                touches.append(touch)
            if told.get("kind") != REOPENING:
                yield _observation(told, at, number, zone, as_of)
        except (ValueError, TypeError, KeyError, InvalidOperation, OverflowError, RecursionError) as wrong:
            raise BadLine(number, _said(wrong)) from wrong
    yield from issues_of(touches, as_of=as_of)


def _said(wrong: Exception) -> str:
    return f"{wrong.args[0]} is missing" if isinstance(wrong, KeyError) else str(wrong)[:200]


def _observation(
    told: Mapping[str, Any], at: datetime, number: int, zone: tzinfo, as_of: datetime
) -> Observation:
    kind = Kind(told["kind"])
    values = _READERS[kind](told, at, as_of)
    if kind is Kind.CASE:
        values["hour"] = at.astimezone(zone).hour
    if excluded := _text(told, "excluded"):
        values["excluded"] = excluded
    return Observation(
        kind=kind,
        subject=_text(told, "subject") or f"line {number}",
        at=at,
        on=at.astimezone(zone).date(),
        places={name: _text(told, name) for name in DIMENSIONS if told.get(name) not in (None, "")},
        values=values,
    )


def _touch(told: Mapping[str, Any], at: datetime, zone: tzinfo) -> Touch | None:
    """A contact that says whose it is and whether it solved the matter."""
    kind = told.get("kind")
    if kind not in (Kind.CONTACT, REOPENING) or not told.get("customer") or told.get("excluded"):
        return None
    return Touch(
        customer=_text(told, "customer"),
        topic=_text(told, "topic"),
        at=at,
        on=at.astimezone(zone).date(),
        is_answered=kind == REOPENING or bool(told.get("answered")),
        is_solved=bool(told.get("solved", True)),
        is_transferred=bool(told.get("transferred")),
        subject=_text(told, "subject"),
        places={name: _text(told, name) for name in DIMENSIONS if told.get(name) not in (None, "")},
    )


def _case(told: Mapping[str, Any], at: datetime, as_of: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, moment in (("reply", "replied_at"), ("solved", "resolved_at")):
        if (then := _moment_if(told, moment, as_of)) is not None:
            values[name] = _between(at, then, moment)
    if (ended := _moment_if(told, "closed_at", as_of)) is not None:
        _between(at, ended, "closed_at")
        values["ended"] = int(ended.timestamp())
    if "solved" in values:
        values["was_solved"] = True
    for name in ("reopened", "topic_was_wrong", "fcr", "fcr_strict"):
        if name in told:
            values[name] = _yes(told, name)
    if "waited" in told:
        values["waited"] = {name: _number(told["waited"], name) for name in told["waited"]}
    if "turns" in told:
        values["turns"] = [_number({"turns": each}, "turns") for each in told["turns"]]
    if "promises" in told:
        values["promises"] = [_promised(each, as_of) for each in told["promises"]]
    if told.get("complaint") is not None:
        values["complaint"] = _complaint(told["complaint"], at, as_of)
    return values


def _complaint(told: Mapping[str, Any], at: datetime, as_of: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {}
    outcome = _text(told, "outcome")
    if outcome not in _OUTCOMES:
        raise ValueError(f"outcome is one of {', '.join(_OUTCOMES[1:])}")
    if outcome:
        values["outcome"] = outcome
    for name in ("closed", "external", "reopened", "unconfirmed", "cause_was_fixed"):
        if name in told:
            values[name] = _yes(told, name)
    for name in ("acknowledged_in_time", "overturned", "customer_returned", "appeal_reversed"):
        if told.get(name) is not None:
            values[name] = _yes(told, name)
    if (closed := _moment_if(told, "closed_at", as_of)) is not None:
        values |= {"closed": True, "closed_days": -(-_between(at, closed, "closed_at") // 86_400)}
    for name in ("closed_days", "closed_business_days"):
        if name in told:
            values[name] = _number(told, name)
    if "redress" in told:
        values["redress"] = _minor(told, "redress")
    return values


def _promised(told: Mapping[str, Any], as_of: datetime) -> list[Any]:
    result = _text(told, "result")
    if not result:
        due, done = _moment(told, "due_at"), _moment_if(told, "done_at", as_of)
        if done is not None:
            result = "kept" if done <= due else "missed"
        else:
            result = "late" if as_of > due else "open"
    if result not in _RESULTS:
        raise ValueError(f"result is one of {', '.join(_RESULTS)}")
    # When its clock began is not told, and so neither how long it took.
    return [_text(told, "clock"), _text(told, "code"), result, None, _text(told, "cause")]


def _contact(told: Mapping[str, Any], at: datetime, as_of: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {"answered": _yes(told, "answered"), "mode": _text(told, "mode") or "call"}
    values["wait"] = _number(told, "wait") if "wait" in told else 0
    for name in ("talk", "hold", "acw", "focus", "elapsed", "reply", "held"):
        if name in told:
            values[name] = _number(told, name)
    if "transferred" in told:
        values["transferred"] = _yes(told, "transferred")
    return values


def _survey(told: Mapping[str, Any], at: datetime, as_of: datetime) -> dict[str, Any]:
    sort = _text(told, "sort") or "csat"
    ranges = {"csat": (1, 5), "explained": (1, 5), "ces": (1, 7), "nps": (0, 10)}
    if sort not in ranges:
        raise ValueError(f"sort is one of {', '.join(ranges)}")
    values: dict[str, Any] = {"sort": sort, "invited": bool(told.get("invited", True))}
    for name in ("bounced", "answered"):
        if told.get(name):
            values[name] = True
    if told.get("score") is not None:
        low, high = ranges[sort]
        values["score"] = _number(told, "score")
        if not low <= values["score"] <= high:
            raise ValueError(f"score is from {low} to {high}")
    if outcome := _text(told, "outcome"):
        values["outcome"] = outcome
    return values


def _callback(told: Mapping[str, Any], at: datetime, as_of: datetime) -> dict[str, Any]:
    if "kept" in told:
        return {"kept": _yes(told, "kept")}
    made = _moment_if(told, "made_at", as_of)
    return {"kept": made is not None and at <= made <= _moment(told, "until_at")}


def _review(told: Mapping[str, Any], at: datetime, as_of: datetime) -> dict[str, Any]:
    parts = [(Decimal(str(each["weight"])), Decimal(str(each["score"]))) for each in told["parts"]]
    weight = sum(each for each, _ in parts)
    if weight <= 0 or any(each < 0 or not 0 <= score <= 1 for each, score in parts):
        raise ValueError("weights are from 0 and scores between 0 and 1")
    points = sum(each * score for each, score in parts) * 10_000 / weight
    return {"points": int(points + Decimal("0.5")), "critical": bool(told.get("critical"))}


def _session(told: Mapping[str, Any], at: datetime, as_of: datetime) -> dict[str, Any]:
    outcome = _text(told, "outcome")
    if outcome not in {"solved", "contact", "left"}:
        raise ValueError("outcome is solved, contact or left")
    return {"outcome": outcome, "seconds": _number(told, "seconds") if "seconds" in told else 0}


def _numbers(*names: str, optional: tuple[str, ...] = ()) -> Callable[..., dict[str, Any]]:
    def read(told: Mapping[str, Any], at: datetime, as_of: datetime) -> dict[str, Any]:
        return {name: _number(told, name) for name in (*names, *(n for n in optional if n in told))}

    return read


_READERS: dict[Kind, Callable[[Mapping[str, Any], datetime, datetime], dict[str, Any]]] = {
    Kind.CASE: _case,
    Kind.CONTACT: _contact,
    Kind.TURN: _numbers("seconds"),
    Kind.PROMISE: lambda told, at, as_of: {"promises": [_promised(told, as_of)]},
    Kind.SURVEY: _survey,
    Kind.AGENT_TIME: _numbers(optional=("handle", "available", "logged_in", "paid")),
    Kind.CALLBACK: _callback,
    Kind.SESSION: _session,
    Kind.COST: lambda told, at, as_of: {"amount": _minor(told, "amount")},
    Kind.CUSTOMERS: _numbers("count"),
    Kind.REVIEW: _review,
    Kind.CALIBRATION: lambda told, at, as_of: {name: _yes(told, name) for name in ("first", "second")},
    Kind.ISSUE: lambda told, at, as_of: {
        name: _yes(told, name) for name in ("fcr", "fcr_strict") if name in told
    },
    Kind.UPTIME: _numbers("open_seconds", optional=("down_seconds", "refused")),
}


def _moment(told: Mapping[str, Any], name: str) -> datetime:
    at = datetime.fromisoformat(told[name])
    if at.tzinfo is None:
        raise ValueError(f"{name} needs its offset from UTC")
    return at


def _moment_if(told: Mapping[str, Any], name: str, as_of: datetime) -> datetime | None:
    at = _moment(told, name) if told.get(name) is not None else None
    return None if at is None or at > as_of else at


def _between(start: datetime, end: datetime, name: str) -> int:
    if end < start:
        raise ValueError(f"{name} lies before at")
    return (end - start) // timedelta(seconds=1)


def _number(told: Mapping[str, Any], name: str) -> int:
    value = told[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise ValueError(f"{name} is a whole number")
    if not 0 <= value < _LARGEST:
        raise ValueError(f"{name} is from 0 to what a day can hold")
    return int(value)


def _minor(told: Mapping[str, Any], name: str) -> int:
    amount = Decimal(str(told[name])) * 100
    if amount != amount.to_integral_value() or not 0 <= amount < _LARGEST:
        raise ValueError(f"{name} is an amount of at most two decimals")
    return int(amount)


def _yes(told: Mapping[str, Any], name: str) -> bool:
    value = told.get(name, False)
    if not isinstance(value, bool):
        raise ValueError(f"{name} is true or false")
    return value


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise ValueError(f"{name} is a text")
    return str(value).replace("\0", "")[:80]
