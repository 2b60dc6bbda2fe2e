"""What the desk notices by itself about the parts of a brand."""

from datetime import datetime, timedelta

from muhatap.audit.leasing import is_held
from muhatap.brands.models import Brand
from muhatap.channels.queries import has_unread_mailbox, mail_waiting_since
from muhatap.incidents.spans import Effect

# A letter that leaves within it is on time; the acknowledgement is promised within a minute.
SLOW_MAIL = timedelta(minutes=10)
# What needs this machine to answer: in a time in which nobody watched, it did not.
OWN_PARTS = ("portal", "help_centre", "web_form", "live_chat", "in_app")


def seen_now(brand: Brand, at: datetime) -> dict[tuple[str, str], Effect]:
    """What is noticed at a moment, by part and cause."""
    seen: dict[tuple[str, str], Effect] = {}
    waiting = mail_waiting_since(brand.id, at)
    if waiting is not None and at - waiting > SLOW_MAIL:
        seen["email", "mail_waits"] = Effect.SLOW
    if has_unread_mailbox(brand.id):
        seen["email", "mail_unread"] = Effect.SLOW
    return seen


def seen_while_reading(at: datetime) -> dict[tuple[str, str], Effect]:
    """What only a reader can notice, because who would note it does not run."""
    return {} if is_held(name="schedule", at=at) else {("portal", "background"): Effect.SLOW}
