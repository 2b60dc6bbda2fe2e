"""What is left of a promotion's conditions, by the answers of the form and the day: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

EXPIRED, TURNOVER, DEPOSIT, UNKNOWN = "expired", "turnover", "deposit", "unknown"


@dataclass(frozen=True, slots=True)
class Conditions:
    """How the conditions stand: sums in hundredths, `lacks` says why it is not met; none where it is.

    `unknown` where the customer could not say what is asked for, so that nothing can be computed.
    """

    turnover: int | None
    done: int | None
    currency: str
    last_day: date | None
    days_left: int | None
    least_deposit: int | None
    lacks: tuple[str, ...]

    @property
    def remaining(self) -> int | None:
        """The turnover that is still to do, in hundredths; None where it is not known."""
        if self.turnover is None or self.done is None:
            return None
        return max(0, self.turnover - self.done)

    @property
    def is_met(self) -> bool:
        """Whether every condition that can be computed is met."""
        return not self.lacks


def conditions_of(said: Mapping[str, Any], answers: Mapping[str, Any], on: date) -> Conditions:
    """The conditions of a promotion as they stand on a day, by the charter's `promotion` and the answers.

    Deadline, turnover and least deposit are looked at in this order. The last day itself still counts.
    """
    turnover, currency = _sum(answers.get(said["turnover"]))
    done, done_in = _sum(answers.get(said["done"]))
    last_day = _day(answers.get(said["last_day"]))
    if currency and done_in and currency != done_in:
        done = None
    least = said.get("minimum_deposit")
    deposit, _deposited_in = _sum(answers.get(said.get("deposit") or ""))
    is_short = bool(least) and deposit is not None and deposit < least * 100
    is_unknown = turnover is None or done is None or (bool(least) and deposit is None)
    found = (
        (EXPIRED, last_day is not None and on > last_day),
        (TURNOVER, turnover is not None and done is not None and done < turnover),
        (DEPOSIT, is_short),
        (UNKNOWN, is_unknown),
    )
    return Conditions(
        turnover=turnover,
        done=done,
        currency=currency or done_in,
        last_day=last_day,
        days_left=(last_day - on).days if last_day is not None else None,
        least_deposit=least * 100 if least else None,
        lacks=tuple(code for code, holds in found if holds),
    )


def _sum(value: Any) -> tuple[int | None, str]:
    if not isinstance(value, Mapping):
        return None, ""
    try:
        amount = Decimal(str(value.get("amount", ""))) * 100
    except InvalidOperation:
        return None, ""
    is_whole = amount.is_finite() and amount == amount.to_integral_value()
    return (int(amount) if is_whole else None), str(value.get("currency") or "")


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
