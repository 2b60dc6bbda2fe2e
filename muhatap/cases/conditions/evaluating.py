"""The two meanings of a condition: a filter of the database, and a question about the facts of one case."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.conditions import written
from muhatap.cases.conditions.fields import Choice, Facts, Field, Kind, Viewpoint
from muhatap.cases.conditions.known import vocabulary
from muhatap.cases.conditions.tree import AllOf, AnyOf, Condition, Not, Test, Words, tests_of, words_of
from muhatap.cases.models import Case

_EVERY_CASE = {"pk__isnull": False}


def as_q(condition: Condition, staff: Staff, at: datetime) -> Q:
    """The condition as a filter of cases, as this reader sees it; it does not narrow to what she may see."""
    return q_from(condition, viewpoint_of(staff, at))


def q_from(condition: Condition, seen: Viewpoint) -> Q:
    """The condition as a filter of cases from a viewpoint, for those who read without a member of staff."""
    match condition:
        case Words():
            return written.q(condition, seen)
        case Not():
            return ~q_from(condition.part, seen)
        case AllOf():
            parts = (q_from(part, seen) for part in condition.parts)
            return reduce(and_, parts, Q(**_EVERY_CASE))
        case AnyOf():
            return reduce(or_, (q_from(part, seen) for part in condition.parts))
    field = _field(condition)
    return reduce(or_, (_q_of_value(field, condition, value, seen) for value in condition.values))


def matches(condition: Condition, facts: Facts, at: datetime, staff: Staff | None = None) -> bool:
    """Whether the condition holds of the facts of a case, which `facts_of` reads.

    Without a member of staff nobody is `me`, and days are those of the brand's zone.
    """
    if staff is not None:
        return holds_from(condition, facts, viewpoint_of(staff, at))
    return holds_from(condition, facts, Viewpoint(at, None, ZoneInfo(facts["zone"])))


def holds_from(condition: Condition, facts: Facts, seen: Viewpoint) -> bool:
    """Whether the condition holds of the facts of a case from a viewpoint."""
    match condition:
        case Words():
            return written.holds(condition, facts)
        case Not():
            return not holds_from(condition.part, facts, seen)
        case AllOf():
            return all(holds_from(part, facts, seen) for part in condition.parts)
        case AnyOf():
            return any(holds_from(part, facts, seen) for part in condition.parts)
    field = _field(condition)
    return any(_holds_of_value(field, condition, value, facts, seen) for value in condition.values)


def facts_of(case: Case, conditions: Iterable[Condition]) -> dict[str, Any]:
    """What these conditions ask of a case, read once: plain values that may be kept and shown."""
    facts: dict[str, Any] = {"zone": case.brand.zone}
    asked = list(conditions)
    for condition in asked:
        for test in tests_of(condition):
            field = _field(test)
            facts |= field.facts(case)
            for value in test.values if field.kind is Kind.FLAG else ():
                facts |= _flag(field, value).facts(case)  # type: ignore[misc]
    if any(words_of(condition) for condition in asked):
        facts |= written.texts_of(case)
    return facts


def viewpoint_of(staff: Staff, at: datetime) -> Viewpoint:
    """Where a member of staff reads from."""
    brand_ids = tuple(sorted(scope_of(staff).brand_ids_with(Permission.READ_CASES)))
    return Viewpoint(at, staff.pk, ZoneInfo(staff.zone), brand_ids)


def implies_open(condition: Condition) -> bool:
    """Whether only open cases can fit, so that the index of open cases serves."""
    match condition:
        case AllOf():
            return any(implies_open(part) for part in condition.parts)
        case AnyOf():
            return all(implies_open(part) for part in condition.parts)
        case Test(field="status"):
            return not {"resolved", "closed"} & set(condition.values)
        case Test(field="is"):
            return set(condition.values) <= {"open", "late", "waiting", "paused"}
        case Test(field="due"):
            return True
        case Not(part=Test(field="is", values=("done",))):
            return True
    return False


def _q_of_value(field: Field, test: Test, value: str, seen: Viewpoint) -> Q:
    if field.kind is Kind.FLAG:
        return _flag(field, value).q(seen)  # type: ignore[misc]
    return field.q(test.operator, value, seen, test.field)  # type: ignore[misc]


def _holds_of_value(field: Field, test: Test, value: str, facts: Facts, seen: Viewpoint) -> bool:
    if field.kind is Kind.FLAG:
        return _flag(field, value).holds(facts, seen)  # type: ignore[misc]
    return field.holds(test.operator, value, facts, seen, test.field)  # type: ignore[misc]


def _field(test: Test) -> Field:
    field = vocabulary().field(test.field)
    if field is None:
        raise LookupError(test.field)
    return field


def _flag(field: Field, code: str) -> Choice:
    choice = field.choice(code)
    if choice is None:
        raise LookupError(code)
    return choice
