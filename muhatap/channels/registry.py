"""Which module delivers for which channel: dotted paths, so that nothing here depends on an adapter."""

from importlib import import_module
from typing import cast

from muhatap.channels.contract import Adapter

_SENDERS = {
    "email": "muhatap.channels.adapters.email.sending",
}


def adapter_for(channel: str) -> Adapter:
    """The sending side of a channel; KeyError for a channel that nothing goes out by."""
    return cast(Adapter, import_module(_SENDERS[channel]))
