"""What can be done with what comes in and goes out."""

from muhatap.channels.operations.receiving import receive
from muhatap.channels.operations.sending import send_to_customer, try_again
from muhatap.channels.operations.submitting import keep_refused, submit
from muhatap.channels.operations.vaulting import destroy_what_came, redact_item, set_aside, store_item
from muhatap.channels.vault import open_item

__all__ = [
    "destroy_what_came",
    "keep_refused",
    "open_item",
    "receive",
    "redact_item",
    "send_to_customer",
    "set_aside",
    "store_item",
    "submit",
    "try_again",
]
