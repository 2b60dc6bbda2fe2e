"""Taking mail in: into the vault first, once for each mailbox and message, whoever brings it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from muhatap.channels import operations as channels
from muhatap.channels.adapters.email import charsets, threads
from muhatap.channels.adapters.email.prescan import read_headers
from muhatap.channels.models import Mailbox, VaultItem
from muhatap.kernel.actors import Actor

BY_MAIL = Actor.channel("email")
_LONGEST_ID = 200
_SAID = ("from", "to", "cc", "subject", "date")
_BLANK = re.compile(rb"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Taken:
    """What the vault holds now, and whether it came for the first time."""

    item: VaultItem
    is_new: bool


def take(*, mailbox: Mailbox, raw: bytes, at: datetime) -> Taken:
    """Store a mail; safe on disk when this returns, so that the source may be told."""
    return take_all(mails=[(mailbox, raw)], at=at)[0]


def take_all(*, mails: Sequence[tuple[Mailbox, bytes]], at: datetime) -> list[Taken]:
    """Store mails in one transaction, all or none, and say for each in its place what the vault holds."""
    return _stored([_arrival(mailbox, raw) for mailbox, raw in mails], at)


def take_old(*, mails: Sequence[tuple[Mailbox, bytes]], at: datetime) -> list[Taken]:
    """Store mails from an archive, as `take_all` does; nothing of them is ever answered automatically."""
    return _stored([replace(_arrival(mailbox, raw), no_auto_reply=True) for mailbox, raw in mails], at)


def vault_id(raw: bytes) -> str:
    """What makes a mail this mail: its Message-ID and its content; without an id, all of its bytes.

    Two mails under one Message-ID are two; one mail that came by two roads, with other trace headers, is one.
    """
    headers, body, _ = read_headers(raw, 0)
    value = (headers.get("message-id") or [b""])[0]
    message_id = threads.message_id_of(charsets.decode(value)[0]) if value else None
    if message_id is None:
        return f"sha256:{hashlib.sha256(raw).hexdigest()}"
    said = hashlib.sha256()
    for name in _SAID:
        said.update(_BLANK.sub(b" ", b",".join(headers.get(name, []))).strip() + b"\n")
    said.update(_BLANK.sub(b" ", raw[body:]).strip())
    return f"{known_id(message_id)}|{said.hexdigest()[:32]}"


def known_id(message_id: str | None) -> str:
    """A Message-ID as it is kept and looked up: a very long one by its digest."""
    if not message_id:
        return ""
    if len(message_id) <= _LONGEST_ID:
        return message_id
    return f"<sha256.{hashlib.sha256(message_id.encode()).hexdigest()}@long>"


def _arrival(mailbox: Mailbox, raw: bytes) -> channels.Arrival:
    return channels.Arrival(
        brand_id=mailbox.brand_id,
        source=f"email:{mailbox.id}",
        external_id=vault_id(raw),
        data=raw,
        mailbox=mailbox,
    )


def _stored(arrivals: list[channels.Arrival], at: datetime) -> list[Taken]:
    stored = channels.store_items(arrivals=arrivals, by=BY_MAIL, at=at)
    return [Taken(item, is_new) for item, is_new in stored]
