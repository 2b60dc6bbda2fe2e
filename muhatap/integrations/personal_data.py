"""Calls of webhooks name an event; what they told is read from the record at the time, and kept nowhere."""

from muhatap.kernel.holdings import Holding

HOLDINGS: tuple[Holding, ...] = ()
EMPTY = dict.fromkeys(
    ("Webhook", "WebhookSecret", "WebhookCall", "WebhookAttempt"),
    "ids of events and what another system answered",
) | {"PublicPost": "what the operator itself told everybody"}
