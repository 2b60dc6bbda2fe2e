"""What a process does, for those who collect traces: spans of requests, operations, jobs, mails and calls.

Nothing is done until `trace_with` names a tracer. Attributes are names of our own and numbers, never what
people wrote, so a name that holds anything else is left out.
"""

import re
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from functools import wraps
from typing import Final, Protocol

Value = str | int | float | bool
# Templates of addresses, kinds, names of jobs and hosts; no room for a sentence, an address or a long number.
_OWN_WORDS: Final = re.compile(r"(?!.*\d{6})[\w./:<>*-]{1,120}", re.ASCII)
_NOTHING: Final = nullcontext()

request_id: ContextVar[str] = ContextVar("request_id", default="")


class Tracer(Protocol):
    """What keeps spans; the wiring brings one."""

    def span(self, name: str, attributes: dict[str, Value]) -> AbstractContextManager[object]:
        """A span around a block, child of the one that is open."""

    def note(self, name: str, attributes: dict[str, Value]) -> None:
        """A moment within the span that is open."""

    def say(self, attributes: dict[str, Value]) -> None:
        """More about the span that is open."""


_tracers: list[Tracer] = []


def trace_with(tracer: Tracer | None) -> None:
    """Hand spans of this process to a tracer, or to nobody."""
    _tracers[:] = [tracer] if tracer else []


def traced(name: str, **attributes: Value) -> AbstractContextManager[object]:
    """A span around a block; nothing where nobody collects."""
    return _tracers[0].span(name, fit(attributes)) if _tracers else _NOTHING


def spanned[**P, R](name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let every call of a function be a span."""

    def wrapped(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            with traced(name):
                return function(*args, **kwargs)

        return call

    return wrapped


def operation() -> AbstractContextManager[object]:
    """A span that is called as the operation whose transaction begins here."""
    return _tracers[0].span(_caller(), {}) if _tracers else _NOTHING


def note(name: str, **attributes: Value) -> None:
    """A moment within the open span."""
    if _tracers:
        _tracers[0].note(name, fit(attributes))


def say(**attributes: Value) -> None:
    """More about the open span, known only at its end."""
    if _tracers:
        _tracers[0].say(fit(attributes))


def fit(attributes: dict[str, Value]) -> dict[str, Value]:
    """The attributes that can hold nothing of people."""
    return {
        name: value
        for name, value in attributes.items()
        if not isinstance(value, str) or _OWN_WORDS.fullmatch(value)
    }


def _caller() -> str:
    frame = sys._getframe(2)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("muhatap.") and module != "muhatap.audit.recording":
            return f"{module.removeprefix('muhatap.')}.{frame.f_code.co_name}"
        frame = frame.f_back
    return "operation"
