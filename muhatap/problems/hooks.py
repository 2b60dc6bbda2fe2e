"""Whom the operator's system is asked about, and how: the wiring names who does the asking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from muhatap.problems.models import Problem


@dataclass(frozen=True, slots=True)
class Affected:
    """A customer whom the operator's system names: where to write to her, and in which language."""

    email: str
    name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class AffectedAnswer:
    """What came of asking; `outcome` is `answered`, `no_peer`, or why no usable answer came."""

    call: str
    outcome: str
    people: Sequence[Affected] = ()


class _Ask(Protocol):
    def __call__(self, problem: Problem, at: datetime) -> AffectedAnswer: ...


def ask_affected(problem: Problem, at: datetime) -> AffectedAnswer:
    """Ask the operator's system whom a problem affects; it calls the network, so never in a transaction."""
    ask: _Ask = import_string(settings.MUHATAP_ASK_AFFECTED)
    return ask(problem, at)
