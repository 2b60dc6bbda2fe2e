"""The intake vault: whatever arrives lies here, sealed with its own key, before anybody parses it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction

from muhatap.audit.recording import unit_of_work
from muhatap.audit.updating import update_row
from muhatap.cases.models import Case, Message
from muhatap.channels.models import Mailbox, VaultItem, VaultState
from muhatap.channels.vault import place_of
from muhatap.files.disk import write_durably, written_together
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import ItemKey

# Larger items lie beside the database as sealed files.
_IN_ROW = 64 * 1024
_MEETINGS = 10
_MOST_ATTEMPTS = 6


class StoredMeanwhile(Exception):
    """Others store the same things again and again; nothing is lost, the source may bring them again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One thing that arrived: where from, under which id, its bytes; and whether no machine may answer it."""

    brand_id: int
    source: str
    external_id: str
    data: bytes
    mailbox: Mailbox | None = None
    no_auto_reply: bool = False


_DESTROYED = ["wrapped_key", "sealed", "path", "sha256", "reason", "sender", "authentication"]


def store_item(
    *,
    brand_id: int,
    source: str,
    external_id: str,
    data: bytes,
    by: Actor,
    at: datetime,
    mailbox: Mailbox | None = None,
) -> tuple[VaultItem, bool]:
    """Store what arrived; returns the item and whether it is new (the same source and id come once)."""
    arrival = Arrival(brand_id=brand_id, source=source, external_id=external_id, data=data, mailbox=mailbox)
    (stored,) = store_items(arrivals=[arrival], by=by, at=at)
    return stored


def store_items(*, arrivals: Sequence[Arrival], by: Actor, at: datetime) -> list[tuple[VaultItem, bool]]:
    """Store all that arrived in one transaction: an item for each and whether it is new, in their order.

    Everything is on disk when this returns, and nothing of it is stored when it raises.
    """
    for _ in range(_MEETINGS):
        known = _known(arrivals)
        with written_together():
            new = {_name(each): _item_of(each, at) for each in arrivals if _name(each) not in known}
        try:
            with unit_of_work() as unit:
                unit.add(*new.values())
        except IntegrityError:
            # Somebody else brought one of them in this moment; it is known when we look again.
            _discard(new.values())
        else:
            return _told(arrivals, known, new)
    raise StoredMeanwhile(len(arrivals))


def keep_item(
    *, brand_id: int, source: str, external_id: str, data: bytes, case: Case, by: Actor, at: datetime
) -> VaultItem:
    """Store what arrived in the very transaction that makes a case of it, for doors that answer at once."""
    with unit_of_work() as unit:
        item = _item_of(Arrival(brand_id=brand_id, source=source, external_id=external_id, data=data), at)
        item.state, item.case = VaultState.IN_CASE, case
        unit.add(item)
    return item


def redact_item(*, item: VaultItem, data: bytes, by: Actor, at: datetime) -> None:
    """Replace the bytes by a redacted rendering under a new key; the old key is gone for good."""
    with unit_of_work():
        old_path = item.path
        _sealed(item, data)
        item.reason = f"redacted:{item.sha256}"
        item.sha256, item.size = hashlib.sha256(data).hexdigest(), len(data)
        item.save(update_fields=["wrapped_key", "sealed", "path", "reason", "sha256", "size"])
        # Not before the commit: until then the old bytes are the only ones.
        if old_path and old_path != item.path:
            transaction.on_commit(lambda: place_of(old_path).unlink(missing_ok=True))


def destroy_what_came(*, message: Message, by: Actor, at: datetime) -> None:
    """Destroy what a message was read from, the same mail in other mailboxes too: key, bytes and digest."""
    item = VaultItem.objects.filter(id=message.vault_item_id).first()
    if item is None:
        return
    same = VaultItem.objects.filter(case_id=message.case_id, external_id=item.external_id)
    destroy_items(items=same, by=by, at=at)


def destroy_items(*, items: Iterable[VaultItem], by: Actor, at: datetime) -> int:
    """Destroy key, bytes and digest of what came; the rows stay, so that the same mail comes in once only."""
    with unit_of_work():
        done = 0
        for each in items:
            old_path = each.path
            each.wrapped_key = each.sealed = b""
            each.path, each.sha256, each.reason, each.sender = "", "", "erased", ""
            each.authentication = {}
            each.save(update_fields=_DESTROYED)
            if old_path:
                transaction.on_commit(partial(place_of(old_path).unlink, missing_ok=True))
            done += 1
    return done


def set_aside(*, item: VaultItem, reason: str, by: Actor, at: datetime) -> None:
    """Keep an item that could not become part of a case, with the reason, for a person to look at."""
    with unit_of_work():
        item.state = VaultState.SET_ASIDE
        item.reason = reason
        item.attempts += 1
        item.save(update_fields=["state", "reason", "attempts"])


def spend_item(*, item: VaultItem, reason: str, by: Actor, at: datetime) -> None:
    """Destroy the bytes of an envelope whose contents lie in the vault by themselves; the row stays."""
    with unit_of_work():
        old_path = item.path
        item.wrapped_key = item.sealed = b""
        item.path, item.state, item.reason = "", VaultState.SET_ASIDE, reason
        item.save(update_fields=["wrapped_key", "sealed", "path", "state", "reason"])
        if old_path:
            transaction.on_commit(partial(place_of(old_path).unlink, missing_ok=True))


def note_attempt(*, item: VaultItem, reason: str, by: Actor, at: datetime) -> None:
    """Note why something stored could not be used; after some attempts it is set aside."""
    with unit_of_work():
        known = VaultItem.objects.select_for_update().get(id=item.id)
        if known.state == VaultState.STORED:
            known.attempts += 1
            known.reason = reason
            if known.attempts >= _MOST_ATTEMPTS:
                known.state, known.reason = VaultState.SET_ASIDE, f"failed:{reason}"
            known.save(update_fields=["attempts", "reason", "state"])


def note_truncated(*, item: VaultItem, size: int, by: Actor, at: datetime) -> None:
    """Note that only the beginning of something larger was taken in."""
    with unit_of_work():
        item.reason = f"truncated:{size}"
        item.save(update_fields=["reason"])


def put_in_case(*, item: VaultItem, case: Case, by: Actor, at: datetime) -> None:
    """Note that an item became part of a case, and what was learned of it on the way."""
    with unit_of_work():
        item.state = VaultState.IN_CASE
        item.case = case
        update_row(item, "state", "case", "reason", "sender", "no_auto_reply", "authentication")


def _name(arrival: Arrival) -> tuple[str, str]:
    return arrival.source, arrival.external_id


def _told(
    arrivals: Sequence[Arrival],
    known: dict[tuple[str, str], VaultItem],
    new: dict[tuple[str, str], VaultItem],
) -> list[tuple[VaultItem, bool]]:
    told: list[tuple[VaultItem, bool]] = []
    unsaid = set(new)
    for name in map(_name, arrivals):
        told.append((known.get(name) or new[name], name in unsaid))
        unsaid.discard(name)
    return told


def _known(arrivals: Sequence[Arrival]) -> dict[tuple[str, str], VaultItem]:
    sources = {arrival.source for arrival in arrivals}
    ids = {arrival.external_id for arrival in arrivals}
    found = VaultItem.objects.filter(source__in=sources, external_id__in=ids).defer("sealed", "wrapped_key")
    return {(item.source, item.external_id): item for item in found}


def _item_of(arrival: Arrival, at: datetime) -> VaultItem:
    item = VaultItem(
        brand_id=arrival.brand_id,
        source=arrival.source,
        mailbox=arrival.mailbox,
        external_id=arrival.external_id,
        no_auto_reply=arrival.no_auto_reply,
        sha256=hashlib.sha256(arrival.data).hexdigest(),
        size=len(arrival.data),
        stored_at=at,
    )
    return _sealed(item, arrival.data)


def _discard(items: Iterable[VaultItem]) -> None:
    for item in items:
        if item.path:
            place_of(item.path).unlink(missing_ok=True)


def _sealed(item: VaultItem, data: bytes) -> VaultItem:
    key = ItemKey.new()
    sealed = key.seal(data, context=str(item.id).encode())
    item.wrapped_key = key.wrap(settings.MUHATAP_KEYRING, "vault")
    if len(sealed) <= _IN_ROW:
        item.sealed, item.path = sealed, ""
    else:
        suffix = hashlib.sha256(sealed).hexdigest()[:12]
        item.sealed, item.path = b"", f"{item.id % 256:02x}/{item.id}-{suffix}"
        write_durably(place_of(item.path), sealed)
    return item
