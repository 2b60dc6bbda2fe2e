"""What a charter says about money: payment methods and refunds. Amounts and rates stay texts."""

from __future__ import annotations

from dataclasses import dataclass

from muhatap.charters.texts import Text


@dataclass(frozen=True)
class Bounds:
    currency: str
    minimum: str = ""
    maximum: str = ""


@dataclass(frozen=True)
class Fee:
    percent: str = ""
    fixed: str = ""
    currency: str = ""


@dataclass(frozen=True)
class Flow:
    """Money in one direction: after `within` it is late."""

    within: str
    usual: str = ""
    calendar: str = ""
    bounds: tuple[Bounds, ...] = ()
    fee: Fee | None = None


@dataclass(frozen=True)
class PaymentMethod:
    code: str
    name: Text
    deposit: Flow | None = None
    withdrawal: Flow | None = None
    note: Text | None = None


@dataclass(frozen=True)
class RefundTerm:
    """What is given back; an empty condition means all."""

    id: str
    name: Text
    rate: str
    limit: str
    target: str = ""
    calendar: str = ""
    nature: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    jurisdiction: tuple[str, ...] = ()
    within_days: int | None = None
    basis: Text | None = None
