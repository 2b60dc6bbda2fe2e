"""What programs are told of promises: those made to a case, how its clocks stand, what the charter offers."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.calendars.spans import Span
from muhatap.cases.models import Case
from muhatap.channels.contract import PromiseMade, PromiseOffered, PromiseStanding
from muhatap.promises.derivations import told_lines
from muhatap.promises.explaining import Audience
from muhatap.promises.models import Clock
from muhatap.promises.queries import clocks_of, promises_made
from muhatap.promises.readings import reading_of
from muhatap.promises.rules import rules_of

__all__ = ["promises_just_made", "promises_made", "promises_offered", "promises_standing"]


def promises_just_made(case: Case) -> list[PromiseMade]:
    """What a case was promised in the unit of work that opens it, before its clocks are written."""
    rules = {rule.promise_id: rule for rule in rules_of(case.brand)}
    with unit_of_work() as unit:
        clocks = [clock for clock in unit.rows.get(Clock, ()) if clock.case_id == case.id]
    made = [(clock, rules[clock.promise_id]) for clock in clocks if clock.promise_id in rules]
    return [
        PromiseMade(
            promise=rule.code,
            name=case.brand.in_language(rule.names, case.language),
            target_at=clock.target_at,
            limit_at=clock.limit_at,
            why=f"{rule.target or '-'}/{rule.limit}",
        )
        for clock, rule in sorted(made, key=lambda pair: (pair[0].limit_at, pair[0].id))
        if rule.is_public and clock.name != "ack"
    ]


def promises_standing(case: Case, language: str, at: datetime) -> list[PromiseStanding]:
    """Every public clock of a case at a moment, in the charter's order, earlier runs first."""
    told = []
    for clock in clocks_of(case):
        if not clock.promise.is_public:
            continue
        reading = reading_of(clock, language, at)
        told.append(
            PromiseStanding(
                promise=reading.code,
                name=reading.label,
                state=reading.state.value,
                started_at=reading.started_at,
                target_at=reading.target_at,
                limit_at=reading.due_at,
                stopped_at=reading.stopped_at,
                kept=clock.was_kept,
                why=f"{clock.promise.target or '-'}/{clock.promise.limit}",
                derivation=tuple(
                    line.to_json() for line in told_lines(clock, case, Audience.CUSTOMER, language)
                ),
            )
        )
    return told


def promises_offered(brand: Brand, language: str) -> list[PromiseOffered]:
    """The public promises of the charter in force, in its order."""
    return [
        PromiseOffered(
            promise=rule.code,
            clock=rule.clock,
            name=brand.in_language(rule.names, language),
            target=_written(rule.target),
            limit=_written(rule.limit),
            applies_to={dimension: sorted(values) for dimension, values in sorted(rule.when.items())},
        )
        for rule in rules_of(brand)
        if rule.is_public
    ]


def _written(span: Span | None) -> str:
    return f"{span.amount}{span.unit}" if span else ""
