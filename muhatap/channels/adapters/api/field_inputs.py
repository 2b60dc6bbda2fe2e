"""From JSON values to the inputs of a topic's questions, and from an input back to its place. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from muhatap.topics.questions import Question

_NUMBERS_WELCOME = frozenset({"transaction", "tckn", "phone", "number", "text"})


@dataclass(slots=True)
class Inputs:
    """The inputs by name, where each came from, which question asked for it, and what cannot be read."""

    given: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    asked: dict[str, Question] = field(default_factory=dict)
    wrong: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def put(self, name: str, value: str, place: str) -> None:
        """Note one input."""
        self.given[name] = value
        self.places[name] = place


def inputs_of(
    questions: Sequence[Question], values: Mapping[str, Any], zone: ZoneInfo, place: str = "fields"
) -> Inputs:
    """Every answer as the inputs of its question; what has the wrong shape stands in `wrong`."""
    inputs = Inputs()
    _object(inputs, questions, values, zone, place=place, prefix="")
    return inputs


def _object(
    inputs: Inputs,
    questions: Sequence[Question],
    values: Mapping[str, Any],
    zone: ZoneInfo,
    *,
    place: str,
    prefix: str,
) -> None:
    known = {question.code: question for question in questions}
    for code in values:
        if code not in known:
            inputs.wrong.append((f"{place}.{code}", "unknown_field", {"known": ", ".join(known)}))
    for question in questions:
        name, where = prefix + question.code, f"{place}.{question.code}"
        inputs.asked[name] = question
        for part in {"", "-rows", *question.parts}:
            inputs.places[name + part] = where
        value = values.get(question.code)
        if value is not None:
            _answer(inputs, question, value, zone, name=name, place=where)


def _answer(inputs: Inputs, question: Question, value: Any, zone: ZoneInfo, *, name: str, place: str) -> None:
    if question.or_reason and isinstance(value, Mapping) and "absent" in value:
        reason = value["absent"]
        if isinstance(reason, str) and reason.strip():
            inputs.put(f"{name}-reason", reason, f"{place}.absent")
        else:
            inputs.wrong.append((f"{place}.absent", "reason", {}))
    elif question.kind == "group":
        _rows(inputs, question, value, zone, name=name, place=place)
    elif question.kind == "amount":
        _amount(inputs, value, name=name, place=place)
    elif question.kind == "past_datetime":
        _moment(inputs, value, zone, name=name, place=place)
    elif question.kind == "yes_no":
        written = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else value
        if written in ("yes", "no"):
            inputs.put(name, written, place)
        else:
            inputs.wrong.append((place, "yes_no", {}))
    elif isinstance(value, str):
        inputs.put(name, value, place)
    elif _is_number(value) and question.kind in _NUMBERS_WELCOME:
        inputs.put(name, _written(value), place)
    else:
        inputs.wrong.append((place, "not_text", {}))


def _rows(inputs: Inputs, question: Question, value: Any, zone: ZoneInfo, *, name: str, place: str) -> None:
    if not isinstance(value, list):
        inputs.wrong.append((place, "not_list", {}))
        return
    if len(value) > question.max_items:
        inputs.wrong.append((place, "many_rows", {"count": question.max_items}))
        return
    inputs.put(f"{name}-rows", str(len(value)), place)
    for row, entry in enumerate(value):
        where = f"{place}[{row}]"
        if isinstance(entry, Mapping):
            _object(inputs, question.questions, entry, zone, place=where, prefix=f"{name}-{row}-")
        else:
            inputs.wrong.append((where, "not_object", {}))


def _amount(inputs: Inputs, value: Any, *, name: str, place: str) -> None:
    amount, currency = value, ""
    if isinstance(value, Mapping):
        amount, currency = value.get("amount"), value.get("currency") or ""
    if isinstance(amount, str) or _is_number(amount):
        inputs.put(name, amount if isinstance(amount, str) else _written(amount), place)
    else:
        inputs.wrong.append((place, "amount", {}))
    if isinstance(currency, str):
        inputs.put(f"{name}-currency", currency.strip().upper(), f"{place}.currency")
    else:
        inputs.wrong.append((f"{place}.currency", "not_text", {}))


def _moment(inputs: Inputs, value: Any, zone: ZoneInfo, *, name: str, place: str) -> None:
    try:
        moment = datetime.fromisoformat(value.strip())
        local = moment.astimezone(zone) if moment.tzinfo else moment
    except (AttributeError, ValueError, OverflowError):
        inputs.wrong.append((place, "moment", {}))
        return
    inputs.put(f"{name}-date", local.date().isoformat(), place)
    inputs.put(f"{name}-time", f"{local:%H:%M}", place)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _written(value: float) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
