"""Which refund rule holds: by what was paid, how, under which law, and how long ago. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_CONDITIONS = ("nature", "method", "jurisdiction")


@dataclass(frozen=True, slots=True)
class RefundRule:
    """One rule of the charter; an empty condition means all, `names` and `bases` are by language."""

    id: str
    names: Mapping[str, str]
    rate: Decimal
    limit: str
    target: str
    calendar: str
    nature: frozenset[str]
    method: frozenset[str]
    jurisdiction: frozenset[str]
    within_days: int | None
    bases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one rule: `applies`, `less_specific`, `too_late`, or `<condition>_differs`."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class RefundChoice:
    """The rule that holds, None when none does, and how each was judged."""

    rule: RefundRule | None
    trace: tuple[Judged, ...]


def refund_rules_of(section: Sequence[Mapping[str, Any]]) -> tuple[RefundRule, ...]:
    """The rules of a charter's section in its order."""
    return tuple(
        RefundRule(
            id=entry["id"],
            names=entry["name"],
            rate=Decimal(entry["rate"]),
            limit=entry["limit"],
            target=entry.get("target", ""),
            calendar=entry.get("calendar", ""),
            nature=frozenset(entry.get("nature", ())),
            method=frozenset(entry.get("method", ())),
            jurisdiction=frozenset(entry.get("jurisdiction", ())),
            within_days=entry.get("within_days"),
            bases=entry.get("basis") or {},
        )
        for entry in section
    )


def rule_for(rules: Sequence[RefundRule], facts: Mapping[str, str], days_since: int) -> RefundChoice:
    """The rule with most conditions that holds for these facts so many days after the payment.

    A window of days counts as a condition; of equal rules the later in the charter holds.
    """
    reasons = [_reason_against(rule, facts, days_since) for rule in rules]
    holding = [place for place, reason in enumerate(reasons) if not reason]
    best = max(holding, key=lambda place: (_weight(rules[place]), place), default=None)
    trace = tuple(
        Judged(rule.id, reason or ("applies" if place == best else "less_specific"))
        for place, (rule, reason) in enumerate(zip(rules, reasons, strict=True))
    )
    return RefundChoice(None if best is None else rules[best], trace)


def amount_back(rule: RefundRule, paid: int) -> int:
    """How much of an amount is given back, both in minor units; half a unit counts up."""
    return int((Decimal(paid) * rule.rate / 100).quantize(Decimal(1), ROUND_HALF_UP))


def _reason_against(rule: RefundRule, facts: Mapping[str, str], days_since: int) -> str:
    for name in _CONDITIONS:
        named = getattr(rule, name)
        if named and facts.get(name, "") not in named:
            return f"{name}_differs"
    if rule.within_days is not None and days_since > rule.within_days:
        return "too_late"
    return ""


def _weight(rule: RefundRule) -> int:
    named = sum(bool(getattr(rule, name)) for name in _CONDITIONS)
    return named + (rule.within_days is not None)
