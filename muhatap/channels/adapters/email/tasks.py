"""What the schedule calls: poll every mailbox, and file again what waits."""

from datetime import datetime

from muhatap.channels.adapters.email import filing
from muhatap.channels.adapters.email.polling import poll_mailbox
from muhatap.channels.models import Mailbox


def poll_mail(at: datetime) -> int:
    """Visit every mailbox that can be reached by IMAP; returns how many new mails came."""
    boxes = Mailbox.objects.exclude(access=b"").select_related("brand").order_by("checked_at", "id")
    return sum(poll_mailbox(mailbox=box, at=at).new for box in boxes)


def refile_mail(at: datetime) -> int:
    """File what could not be filed at once; always 0, because what fails again waits for its next time."""
    filing.refile(at=at)
    return 0
