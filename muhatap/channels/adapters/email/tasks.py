"""What the schedule calls: poll every mailbox, and file again what waits."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db import connections

from muhatap.channels.adapters.email import filing, hooks
from muhatap.channels.adapters.email.polling import poll_mailbox
from muhatap.channels.models import Mailbox

# A server that does not answer holds up its own mailbox, not the others'.
_AT_ONCE = 8
_REFILED = 200


def poll_mail(at: datetime, but: Collection[int] = ()) -> int:
    """Visit every mailbox that can be reached by IMAP, `but` those; returns how many new mails came."""
    found = Mailbox.objects.exclude(access=b"").exclude(id__in=list(but))
    boxes = list(found.select_related("brand").order_by("checked_at", "id"))
    if len(boxes) < 2:
        return sum(poll_mailbox(mailbox=box, at=at).new for box in boxes)
    with ThreadPoolExecutor(min(_AT_ONCE, len(boxes)), "poll mail") as pool:
        return sum(pool.map(lambda box: _poll_aside(box, at), boxes))


def refile_mail(at: datetime) -> int:
    """File what could not be filed at once; always 0, because what fails again waits for its next time."""
    hooks.take_in_waiting(at=at)
    # After a crash thousands may wait; what fails is not due again at this time, so this ends.
    while filing.refile(at=at, limit=_REFILED) >= _REFILED:
        pass
    return 0


def _poll_aside(box: Mailbox, at: datetime) -> int:
    try:
        return poll_mailbox(mailbox=box, at=at).new
    finally:
        connections.close_all()
