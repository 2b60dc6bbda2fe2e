"""Which module delivers for which channel, and who reads along there.

Modules are dotted paths, so that nothing here depends on an adapter.
"""

from importlib import import_module
from typing import cast

from muhatap.channels.contract import Adapter, Reach

_SENDERS = {
    "email": "muhatap.channels.adapters.email.sending",
    "in_app": "muhatap.integrations.pushing",
    "phone": "muhatap.channels.adapters.phone.sending",
}

# What is not named here reaches the customer alone.
_REACH = {
    "meta": Reach.PUBLIC,
    "x": Reach.PUBLIC,
}


def is_public(channel: str) -> bool:
    """Whether everybody can read what is written on a channel."""
    return _REACH.get(channel, Reach.PRIVATE) is Reach.PUBLIC


def adapter_for(channel: str) -> Adapter:
    """The sending side of a channel; KeyError for a channel that nothing goes out by."""
    return cast(Adapter, import_module(_SENDERS[channel]))
