"""What can be done with what comes in and goes out."""

from muhatap.channels.operations.receiving import receive
from muhatap.channels.operations.sending import queue_delivery
from muhatap.channels.operations.vaulting import open_item, redact_item, set_aside, store_item

__all__ = ["open_item", "queue_delivery", "receive", "redact_item", "set_aside", "store_item"]
