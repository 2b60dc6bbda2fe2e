"""Keys that mail is signed with (DKIM): kept sealed, put to use once their records stand in DNS, retired."""

from datetime import datetime

from django.conf import settings

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.channels.events import SigningKeyChanged
from muhatap.channels.models import SigningKey
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import seal


class KnownSelector(ValueError):
    """A key with this selector is published for the domain already."""


def keep_signing_key(
    *, brand: Brand, domain: str, selector: str, algorithm: str, pem: bytes, by: Actor, at: datetime
) -> SigningKey:
    """Keep a key that does not sign yet; raises KnownSelector."""
    with unit_of_work():
        if SigningKey.objects.filter(domain=domain, selector=selector).exists():
            raise KnownSelector(f"{selector}._domainkey.{domain}")
        key = SigningKey(
            brand=brand, domain=domain, selector=selector, algorithm=algorithm, sealed=b"", made_at=at
        )
        key.sealed = seal(settings.MUHATAP_KEYRING, "dkim", pem, context=str(key.id).encode())
        key.save(force_insert=True)
        _record(key, "made", by=by, at=at)
    return key


def start_signing(*, key: SigningKey, by: Actor, at: datetime) -> None:
    """Sign the domain's mail with this key from now on."""
    if key.in_use_from is not None or key.retired_at is not None:
        return
    with unit_of_work():
        key.in_use_from = at
        key.save(update_fields=["in_use_from"])
        _record(key, "in_use", by=by, at=at)


def retire_signing_key(*, key: SigningKey, by: Actor, at: datetime) -> None:
    """Sign with this key no longer, and destroy its private half; its record may leave DNS after a week."""
    if key.retired_at is not None:
        return
    with unit_of_work():
        key.retired_at, key.sealed = at, b""
        key.save(update_fields=["retired_at", "sealed"])
        _record(key, "retired", by=by, at=at)


def _record(key: SigningKey, standing: str, *, by: Actor, at: datetime) -> None:
    record(
        SigningKeyChanged(
            brand=key.brand_id,
            domain=key.domain,
            selector=key.selector,
            algorithm=key.algorithm,
            standing=standing,
        ),
        by=by,
        at=at,
    )
