"""What the desk does with the operator's other systems."""

from muhatap.integrations.operations.asking_ledger import ask_movements
from muhatap.integrations.operations.conversing import ask_bots
from muhatap.integrations.operations.dialing import dial
from muhatap.integrations.operations.hearing import hear_events
from muhatap.integrations.operations.importing import import_tickets
from muhatap.integrations.operations.posting import (
    NowhereToPost,
    SaysPrivate,
    post_announcement,
    send_posts,
)
from muhatap.integrations.operations.reading import NotProved, read_account
from muhatap.integrations.operations.telling import call_webhooks, forget_calls, replay, test_webhook
from muhatap.integrations.operations.webhooks import (
    TooManyWebhooks,
    UnknownKinds,
    Wanted,
    change_webhook,
    make_webhook,
    remove_webhook,
    resume_webhook,
    rotate_secret,
    stop_webhook,
)

__all__ = [
    "NotProved",
    "NowhereToPost",
    "SaysPrivate",
    "TooManyWebhooks",
    "UnknownKinds",
    "Wanted",
    "ask_bots",
    "ask_movements",
    "call_webhooks",
    "change_webhook",
    "dial",
    "forget_calls",
    "hear_events",
    "import_tickets",
    "make_webhook",
    "post_announcement",
    "read_account",
    "remove_webhook",
    "replay",
    "resume_webhook",
    "rotate_secret",
    "send_posts",
    "stop_webhook",
    "test_webhook",
]
