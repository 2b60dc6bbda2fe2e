"""Who did it: a person of the staff, a customer, a program, or the system itself."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """The five sorts of actors that an event can name."""

    STAFF = "staff"
    CUSTOMER = "customer"
    TOKEN = "token"  # noqa: S105
    CHANNEL = "channel"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `id` is the row of that person or token, `label` names a part of the system."""

    kind: ActorKind
    id: int | None = None
    label: str = ""

    @classmethod
    def staff(cls, staff_id: int) -> "Actor":
        """A member of staff."""
        return cls(ActorKind.STAFF, staff_id)

    @classmethod
    def customer(cls, customer_id: int | None) -> "Actor":
        """A customer, known or not yet known."""
        return cls(ActorKind.CUSTOMER, customer_id)

    @classmethod
    def token(cls, token_id: int) -> "Actor":
        """A program that holds an API token."""
        return cls(ActorKind.TOKEN, token_id)

    @classmethod
    def channel(cls, label: str) -> "Actor":
        """A door through which something came in, before its sender is known."""
        return cls(ActorKind.CHANNEL, None, label)

    @classmethod
    def system(cls, label: str) -> "Actor":
        """A part of the software that acts by itself: the sweep, the relay, the console."""
        return cls(ActorKind.SYSTEM, None, label)
