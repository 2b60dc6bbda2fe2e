"""What can be done with what comes in and goes out."""

from muhatap.channels.operations.arriving import note_arrival
from muhatap.channels.operations.calling import (
    CallbackOver,
    CallRuns,
    NoSuchSlot,
    NotANumber,
    Told,
    begin_call,
    cancel_callback,
    move_callback,
    move_missed,
    note_call,
    owe_calls,
    promise_callback,
)
from muhatap.channels.operations.conversing import receive_aside, write_aside
from muhatap.channels.operations.declining import decline_mail, want_mail
from muhatap.channels.operations.marking import clear_address, mark_address
from muhatap.channels.operations.receiving import receive
from muhatap.channels.operations.returning import note_bounce, note_bounce_of, note_complaint, note_delay
from muhatap.channels.operations.sending import forget_frames, send_to_customer, try_again
from muhatap.channels.operations.signing import (
    KnownSelector,
    keep_signing_key,
    retire_signing_key,
    start_signing,
)
from muhatap.channels.operations.submitting import do_once, keep_refused, submit
from muhatap.channels.operations.vaulting import (
    Arrival,
    destroy_items,
    destroy_what_came,
    note_attempt,
    redact_item,
    set_aside,
    spend_item,
    store_item,
    store_items,
)
from muhatap.channels.operations.waiting import reconsider_waiting
from muhatap.channels.vault import open_item

__all__ = [
    "Arrival",
    "CallRuns",
    "CallbackOver",
    "KnownSelector",
    "NoSuchSlot",
    "NotANumber",
    "Told",
    "begin_call",
    "cancel_callback",
    "clear_address",
    "decline_mail",
    "destroy_items",
    "destroy_what_came",
    "do_once",
    "forget_frames",
    "keep_refused",
    "keep_signing_key",
    "mark_address",
    "move_callback",
    "move_missed",
    "note_arrival",
    "note_attempt",
    "note_bounce",
    "note_bounce_of",
    "note_call",
    "note_complaint",
    "note_delay",
    "open_item",
    "owe_calls",
    "promise_callback",
    "receive",
    "receive_aside",
    "reconsider_waiting",
    "redact_item",
    "retire_signing_key",
    "send_to_customer",
    "set_aside",
    "spend_item",
    "start_signing",
    "store_item",
    "store_items",
    "submit",
    "try_again",
    "want_mail",
    "write_aside",
]
