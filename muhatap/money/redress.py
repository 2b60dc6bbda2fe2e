"""Remedies of a case: their kinds, simple interest, limits by role and a budget. Pure.

Amounts are whole minor units of their currency; what is typed and shown is a Decimal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from statistics import median_low

from muhatap.money.methods import minor_units

DAYS_OF_A_YEAR = 365
# Below this many, earlier remedies say nothing about what is usual.
FEWEST_PRECEDENTS = 3
_GREATEST = 10**12


class RemedyKind(StrEnum):
    """What a customer can be given."""

    EXPLANATION = "explanation"
    APOLOGY = "apology"
    CORRECTION = "correction"
    REFUND = "refund"
    FEE_REFUND = "fee_refund"
    GOODWILL = "goodwill"
    COMPENSATION = "compensation"


OF_MONEY = frozenset({RemedyKind.REFUND, RemedyKind.FEE_REFUND, RemedyKind.GOODWILL, RemedyKind.COMPENSATION})
# What the refund terms of the charter are about.
OF_PAYMENTS = frozenset({RemedyKind.REFUND, RemedyKind.FEE_REFUND})
# The letter itself carries them out.
OF_THE_LETTER = frozenset({RemedyKind.EXPLANATION, RemedyKind.APOLOGY})


class NotAnAmount(ValueError):
    """What was typed is no positive amount of this currency."""


@dataclass(frozen=True, slots=True)
class Interest:
    """Simple interest: per cent a year from a day until another one, and where the rate is from."""

    rate: Decimal
    since: date
    until: date
    source: str

    @property
    def days(self) -> int:
        """The days it runs; the first one does not count."""
        return (self.until - self.since).days

    def on(self, amount: int) -> int:
        """The interest on an amount, both in minor units: actual/365, half a unit counts up."""
        share = Decimal(amount) * self.rate / 100 * self.days / DAYS_OF_A_YEAR
        return int(share.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Terms:
    """Who may propose and approve how much of a currency, and how much a month holds; None: no end."""

    currency: str
    propose: Mapping[str, int] = field(default_factory=dict)
    approve: Mapping[str, int] = field(default_factory=dict)
    monthly: int | None = None
    warn_percent: int = 80

    def may_propose(self, role: str, amount: int) -> bool:
        """Whether this role may propose so much; a role that is not named may not."""
        return amount <= self.propose.get(role, -1)

    def may_approve(self, role: str, amount: int) -> bool:
        """Whether this role may approve so much; a role that is not named may not."""
        return amount <= self.approve.get(role, -1)

    def approvers(self, amount: int) -> tuple[str, ...]:
        """The roles that may approve so much, the lowest one first."""
        able = [role for role, most in self.approve.items() if amount <= most]
        return tuple(sorted(able, key=lambda role: (self.approve[role], role)))


@dataclass(frozen=True, slots=True)
class Budget:
    """What a month holds of a currency, what was granted of it, and what still waits for a second person."""

    currency: str
    monthly: int | None
    granted: int
    waiting: int = 0
    warn_percent: int = 80

    @property
    def left(self) -> int | None:
        """What can still be granted; None without a budget."""
        return None if self.monthly is None else max(0, self.monthly - self.granted)

    @property
    def is_tight(self) -> bool:
        """Whether so much is granted or waits that somebody should know."""
        if self.monthly is None:
            return False
        return (self.granted + self.waiting) * 100 >= self.monthly * self.warn_percent

    def holds(self, amount: int) -> bool:
        """Whether an amount can still be granted."""
        return self.monthly is None or self.granted + amount <= self.monthly


@dataclass(frozen=True, slots=True)
class Usual:
    """What similar complaints got: how many, the least, the middle and the most, in minor units."""

    currency: str
    count: int
    least: int
    middle: int
    most: int

    def deviates(self, amount: int) -> bool:
        """Whether an amount lies outside of what is usual, where enough are known to say so."""
        return self.count >= FEWEST_PRECEDENTS and not self.least <= amount <= self.most


def usual_of(amounts: Sequence[int], currency: str) -> Usual | None:
    """What is usual among these amounts; the middle is the lower one of two. None where there is none."""
    if not amounts:
        return None
    return Usual(currency, len(amounts), min(amounts), median_low(amounts), max(amounts))


def typed_amount(written: str, currency: str) -> int:
    """A typed amount such as "149.90" or "149,90" in minor units; `NotAnAmount` for anything else."""
    try:
        amount = Decimal(written.strip().replace(",", "."))
    except InvalidOperation:
        raise NotAnAmount(written) from None
    if not amount.is_finite() or not 0 < amount < _GREATEST:
        raise NotAnAmount(written)
    units = minor_units(str(amount), currency)
    if as_decimal(units, currency) != amount:
        raise NotAnAmount(written)
    return units


def as_decimal(amount: int, currency: str) -> Decimal:
    """Minor units as the amount that people read."""
    return Decimal(amount) / minor_units("1", currency)


def amount_words(amount: int, currency: str) -> str:
    """An amount with its digits and currency, such as "149.90 TRY"."""
    digits = len(str(minor_units("1", currency))) - 1
    return f"{as_decimal(amount, currency):.{digits}f} {currency}"


def share_of(amount: int, percent: Decimal) -> int:
    """A share of an amount, both in minor units; half a unit counts up."""
    return int((Decimal(amount) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))
