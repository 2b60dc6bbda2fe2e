"""Payment methods as a charter writes them: bounds, fees and waiting times. Pure.

Amounts are whole minor units of their currency.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from muhatap.calendars.spans import Span

_WITHOUT_CENTS = frozenset({"JPY", "KRW", "CLP", "ISK", "VND", "XOF"})
_WITH_MILS = frozenset({"KWD", "BHD", "OMR", "JOD", "TND", "IQD"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """Least and greatest amount in a currency, None where there is none."""

    currency: str
    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Fee:
    """What a payment costs: a share in per cent and a fixed amount."""

    percent: Decimal
    fixed: int
    currency: str


@dataclass(frozen=True, slots=True)
class Flow:
    """One direction of a method; `calendar` names who counts its business days."""

    within: Span
    usual: Span | None
    calendar: str
    bounds: tuple[Bounds, ...]
    fee: Fee | None


@dataclass(frozen=True, slots=True)
class Method:
    """A payment method; `names` and `notes` are by language."""

    code: str
    names: Mapping[str, str]
    notes: Mapping[str, str]
    flows: Mapping[str, Flow]


def methods_of(section: Mapping[str, Any]) -> tuple[Method, ...]:
    """The methods of a charter's section in its order."""
    return tuple(
        Method(
            code=code,
            names=entry["name"],
            notes=entry.get("note") or {},
            flows={name: _flow(entry[name]) for name in ("deposit", "withdrawal") if name in entry},
        )
        for code, entry in section.items()
    )


def minor_units(written: str, currency: str) -> int:
    """An amount such as "250.00" in the smallest units of its currency (ISO 4217)."""
    digits = 0 if currency in _WITHOUT_CENTS else 3 if currency in _WITH_MILS else 2
    return int((Decimal(written) * 10**digits).quantize(Decimal(1), ROUND_HALF_UP))


def is_within(flow: Flow, amount: int, currency: str) -> bool:
    """Whether an amount of minor units lies within the bounds of its currency; unknown currencies do."""
    return all(
        (each.minimum is None or amount >= each.minimum) and (each.maximum is None or amount <= each.maximum)
        for each in flow.bounds
        if each.currency == currency
    )


def fee_of(flow: Flow, amount: int, currency: str) -> int:
    """The fee for an amount, both in minor units; half a unit counts up. A fixed part of another
    currency does not count.
    """
    if flow.fee is None:
        return 0
    share = (Decimal(amount) * flow.fee.percent / 100).quantize(Decimal(1), ROUND_HALF_UP)
    return int(share) + (flow.fee.fixed if flow.fee.currency == currency else 0)


def _flow(entry: Mapping[str, Any]) -> Flow:
    fee = entry.get("fee") or {}
    currency = fee.get("currency", "")
    return Flow(
        within=Span.parse(entry["within"]),
        usual=Span.parse(entry["usual"]) if entry.get("usual") else None,
        calendar=entry.get("calendar", ""),
        bounds=tuple(_bounds(each) for each in entry.get("bounds", ())),
        fee=Fee(
            Decimal(fee.get("percent", "0")),
            minor_units(fee["fixed"], currency) if fee.get("fixed") else 0,
            currency,
        )
        if fee
        else None,
    )


def _bounds(entry: Mapping[str, Any]) -> Bounds:
    currency = entry["currency"]
    return Bounds(
        currency,
        minor_units(entry["minimum"], currency) if entry.get("minimum") else None,
        minor_units(entry["maximum"], currency) if entry.get("maximum") else None,
    )
