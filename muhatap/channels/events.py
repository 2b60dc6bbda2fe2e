"""What can happen to what comes in and goes out."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.cases.events import CaseFact


@dataclass(frozen=True, kw_only=True)
class MessageDelivered(CaseFact):
    """The next server took over a message; `rendered` is the SHA-256 of the bytes that went out."""

    kind: ClassVar[str] = "message.delivered"

    message: int
    delivery: int
    channel: str
    author: str
    rendered: str


@dataclass(frozen=True, kw_only=True)
class DeliveryGivenUp(CaseFact):
    """A message could not be delivered and will not be tried again by itself."""

    kind: ClassVar[str] = "message.delivery_given_up"

    message: int
    delivery: int
    channel: str
    reason: str
