"""Writing down a problem and what is known of it, and the terms under which a brand watches for them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.kernel.text import clean
from muhatap.problems.codes import normal_code
from muhatap.problems.events import ProblemDescribed, ProblemOpened, ProblemTermsSet
from muhatap.problems.keeping import keep_step
from muhatap.problems.models import Problem, ProblemTerms
from muhatap.problems.rates import Sensitivity

MOST_WHYS = 5
_TEXTS = ("title", "provider", "promotion", "app_version", "root_cause", "workaround", "fix", "improvement")


class NotAProblem(ValueError):
    """What is written down is no problem; `field` says where."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is known of a problem; `titles` are for the public, by language."""

    title: str
    owner: Staff
    titles: Mapping[str, str] = field(default_factory=dict)
    severity: int = 3
    provider: str = ""
    error_code: str = ""
    promotion: str = ""
    app_version: str = ""
    topics: Sequence[str] = ()
    affected_brands: Sequence[str] = ()
    whys: Sequence[str] = ()
    root_cause: str = ""
    workaround: str = ""
    fix: str = ""
    fixed_on: date | None = None
    improves: bool | None = None
    improvement: str = ""


def open_problem(*, brand: Brand, known: Description, by: Actor, at: datetime) -> Problem:
    """Write down a cause behind several cases, suspected at first; `NotAProblem` without a title or owner."""
    _check(known)
    with unit_of_work():
        # The brand's row makes those who open at once wait for each other's number.
        Brand.objects.select_for_update().get(id=brand.id)
        last = Problem.objects.filter(brand=brand).aggregate(last=Max("number"))["last"] or 0
        problem = Problem(
            brand=brand,
            number=last + 1,
            state_since=at,
            opened_at=at,
            opened_by_id=by.id if by.kind is ActorKind.STAFF else None,
        )
        _fill(problem, known)
        problem.save(force_insert=True)
        keep_step(problem, "opened", by=by, at=at)
        record(
            ProblemOpened(
                brand=brand.id,
                problem=problem.id,
                number=problem.number,
                title=problem.title,
                owner=problem.owner_id,
                severity=problem.severity,
            ),
            by=by,
            at=at,
        )
    return problem


def describe(*, problem: Problem, known: Description, by: Actor, at: datetime) -> tuple[str, ...]:
    """Write down what is known now; returns the fields that changed. A fix that is out keeps its day."""
    _check(known)
    with unit_of_work():
        row = Problem.objects.select_for_update().get(id=problem.id)
        before = _values(row)
        _fill(row, known)
        if row.watch_until is not None and (not row.fix or not row.root_cause or not row.fixed_on):
            raise NotAProblem("fix")
        if row.watch_until is not None and row.fixed_on != before["fixed_on"]:
            raise NotAProblem("fixed_on")
        after = _values(row)
        changed = tuple(name for name, value in after.items() if value != before[name])
        problem.refresh_from_db()
        if not changed:
            return ()
        row.save(update_fields=list(changed))
        problem.refresh_from_db()
        keep_step(problem, "described", words=", ".join(changed), by=by, at=at)
        record(
            ProblemDescribed(
                brand=row.brand_id,
                problem=row.id,
                number=row.number,
                fields=changed,
                content_digest=_digest(after),
            ),
            by=by,
            at=at,
        )
    return changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How readily to alarm, from how many cases, above how many people two send, and what a case costs."""

    sensitivity: Sensitivity = Sensitivity.NORMAL
    least_cases: int = 4
    second_above: int = 50
    cost_per_case: int = 0
    currency: str = "TRY"


def set_terms(*, brand: Brand, terms: Terms, by: Actor, at: datetime) -> ProblemTerms:
    """Set the terms of a brand; `NotAProblem` names a value outside of what has a meaning."""
    for name, low, high in (
        ("least_cases", 2, 1000),
        ("second_above", 0, 10**6),
        ("cost_per_case", 0, 10**12),
    ):
        if not low <= getattr(terms, name) <= high:
            raise NotAProblem(name)
    if len(terms.currency) != 3 or not terms.currency.isascii() or not terms.currency.isupper():
        raise NotAProblem("currency")
    with unit_of_work():
        row, _ = ProblemTerms.objects.update_or_create(
            brand=brand,
            defaults={
                "sensitivity": terms.sensitivity,
                "least_cases": terms.least_cases,
                "second_above": terms.second_above,
                "cost_per_case": terms.cost_per_case,
                "currency": terms.currency,
                "set_at": at,
                "set_by_id": by.id if by.kind is ActorKind.STAFF else None,
            },
        )
        record(
            ProblemTermsSet(
                brand=brand.id,
                sensitivity=terms.sensitivity,
                least_cases=terms.least_cases,
                second_above=terms.second_above,
                cost_per_case=terms.cost_per_case,
                currency=terms.currency,
            ),
            by=by,
            at=at,
        )
    return row


def _check(known: Description) -> None:
    if not known.title.strip():
        raise NotAProblem("title")
    if not 1 <= known.severity <= 4:
        raise NotAProblem("severity")


def _fill(problem: Problem, known: Description) -> None:
    for name in _TEXTS:
        setattr(problem, name, getattr(known, name).strip())
    problem.titles = {code: said.strip() for code, said in known.titles.items() if said.strip()}
    problem.owner = known.owner
    problem.severity = known.severity
    problem.error_written = known.error_code.strip()
    problem.error_code = normal_code(known.error_code)
    problem.topics = sorted(set(known.topics))
    problem.affected_brands = sorted(set(known.affected_brands))
    problem.whys = [clean(each).strip() for each in known.whys if each.strip()][:MOST_WHYS]
    problem.fixed_on = known.fixed_on
    problem.improves = known.improves


def _values(problem: Problem) -> dict[str, Any]:
    names = (
        *_TEXTS,
        *("titles", "owner_id", "severity", "error_code", "error_written"),
        *("topics", "affected_brands", "fixed_on", "improves", "whys"),
    )
    return {name: getattr(problem, name) for name in names}


def _digest(values: Mapping[str, Any]) -> str:
    said = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
