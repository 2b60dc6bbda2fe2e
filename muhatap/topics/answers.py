"""Checking what somebody answered to a question: pure; says by codes what is wrong, never by words."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from muhatap.kernel import identifiers
from muhatap.kernel.text import clean
from muhatap.topics.questions import Question

_DAY_FIRST = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2}(?:\.\d+)?)?", re.ASCII)
WITHOUT_CENTS = frozenset({"JPY", "KRW", "CLP", "ISK", "VND", "XOF"})
WITH_MILS = frozenset({"KWD", "BHD", "OMR", "JOD", "TND", "IQD"})
# A browser's clock may run a little ahead of ours.
_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with one input: `name` of the input, a code, and what the words need to say it."""

    name: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """The circumstances in which a form is answered: language of numbers, zone of times, and the moment."""

    language: str
    zone: ZoneInfo
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer: its value (None when there is none) and what is wrong with it."""

    value: Any = None
    troubles: tuple[Trouble, ...] = ()


class _Wrong(Exception):
    def __init__(self, code: str, part: str = "", **params: Any) -> None:
        super().__init__(code)
        self.code, self.part, self.params = code, part, params


def check(question: Question, given: Mapping[str, str], asked: Asked, name: str = "") -> Answer:
    """Read one question's inputs (named `name` plus its parts) and say what is wrong with them.

    A question with `or_reason` that has no answer takes `{"absent": reason}` from the input `…-reason`.
    """
    name = name or question.code
    if question.kind == "group":
        return _group(question, given, asked, name)
    values = [clean(given.get(name + part) or "").strip() for part in question.parts]
    if not _is_answered(question, values):
        if question.or_reason and (reason := reason_in(given, name)):
            return Answer({"absent": reason})
        code = "required_or_reason" if question.or_reason else "required"
        return Answer(None, (Trouble(name + question.parts[0], code),) if question.required else ())
    try:
        return Answer(_READERS[question.kind](question, values, asked))
    except _Wrong as wrong:
        return Answer(None, (Trouble(name + (wrong.part or question.parts[0]), wrong.code, wrong.params),))


def rows_of(question: Question, given: Mapping[str, str], name: str = "") -> int:
    """How many rows of a repeating group are on the form."""
    written = given.get(f"{name or question.code}-rows") or ""
    rows = int(written) if re.fullmatch(r"\d{1,3}", written, re.ASCII) else max(question.min_items, 1)
    return max(1, min(rows, question.max_items))


def reason_in(given: Mapping[str, str], name: str) -> str:
    """The reason that was given instead of an answer, empty when there is none."""
    return clean(given.get(f"{name}-reason") or "", max_length=500).strip()


def _is_answered(question: Question, values: list[str]) -> bool:
    if question.kind == "amount":
        return bool(values[0])
    return any(values)


def _group(question: Question, given: Mapping[str, str], asked: Asked, name: str) -> Answer:
    entries, troubles = [], []
    for row in range(rows_of(question, given, name)):
        prefix = f"{name}-{row}"
        inner = [(each, check(each, given, asked, f"{prefix}-{each.code}")) for each in question.questions]
        is_blank = not any(
            (given.get(key) or "").strip()
            for key in given
            if key.startswith(f"{prefix}-") and not key.endswith("-currency")
        )
        if is_blank and (len(entries) >= question.min_items or row > 0):
            continue
        troubles += [trouble for _, answer in inner for trouble in answer.troubles]
        entries.append({each.code: answer.value for each, answer in inner if answer.value is not None})
    if len(entries) < question.min_items and not troubles:
        troubles.append(Trouble(f"{name}-rows", "few_rows", {"count": question.min_items}))
    return Answer(entries or None, tuple(troubles))


def _text(question: Question, values: list[str], asked: Asked) -> str:
    value = values[0]
    if question.kind == "text":
        value = " ".join(value.split())
    if question.min_length and len(value) < question.min_length:
        raise _Wrong("too_short", count=question.min_length)
    # Long texts are never refused for their length: the form only says that shorter is read sooner.
    if question.kind == "text" and question.max_length and len(value) > question.max_length:
        raise _Wrong("too_long", count=question.max_length, surplus=len(value) - question.max_length)
    return _matching(question, value) if question.pattern else value


def _matching(question: Question, value: str) -> str:
    plain = unicodedata.normalize("NFKC", value)
    for attempt in (plain, plain.upper(), re.sub(r"\s+", "", plain).upper()):
        if len(attempt) <= 500 and re.fullmatch(question.pattern, attempt, re.ASCII):
            return attempt
    raise _Wrong("pattern", example=question.example)


def _choice(question: Question, values: list[str], asked: Asked) -> str:
    if values[0] not in {code for code, _ in question.choices}:
        raise _Wrong("choice")
    return values[0]


def _yes_no(question: Question, values: list[str], asked: Asked) -> bool:
    if values[0] not in {"yes", "no"}:
        raise _Wrong("choice")
    return values[0] == "yes"


def _day(question: Question, values: list[str], asked: Asked) -> str:
    return _read_day(values[0]).isoformat()


def _past_day(question: Question, values: list[str], asked: Asked) -> str:
    day = _read_day(values[0])
    if day > asked.at.astimezone(asked.zone).date():
        raise _Wrong("future")
    _refuse_old(question, day, asked)
    return day.isoformat()


def _past_moment(question: Question, values: list[str], asked: Asked) -> str:
    if not values[0]:
        raise _Wrong("day_missing", "-date")
    try:
        day = _read_day(values[0])
    except _Wrong as wrong:
        raise _Wrong(wrong.code, "-date") from None
    if day > asked.at.astimezone(asked.zone).date():
        raise _Wrong("future", "-date")
    _refuse_old(question, day, asked, "-date")
    if not values[1]:
        raise _Wrong("time_missing", "-time")
    moment = datetime.combine(day, _read_time(values[1]), asked.zone)
    if moment > asked.at + _AHEAD:
        raise _Wrong("future", "-time")
    return moment.isoformat(timespec="minutes")


def _refuse_old(question: Question, day: date, asked: Asked, part: str = "") -> None:
    if question.max_age_days is None:
        return
    oldest = asked.at.astimezone(asked.zone).date() - timedelta(days=question.max_age_days)
    if day < oldest:
        raise _Wrong("too_old", part, oldest=oldest)


def _read_day(text: str) -> date:
    """A day as browsers send it, or as people write it: day, month, year."""
    try:
        written = _DAY_FIRST.fullmatch(text)
        if written:
            return date(int(written[3]), int(written[2]), int(written[1]))
        day = date.fromisoformat(text)
    except ValueError:
        raise _Wrong("day") from None
    if day.year < 1900:
        raise _Wrong("day")
    return day


def _read_time(text: str) -> time:
    written = _CLOCK.fullmatch(text)
    try:
        if written:
            return time(int(written[1]), int(written[2]))
    except ValueError:
        pass
    raise _Wrong("time", "-time")


def _amount(question: Question, values: list[str], asked: Asked) -> dict[str, Any]:
    currency = question.currencies[0] if question.currencies else "TRY"
    if len(values) > 1 and values[1]:
        if values[1] not in question.currencies:
            raise _Wrong("choice", "-currency")
        currency = values[1]
    decimals = 0 if currency in WITHOUT_CENTS else 3 if currency in WITH_MILS else 2
    try:
        minor = identifiers.parse_amount(values[0], asked.language, decimals)
    except identifiers.AmountError as trouble:
        code = "amount" if trouble.code in {"empty", "malformed", "grouping"} else f"amount_{trouble.code}"
        raise _Wrong(code, decimals=decimals) from None
    unit = 10**decimals
    if minor < 0 or (question.minimum is not None and minor < question.minimum * unit):
        raise _Wrong("too_little", minimum=max(question.minimum or 0, 0))
    if question.maximum is not None and minor > question.maximum * unit:
        raise _Wrong("too_much", maximum=question.maximum)
    return {"minor": minor, "currency": currency}


def _number(question: Question, values: list[str], asked: Asked) -> int:
    try:
        value = identifiers.parse_amount(values[0], asked.language, 0)
    except identifiers.AmountError:
        raise _Wrong("number") from None
    if question.minimum is not None and value < question.minimum:
        raise _Wrong("too_little", minimum=question.minimum)
    if question.maximum is not None and value > question.maximum:
        raise _Wrong("too_much", maximum=question.maximum)
    return value


def _iban(question: Question, values: list[str], asked: Asked) -> str:
    value = identifiers.normal_iban(values[0])
    if value is None:
        raise _Wrong("iban")
    if question.countries and value[:2] not in question.countries:
        raise _Wrong("iban_country", countries=", ".join(question.countries))
    return value


def _tckn(question: Question, values: list[str], asked: Asked) -> str:
    if not identifiers.is_tckn(values[0]):
        raise _Wrong("tckn")
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", values[0]))


def _phone(question: Question, values: list[str], asked: Asked) -> str:
    value = identifiers.normal_phone(values[0], question.countries[0] if question.countries else "TR")
    if value is None:
        raise _Wrong("phone")
    return value


def _email(question: Question, values: list[str], asked: Asked) -> str:
    value = identifiers.normal_email(values[0])
    if value is None:
        raise _Wrong("email")
    return value


_READERS: dict[str, Callable[[Question, list[str], Asked], Any]] = {
    "text": _text,
    "long_text": _text,
    "transaction": _text,
    "choice": _choice,
    "yes_no": _yes_no,
    "date": _day,
    "past_date": _past_day,
    "past_datetime": _past_moment,
    "amount": _amount,
    "number": _number,
    "iban": _iban,
    "tckn": _tckn,
    "phone": _phone,
    "email": _email,
}
