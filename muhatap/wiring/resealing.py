"""After a rotation of the keyring what older keys sealed is sealed anew, table by table, while the desk runs.

Only the database holds what the ring itself sealed: files and archives have keys of their own, wrapped there.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet

from muhatap.accounts.sign_in import FACTOR_PURPOSE
from muhatap.audit.events import KeyForgotten, KeyringResealed, KeyringRotated
from muhatap.audit.recording import record
from muhatap.audit.turns import write_turn
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import Tampered, header_of, seal, sealed_with, unseal

_AT_ONCE = 200
_NOTHING = b""


class StillInUse(Exception):
    """Something is sealed by this key alone; sealing anew comes first."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column that the ring sealed, for which purpose, and by which other column it is bound to its row."""

    table: str
    column: str
    purpose: str
    bound_to: str = ""

    @property
    def model(self) -> type[Model]:
        """Its table."""
        return apps.get_model(self.table)

    def context(self, row: Model) -> bytes:
        """What it is bound to."""
        return str(getattr(row, self.bound_to)).encode() if self.bound_to else _NOTHING


SEALED = (
    Sealed("audit.ArchivedStream", "wrapped_key", "item/archive", "stream_id"),
    Sealed("files.StoredFile", "wrapped_key", "item/file"),
    Sealed("channels.VaultItem", "wrapped_key", "item/vault"),
    Sealed("privacy.DataCopy", "wrapped_key", "item/data-copy"),
    Sealed("cases.Case", "sealed_fields", "case-fields", "customer_id"),
    Sealed("evidence.AdditionalReview", "sealed_reason", "additional-review", "id"),
    Sealed("channels.Mailbox", "access", "mailbox", "id"),
    Sealed("channels.SigningKey", "sealed", "dkim", "id"),
    Sealed("channels.AppKey", "sealed", "app-key"),
    Sealed("channels.PushTarget", "sealed", "push-target"),
    Sealed("integrations.WebhookSecret", "sealed", "webhook-secret", "id"),
    Sealed("accounts.SigningKey", "sealed_key", "saml"),
    Sealed("accounts.SamlAnswer", "sealed_told", "saml", "request_id"),
    Sealed("portal.FormDraft", "sealed_answers", "form-draft", "id"),
    Sealed("portal.CustomerAccount", "sealed_factor", "customer-factor", "id"),
    Sealed("portal.PhoneCode", "sealed_code", "phone-code", "id"),
    Sealed("portal.MailedLink", "sealed_url", "mailed-link", "id"),
)
_FACTORS = "mfa.Authenticator"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an older key sealed in a table; `lost` where the ring does not hold that key any more."""

    table: str
    count: int
    key_ids: frozenset[str]
    lost: frozenset[str]


def waiting(*, at_most: int = 10_000) -> list[Waiting]:
    """The tables in which something is not sealed by the active key; counted up to `at_most` in each."""
    ring, found = settings.MUHATAP_KEYRING, []
    for each in SEALED:
        rows = _older(each, ring.active_id).values_list(each.column, flat=True)[:at_most]
        ids = [_key_of(bytes(value)) for value in rows.iterator(chunk_size=1000)]
        found += _told(each.table, ids, ring.key_ids)
    factors = [
        _key_of(bytes.fromhex(text)) for row in _factors() for text in _sealed_texts(row.data).values()
    ]
    return found + _told(_FACTORS, [each for each in factors if each != ring.active_id], ring.key_ids)


def rotate(*, by: Actor, at: datetime) -> str:
    """Give the ring a new active key; returns its id."""
    ring = settings.MUHATAP_KEYRING
    previous, key = ring.active_id, ring.rotate()
    record(KeyringRotated(key=key, previous=previous), by=by, at=at)
    return key


def reseal(*, by: Actor, at: datetime, progress: Callable[[int], object] | None = None) -> int:
    """Seal anew what older keys sealed and return how many rows; safe to cut off and to call again.

    What a key that is gone had sealed stays as it is, since nobody can open it. `progress` hears of portions.
    """
    done = 0
    for count in _portions():
        done += count
        if progress is not None:
            progress(count)
    if done:
        record(KeyringResealed(key=settings.MUHATAP_KEYRING.active_id, rows=done), by=by, at=at)
    return done


def forget(*, key_id: str, by: Actor, at: datetime) -> None:
    """Destroy an older key; `StillInUse` while something is sealed by it."""
    if any(key_id in each.key_ids for each in waiting()):
        raise StillInUse(key_id)
    settings.MUHATAP_KEYRING.forget(key_id)
    record(KeyForgotten(key=key_id), by=by, at=at)


def reseal_by_itself(at: datetime) -> int:
    """The job: go on with what a rotation began; nothing where there was none."""
    if len(settings.MUHATAP_KEYRING.key_ids) == 1:
        return 0
    return reseal(by=Actor.system("keyring"), at=at)


def _portions() -> Iterator[int]:
    for each in SEALED:
        after: Any = None
        while True:
            done, after = _portion(each, after)
            if after is None:
                break
            if done:
                yield done
    with write_turn(), transaction.atomic():
        yield sum(_reseal_factor(row) for row in _factors().select_for_update())


def _portion(sealed: Sealed, after: Any) -> tuple[int, Any]:
    """Seal one portion behind a key anew; how many were, and behind which to go on, None at the end."""
    ring, done = settings.MUHATAP_KEYRING, 0
    with write_turn(), transaction.atomic():
        rows = _older(sealed, ring.active_id).select_for_update(of=("self",)).order_by("pk")
        if after is not None:
            rows = rows.filter(pk__gt=after)
        held = list(rows[:_AT_ONCE])
        for row in held:
            value = bytes(getattr(row, sealed.column))
            if _key_of(value) in ring.key_ids:
                context = sealed.context(row)
                fresh = seal(ring, sealed.purpose, unseal(ring, sealed.purpose, value, context), context)
                sealed.model._base_manager.filter(pk=row.pk).update(**{sealed.column: fresh})
                done += 1
    return done, held[-1].pk if held else None


def _older(sealed: Sealed, active: str) -> QuerySet:
    """The rows of a column that holds something which the active key did not seal."""
    header = header_of(active)
    mine = {f"{sealed.column}__gte": header, f"{sealed.column}__lt": header + b"\xff" * 40}
    wanted = {sealed.column, "pk", *filter(None, [sealed.bound_to])}
    rows = sealed.model._base_manager.exclude(**{sealed.column: _NOTHING}).exclude(**mine)
    return rows.only(*wanted)


def _key_of(value: bytes) -> str:
    try:
        return sealed_with(value)
    except Tampered:
        return "?"


def _told(table: str, ids: Iterable[str], known: Iterable[str]) -> list[Waiting]:
    found = list(ids)
    lost = frozenset(found) - set(known)
    return [Waiting(table, len(found), frozenset(found), lost)] if found else []


def _factors() -> QuerySet:
    return apps.get_model(_FACTORS).objects.order_by("pk")


def _sealed_texts(data: dict[str, Any]) -> dict[str, str]:
    """Those values of a second factor that were sealed."""
    found = {}
    for name, value in data.items():
        try:
            sealed_with(bytes.fromhex(value))
        except (TypeError, ValueError, Tampered):
            continue
        found[name] = value
    return found


def _reseal_factor(row: Model) -> int:
    ring, fresh = settings.MUHATAP_KEYRING, {}
    for name, text in _sealed_texts(row.data).items():
        value = bytes.fromhex(text)
        if sealed_with(value) != ring.active_id and sealed_with(value) in ring.key_ids:
            fresh[name] = seal(ring, FACTOR_PURPOSE, unseal(ring, FACTOR_PURPOSE, value)).hex()
    if fresh:
        row.data = row.data | fresh
        row.save(update_fields=["data"])
    return bool(fresh)
