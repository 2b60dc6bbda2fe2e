"""Keeping mailboxes: how they are reached, how far they were read, and what went wrong there."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from muhatap.accounts.queries import staff_with_role
from muhatap.accounts.roles import Role
from muhatap.audit.recording import record, unit_of_work
from muhatap.channels.events import MailboxVoiceChanged
from muhatap.channels.models import Mailbox
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import seal
from muhatap.notifications import operations as notifications


def give_access(*, mailbox: Mailbox, access: dict[str, Any], by: Actor, at: datetime) -> None:
    """Keep how a mailbox is reached, sealed; an empty access ends the polling."""
    with unit_of_work():
        plain = json.dumps(access, ensure_ascii=False).encode()
        context = str(mailbox.id).encode()
        mailbox.access = seal(settings.MUHATAP_KEYRING, "mailbox", plain, context=context) if access else b""
        mailbox.error = ""
        mailbox.save(update_fields=["access", "error"])


@dataclass(frozen=True, slots=True)
class Trust:
    """How far a mailbox's mail is trusted; None leaves a setting as it is.

    `plus_addressing`: mail to `name+anything@` arrives, so that letters may carry a signed reply address.
    `strict_senders`: a number in the subject counts only from a proved sender. `receivers`: whose results of
    SPF, DKIM and DMARC count, by their authserv-id (RFC 8601).
    """

    plus_addressing: bool | None = None
    strict_senders: bool | None = None
    receivers: tuple[str, ...] | None = None


def set_trust(*, mailbox: Mailbox, trust: Trust, by: Actor, at: datetime) -> None:
    """Say how far the mail of a mailbox is trusted."""
    said = {
        "plus_addressing": trust.plus_addressing,
        "strict_senders": trust.strict_senders,
        "trusted_receivers": None if trust.receivers is None else list(trust.receivers),
    }
    with unit_of_work():
        known = Mailbox.objects.select_for_update().get(id=mailbox.id)
        known.state = {**known.state, **{name: value for name, value in said.items() if value is not None}}
        known.save(update_fields=["state"])
        mailbox.state = known.state


def note_read(*, mailbox: Mailbox, uidvalidity: int, last_uid: int, by: Actor, at: datetime) -> None:
    """Remember how far a folder was read; a slower reader never takes the mark back."""
    with unit_of_work():
        known = Mailbox.objects.select_for_update().get(id=mailbox.id)
        is_same = known.state.get("uidvalidity") == uidvalidity
        if not is_same or last_uid > known.state.get("last_uid", 0):
            known.state = {**known.state, "uidvalidity": uidvalidity, "last_uid": last_uid}
            known.save(update_fields=["state"])
        mailbox.state = known.state


def note_checked(*, mailbox: Mailbox, error: str, by: Actor, at: datetime) -> None:
    """Remember a visit and its trouble; staff is told when trouble begins, not at every visit."""
    with unit_of_work():
        began = bool(error) and not mailbox.error
        mailbox.checked_at, mailbox.error = at, error
        mailbox.save(update_fields=["checked_at", "error"])
        if began:
            people = staff_with_role(mailbox.brand_id, Role.ADMIN, Role.SUPERVISOR)
            notifications.tell(
                staff_ids=[person.pk for person in people],
                kind="mailbox_trouble",
                brand_id=mailbox.brand_id,
                case_id=None,
                params={"mailbox": mailbox.address, "error": error[:300]},
                once_key=f"mailbox:{mailbox.id}:{at.isoformat()}",
                by=by,
                at=at,
            )


def give_voice(
    *, mailbox: Mailbox, sender_pattern: str, signatures: dict[str, str], by: Actor, at: datetime
) -> None:
    """Say how letters from a mailbox are signed from now on."""
    with unit_of_work():
        mailbox.sender_pattern, mailbox.signatures = sender_pattern, signatures
        mailbox.save(update_fields=["sender_pattern", "signatures"])
        record(
            MailboxVoiceChanged(
                brand=mailbox.brand_id,
                mailbox=mailbox.id,
                sender_pattern=sender_pattern,
                signatures=signatures,
            ),
            by=by,
            at=at,
        )
