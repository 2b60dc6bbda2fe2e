"""Fetching new mail: stored, then told to the server, then remembered, then filed; in this order."""

from dataclasses import dataclass
from datetime import datetime

from muhatap.channels.adapters.email.boxes import access_of, box_of, state_of
from muhatap.channels.adapters.email.filing import file_item
from muhatap.channels.adapters.email.imap import Fetched, ImapSession, ImapTrouble, open_box
from muhatap.channels.adapters.email.intake import BY_MAIL, Taken, take
from muhatap.channels.models import Mailbox, VaultState
from muhatap.channels.operations.mailboxes import note_checked, note_read
from muhatap.channels.operations.vaulting import note_truncated


@dataclass(frozen=True, slots=True)
class Polled:
    """One visit: how many mails came, how many were known already, and what went wrong."""

    new: int
    known: int
    error: str


def poll_mailbox(*, mailbox: Mailbox, at: datetime) -> Polled:
    """Fetch and file what is new in a mailbox; trouble is kept on the mailbox, never raised."""
    new = known = 0
    error = ""
    try:
        access = access_of(mailbox)
        with open_box(box_of(access)) as session:
            for fetched in session.fetch_new(state_of(mailbox)):
                taken, refused = _take_over(mailbox, session, fetched, access.get("move_to", ""), at)
                error = error or refused
                new, known = new + taken.is_new, known + (not taken.is_new)
                if taken.item.state == VaultState.STORED:
                    file_item(item=taken.item, at=at)
    except (ImapTrouble, OSError, ValueError, TypeError) as trouble:
        error = f"{type(trouble).__name__}: {trouble}"
    note_checked(mailbox=mailbox, error=error, by=BY_MAIL, at=at)
    return Polled(new, known, error)


def _take_over(
    mailbox: Mailbox, session: ImapSession, fetched: Fetched, move_to: str, at: datetime
) -> tuple[Taken, str]:
    """What the vault holds now, and what the server refused; once stored, a mail holds up no other."""
    taken = take(mailbox=mailbox, raw=fetched.raw, at=at)
    if taken.is_new and fetched.truncated:
        note_truncated(item=taken.item, size=fetched.size, by=BY_MAIL, at=at)
    refused = ""
    try:
        session.mark_done(fetched.uid, move_to=move_to)
    except ImapTrouble as trouble:
        refused = f"{type(trouble).__name__}: {trouble}"
    note_read(mailbox=mailbox, uidvalidity=fetched.uidvalidity, last_uid=fetched.uid, by=BY_MAIL, at=at)
    return taken, refused
