"""What can happen to a customer beside her cases."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from muhatap.kernel.facts import Fact, StreamKey


@dataclass(frozen=True, kw_only=True)
class CustomerFact(Fact):
    """A fact about one customer."""

    brand: int
    customer: int

    @property
    def stream(self) -> StreamKey:
        """The customer's own stream."""
        return StreamKey("customer", self.customer)

    @property
    def brand_id(self) -> int:
        """The brand of the customer."""
        return self.brand


@dataclass(frozen=True, kw_only=True)
class CustomersJoined(CustomerFact):
    """Two customers are one person; recorded on both, and `is_lead` on the one who goes on."""

    kind: ClassVar[str] = "customer.joined"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    other: int
    is_lead: bool
    reason: str
    identities: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CustomersParted(CustomerFact):
    """Two joined customers are two people again; `joined_at` is since when they were one."""

    kind: ClassVar[str] = "customer.parted"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    other: int
    is_lead: bool
    reason: str
    identities: tuple[int, ...]
    joined_at: datetime


@dataclass(frozen=True, kw_only=True)
class ConsentChanged(CustomerFact):
    """A customer agreed to letters that are no service, or took it back; `version` is of what she read."""

    kind: ClassVar[str] = "customer.consent_changed"

    sort: str
    is_given: bool
    version: str
    words: str


@dataclass(frozen=True, kw_only=True)
class JoiningDeclined(CustomerFact):
    """Staff looked at two customers who look like one person, and they are two."""

    kind: ClassVar[str] = "customer.joining_declined"

    other: int
