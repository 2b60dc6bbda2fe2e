"""Client of the Muhatap desk's API, and the check of its webhooks."""

from muhatap_client.desk import Desk
from muhatap_client.refusals import Fault, Refused
from muhatap_client.shapes import (
    Attachment,
    Case,
    Customer,
    Event,
    Events,
    Message,
    OpenedCase,
    Promise,
    Task,
)
from muhatap_client.webhooks import NotSigned, verify

__all__ = [
    "Attachment",
    "Case",
    "Customer",
    "Desk",
    "Event",
    "Events",
    "Fault",
    "Message",
    "NotSigned",
    "OpenedCase",
    "Promise",
    "Refused",
    "Task",
    "verify",
]
