"""What can be done with what comes in and goes out."""

from muhatap.channels.operations.marking import clear_address, mark_address
from muhatap.channels.operations.receiving import receive
from muhatap.channels.operations.returning import note_bounce, note_bounce_of, note_complaint, note_delay
from muhatap.channels.operations.sending import send_to_customer, try_again
from muhatap.channels.operations.submitting import keep_refused, submit
from muhatap.channels.operations.vaulting import (
    Arrival,
    destroy_what_came,
    redact_item,
    set_aside,
    store_item,
    store_items,
)
from muhatap.channels.vault import open_item

__all__ = [
    "Arrival",
    "clear_address",
    "destroy_what_came",
    "keep_refused",
    "mark_address",
    "note_bounce",
    "note_bounce_of",
    "note_complaint",
    "note_delay",
    "open_item",
    "receive",
    "redact_item",
    "send_to_customer",
    "set_aside",
    "store_item",
    "store_items",
    "submit",
    "try_again",
]
