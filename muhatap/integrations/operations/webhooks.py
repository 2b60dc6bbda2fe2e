"""Giving an address outside a part of what happens, and taking it away."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Q

from muhatap.audit.models import Publication
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.integrations.events import (
    WebhookChanged,
    WebhookMade,
    WebhookResumed,
    WebhookSecretRotated,
    WebhookStopped,
)
from muhatap.integrations.models import Webhook, WebhookSecret
from muhatap.integrations.offering import RIGHTS, unknown_kinds
from muhatap.integrations.outgoing import checked_url
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.kernel.ids import new_id
from muhatap.kernel.sealing import seal

PURPOSE = "webhook-secret"
# So long both sides may have different secrets.
OVERLAP = timedelta(hours=24)
MOST_PER_BRAND = 50


class UnknownKinds(ValueError):
    """Kinds of events, or rights, that do not exist; or none at all."""


class TooManyWebhooks(ValueError):
    """A brand has at most `MOST_PER_BRAND` webhooks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a webhook is to be: its name, address, kinds of events and rights."""

    name: str
    url: str
    kinds: Sequence[str]
    rights: Sequence[str] = ()

    def checked(self) -> "Wanted":
        """The same in order; `UnknownKinds`, or `WrongAddress` for an address that is never called."""
        kinds, rights = sorted(set(self.kinds)), sorted(set(self.rights))
        unknown = [*unknown_kinds(kinds), *(each for each in rights if each not in RIGHTS)]
        if unknown or not kinds:
            raise UnknownKinds(", ".join(unknown) or "none")
        url = checked_url(self.url.strip(), settings.MUHATAP_WEBHOOK_NETWORKS)
        return Wanted(name=self.name.strip() or url, url=url, kinds=kinds, rights=rights)

    def fields(self) -> dict[str, object]:
        """As facts carry it."""
        return {"name": self.name, "url": self.url, "kinds": tuple(self.kinds), "rights": tuple(self.rights)}


def make_webhook(*, brand: Brand, wanted: Wanted, by: Actor, at: datetime) -> tuple[Webhook, str]:
    """Tell an address of what happens from now on; the row and its secret, which can be shown this once."""
    checked = wanted.checked()
    with unit_of_work():
        if Webhook.objects.filter(brand=brand, removed_at__isnull=True).count() >= MOST_PER_BRAND:
            raise TooManyWebhooks(brand.code)
        webhook = Webhook.objects.create(
            brand=brand,
            name=checked.name[:120],
            url=checked.url,
            kinds=list(checked.kinds),
            rights=list(checked.rights),
            made_by_id=by.id if by.kind is ActorKind.STAFF else None,
            made_at=at,
            seen_seq=Publication.objects.aggregate(last=Max("published_seq"))["last"] or 0,
        )
        clear = _new_secret(webhook, at)
        record(WebhookMade(brand=brand.id, webhook=webhook.id, **checked.fields()), by=by, at=at)
    return webhook, clear


def change_webhook(*, webhook: Webhook, wanted: Wanted, by: Actor, at: datetime) -> None:
    """Let it hear other things or live elsewhere; what waits already is told to the new address."""
    checked = wanted.checked()
    with unit_of_work():
        held = _held(webhook)
        now = Wanted(name=held.name, url=held.url, kinds=held.kinds, rights=held.rights)
        if now.fields() == checked.fields():
            return
        for name, value in checked.fields().items():
            setattr(held, name, list(value) if isinstance(value, tuple) else value)
        held.save(update_fields=["name", "url", "kinds", "rights"])
        record(WebhookChanged(brand=held.brand_id, webhook=held.id, **checked.fields()), by=by, at=at)


def rotate_secret(*, webhook: Webhook, by: Actor, at: datetime) -> str:
    """A further secret, to be shown this once; the older ones sign beside it for 24 hours more."""
    with unit_of_work():
        held = _held(webhook)
        WebhookSecret.objects.filter(webhook=held).filter(Q(ends_at__lte=at)).delete()
        WebhookSecret.objects.filter(webhook=held, ends_at__isnull=True).update(ends_at=at + OVERLAP)
        clear = _new_secret(held, at)
        record(WebhookSecretRotated(brand=held.brand_id, webhook=held.id), by=by, at=at)
    return clear


def stop_webhook(*, webhook: Webhook, reason: str, by: Actor, at: datetime) -> bool:
    """Call it no more; nothing that happens meanwhile is lost. False where it was stopped already."""
    with unit_of_work():
        held = _held(webhook)
        if not held.is_on:
            return False
        held.stopped_at, held.stopped_because = at, reason
        held.save(update_fields=["stopped_at", "stopped_because"])
        record(
            WebhookStopped(brand=held.brand_id, webhook=held.id, name=held.name, reason=reason), by=by, at=at
        )
    return True


def resume_webhook(*, webhook: Webhook, by: Actor, at: datetime) -> None:
    """Call it again, with what it missed first."""
    with unit_of_work():
        held = _held(webhook)
        if held.stopped_at is None or held.removed_at is not None:
            return
        held.stopped_at, held.stopped_because, held.failing_since = None, "", None
        held.save(update_fields=["stopped_at", "stopped_because", "failing_since"])
        record(WebhookResumed(brand=held.brand_id, webhook=held.id, name=held.name), by=by, at=at)


def remove_webhook(*, webhook: Webhook, by: Actor, at: datetime) -> None:
    """Take it away with its secrets; its log stays readable."""
    with unit_of_work():
        stop_webhook(webhook=webhook, reason="removed", by=by, at=at)
        held = _held(webhook)
        held.removed_at = at
        held.save(update_fields=["removed_at"])
        WebhookSecret.objects.filter(webhook=held).delete()


def _new_secret(webhook: Webhook, at: datetime) -> str:
    clear = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    row_id = new_id()
    sealed = seal(settings.MUHATAP_KEYRING, PURPOSE, clear.encode(), str(row_id).encode())
    WebhookSecret.objects.create(id=row_id, webhook=webhook, sealed=sealed, made_at=at)
    return clear


def _held(webhook: Webhook) -> Webhook:
    return Webhook.objects.select_for_update(of=("self",)).get(id=webhook.id)
