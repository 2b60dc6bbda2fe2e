"""Fetching new mail: stored, then told to the server, then remembered, then filed; in this order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from muhatap.channels.adapters.email.boxes import access_of, box_of, state_of
from muhatap.channels.adapters.email.filing import file_items
from muhatap.channels.adapters.email.imap import Fetched, ImapSession, ImapTrouble, open_box
from muhatap.channels.adapters.email.intake import BY_MAIL, Taken, take_all
from muhatap.channels.adapters.email.sittings import MOST_BYTES, MOST_LETTERS
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
    polled = Polled(0, 0, "")
    try:
        with open_box(box_of(access_of(mailbox))) as session:
            polled = read_new(mailbox=mailbox, session=session, at=at)
    except (ImapTrouble, OSError, ValueError, TypeError) as trouble:
        polled = Polled(0, 0, f"{type(trouble).__name__}: {trouble}")
    note_checked(mailbox=mailbox, error=polled.error, by=BY_MAIL, at=at)
    return polled


def read_new(*, mailbox: Mailbox, session: ImapSession, at: datetime) -> Polled:
    """Fetch and file what is new over an open connection; raises what breaks the connection."""
    move_to = access_of(mailbox).get("move_to", "")
    new = known = 0
    error = ""
    for mails in _together(session.fetch_new(state_of(mailbox))):
        taken, refused = _take_over(mailbox, session, mails, move_to, at)
        error = error or refused
        fresh = sum(one.is_new for one in taken)
        new, known = new + fresh, known + len(taken) - fresh
        raws = {one.item.id: fetched.raw for one, fetched in zip(taken, mails, strict=True)}
        stored = {one.item.id: one.item for one in taken if one.item.state == VaultState.STORED}
        file_items(items=stored.values(), at=at, raws=raws)
    return Polled(new, known, error)


def _together(fetched: Iterable[Fetched]) -> Iterator[list[Fetched]]:
    batch: list[Fetched] = []
    for one in fetched:
        batch.append(one)
        if len(batch) >= MOST_LETTERS or sum(len(each.raw) for each in batch) >= MOST_BYTES:
            yield batch
            batch = []
    if batch:
        yield batch


def _take_over(
    mailbox: Mailbox, session: ImapSession, mails: list[Fetched], move_to: str, at: datetime
) -> tuple[list[Taken], str]:
    """What the vault holds now, and what the server refused; once stored, a mail holds up no other."""
    taken = take_all(mails=[(mailbox, fetched.raw) for fetched in mails], at=at)
    for one, fetched in zip(taken, mails, strict=True):
        if one.is_new and fetched.truncated:
            note_truncated(item=one.item, size=fetched.size, by=BY_MAIL, at=at)
    refused = ""
    try:
        session.mark_all_done([fetched.uid for fetched in mails], move_to=move_to)
    except ImapTrouble as trouble:
        refused = f"{type(trouble).__name__}: {trouble}"
    last = mails[-1]
    note_read(mailbox=mailbox, uidvalidity=last.uidvalidity, last_uid=last.uid, by=BY_MAIL, at=at)
    return taken, refused
