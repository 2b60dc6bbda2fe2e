"""Which module delivers for which channel, and who reads along there.

Modules are dotted paths, so that nothing here depends on an adapter.
"""

from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

from muhatap.channels.contract import Adapter, Reach
from muhatap.channels.manners import Manner
from muhatap.channels.models import Delivery

_SENDERS = {
    "email": "muhatap.channels.adapters.email.sending",
    "in_app": "muhatap.integrations.pushing",
    "phone": "muhatap.channels.adapters.phone.sending",
    "whatsapp": "muhatap.integrations.whatsapp.sending",
}

# Where the other side says when our own words may go.
_DOORS = {"whatsapp": "muhatap.channels.adapters.whatsapp.conversations"}

# What is not named here reaches the customer alone.
_REACH = {
    "meta": Reach.PUBLIC,
    "x": Reach.PUBLIC,
    "social": Reach.PUBLIC,
}


class Door(Protocol):
    """What a channel with such a rule offers."""

    def admit(self, delivery: Delivery, at: datetime) -> Manner:
        """How a delivery may leave now; `Held` when it may not."""


def door_of(channel: str) -> Door | None:
    """The rule of a channel for when our own words may go; None for a channel without one."""
    return cast(Door, import_module(_DOORS[channel])) if channel in _DOORS else None


def is_public(channel: str) -> bool:
    """Whether everybody can read what is written on a channel."""
    return _REACH.get(channel, Reach.PRIVATE) is Reach.PUBLIC


def adapter_for(channel: str) -> Adapter:
    """The sending side of a channel; KeyError for a channel that nothing goes out by."""
    return cast(Adapter, import_module(_SENDERS[channel]))
