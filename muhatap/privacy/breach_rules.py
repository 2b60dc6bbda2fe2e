"""What each law asks when personal data got into wrong hands: data, and the clocks that follow; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Tell(StrEnum):
    """When the people concerned are told."""

    ALWAYS = "always"
    HIGH_RISK = "high_risk"


class Step(StrEnum):
    """How far the time to the authority has run."""

    RUNNING = "running"
    WARNED = "warned"
    PRESSING = "pressing"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class BreachRule:
    """The rule of one law: the limit to the authority in hours from awareness, and who else is told."""

    code: str
    law: str
    authority: str
    hours: int
    people: Tell
    # Whether the law knows a breach of which the authority need not hear.
    may_stay_silent: bool


# Kurul 24.01.2019 2019/10 (Law 6698 art. 12/5); Regulation (EU) 2016/679 art. 33, 34; UK GDPR art. 33, 34.
RULES: dict[str, BreachRule] = {
    "TR": BreachRule("TR", "KVKK m. 12/5, 2019/10", "Kişisel Verileri Koruma Kurulu", 72, Tell.ALWAYS, False),
    "EU": BreachRule("EU", "GDPR art. 33, 34", "the supervisory authority", 72, Tell.HIGH_RISK, True),
    "GB": BreachRule("GB", "UK GDPR art. 33, 34", "Information Commissioner", 72, Tell.HIGH_RISK, True),
}  # fmt: skip
_EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
WARN_AFTER, PRESS_AFTER = timedelta(hours=24), timedelta(hours=48)


def rules_for(countries: Iterable[str]) -> tuple[BreachRule, ...]:
    """The rules of the countries in which customers live, each law once; the EU's where none is known."""
    codes = dict.fromkeys("EU" if each in _EU else each for each in countries)
    return tuple(RULES[each] for each in codes if each in RULES) or (RULES["EU"],)


def due_at(aware_at: datetime, rule: BreachRule) -> datetime:
    """Until when the authority hears of it: hours of the clock, through nights and holidays."""
    return aware_at + timedelta(hours=rule.hours)


def step_at(aware_at: datetime, at: datetime, hours: int = 72) -> Step:
    """How far it has come: warned after 24 hours, pressing after 48, late at its limit."""
    passed = at - aware_at
    if passed >= timedelta(hours=hours):
        return Step.LATE
    if passed >= PRESS_AFTER:
        return Step.PRESSING
    return Step.WARNED if passed >= WARN_AFTER else Step.RUNNING


def risk_of(likelihood: int, severity: int) -> str:
    """`low`, `medium` or `high` of likelihood and severity from 1 to 4 each: their product by 4 and 9."""
    weight = likelihood * severity
    return "high" if weight >= 9 else "medium" if weight >= 4 else "low"


def must_tell_people(rules: Iterable[BreachRule], risk: str) -> bool:
    """Whether one of these laws wants the people told at this risk."""
    return any(each.people is Tell.ALWAYS or risk == "high" for each in rules)


def may_stay_silent(rules: Iterable[BreachRule], risk: str) -> bool:
    """Whether every one of these laws lets the authority not be told, which needs a low risk."""
    return risk == "low" and all(each.may_stay_silent for each in rules)
