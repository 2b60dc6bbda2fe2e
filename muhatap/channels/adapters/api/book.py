"""What the API must know about promises, which stand above it: the wiring brings it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.channels.contract import PromiseMade, PromiseOffered, PromiseStanding


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
