"""What the API must know about promises and complaints, which stand above it: the wiring brings it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.channels.contract import PromiseMade, PromiseOffered, PromiseStanding
from muhatap.kernel.actors import Actor


class _Made(Protocol):
    def __call__(self, case: Case) -> list[PromiseMade]: ...


class _Standing(Protocol):
    def __call__(self, case: Case, language: str, at: datetime) -> list[PromiseStanding]: ...


class _Offered(Protocol):
    def __call__(self, brand: Brand, language: str) -> list[PromiseOffered]: ...


@dataclass(frozen=True, slots=True)
class PromiseBook:
    """Where to ask: what was promised (`just_made` within the opening), how clocks stand, what is offered."""

    just_made: _Made
    made: _Made
    standing: _Standing
    offered: _Offered


class MoveRefused(Exception):
    """A complaint cannot move: the guard, and what is missing for it."""

    def __init__(self, guard: str, missing: tuple[str, ...]) -> None:
        super().__init__(guard)
        self.guard = guard
        self.missing = missing


class _Register(Protocol):
    def __call__(self, case: Case, sent: dict[str, Any], by: Actor, at: datetime) -> None: ...


class _Move(Protocol):
    def __call__(self, case: Case, to: str, words: str, by: Actor, at: datetime) -> None: ...


class _Told(Protocol):
    def __call__(self, case: Case) -> dict[str, Any] | None: ...


class _Listed(Protocol):
    def __call__(self, brand: Brand, state: str) -> list[dict[str, Any]]: ...


class _ToldProblem(Protocol):
    def __call__(self, brand: Brand, number: int) -> dict[str, Any] | None: ...


@dataclass(frozen=True, slots=True)
class ProblemBook:
    """Where to read the problems of a brand, and one by its number; None where there is none."""

    listed: _Listed
    told: _ToldProblem


class _After(Protocol):
    def __call__(
        self, brand: Brand, number: int, limit: int, kind: str
    ) -> tuple[list[dict[str, Any]], int]: ...


@dataclass(frozen=True, slots=True)
class EventBook:
    """Where to read what happened in a brand after a number."""

    after: _After


@dataclass(frozen=True, slots=True)
class ComplaintBook:
    """Where to register a complaint, to move it as its customer, and to read it; None where there is none."""

    register: _Register
    move: _Move
    told: _Told
