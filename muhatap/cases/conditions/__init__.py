"""One language to say which cases are meant: for lists, saved views, search, rules, reports and programs.

A condition is read from text or from its stored form; it is asked of the database (`as_q`) or of one case
(`matches`).
"""

from typing import Any

from muhatap.cases.conditions.completing import Completion, check_values, complete, values_of
from muhatap.cases.conditions.evaluating import (
    as_q,
    facts_of,
    holds_from,
    implies_open,
    matches,
    q_from,
    viewpoint_of,
)
from muhatap.cases.conditions.faults import BadCondition
from muhatap.cases.conditions.fields import Candidate, Viewpoint
from muhatap.cases.conditions.known import vocabulary
from muhatap.cases.conditions.reading import TEXT_AT_MOST, read, read_plain
from muhatap.cases.conditions.tree import (
    AllOf,
    AnyOf,
    Condition,
    Not,
    Test,
    Words,
    all_of,
    any_of,
    apart,
    negated,
    tests_of,
    words_of,
)
from muhatap.cases.conditions.wording import words_of_fault


def parse(text: str) -> Condition:
    """The condition that a text says; `BadCondition` with place, reason and remedy where it says none."""
    return read(text, vocabulary())


def from_plain(plain: Any) -> Condition:
    """The condition that `to_plain` gave; `BadCondition` where it is none."""
    return read_plain(plain, vocabulary())


__all__ = [
    "TEXT_AT_MOST",
    "AllOf",
    "AnyOf",
    "BadCondition",
    "Candidate",
    "Completion",
    "Condition",
    "Not",
    "Test",
    "Viewpoint",
    "Words",
    "all_of",
    "any_of",
    "apart",
    "as_q",
    "check_values",
    "complete",
    "facts_of",
    "from_plain",
    "holds_from",
    "implies_open",
    "matches",
    "negated",
    "parse",
    "q_from",
    "tests_of",
    "values_of",
    "viewpoint_of",
    "vocabulary",
    "words_of",
    "words_of_fault",
]
