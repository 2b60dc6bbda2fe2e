"""Keys with which the operator's server signs who its users are, and tokens that were shown."""

import hashlib
from datetime import UTC, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.channels.chat_marks import APP_KEY
from muhatap.channels.chat_models import AppKey, SpentToken
from muhatap.channels.events import AppKeyChanged
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import seal


class KnownKey(Exception):
    """The brand has a key of this name."""


class WeakKey(Exception):
    """A shared secret of less than 32 bytes, or a public key that is none."""


def keep_app_key(
    *, brand: Brand, name: str, algorithm: str, material: bytes, by: Actor, at: datetime
) -> AppKey:
    """Keep a key, sealed: HS256 with at least 32 bytes (RFC 7518, 3.2), EdDSA with the 32 of Ed25519."""
    if len(material) < 32 or (algorithm == "EdDSA" and len(material) != 32):
        raise WeakKey(name)
    with unit_of_work():
        if AppKey.objects.filter(brand=brand, name=name).exists():
            raise KnownKey(name)
        sealed = seal(settings.MUHATAP_KEYRING, APP_KEY, material)
        key = AppKey.objects.create(brand=brand, name=name, algorithm=algorithm, sealed=sealed, made_at=at)
        record(AppKeyChanged(brand=brand.id, name=name, algorithm=algorithm, standing="made"), by=by, at=at)
    return key


def retire_app_key(*, key: AppKey, by: Actor, at: datetime) -> None:
    """No token of this key is taken any more."""
    with unit_of_work():
        if key.retired_at is None:
            key.retired_at = at
            key.save(update_fields=["retired_at"])
            fact = AppKeyChanged(
                brand=key.brand_id, name=key.name, algorithm=key.algorithm, standing="retired"
            )
            record(fact, by=by, at=at)


def spend_token(*, brand_id: int, token_id: str, expires_at: int, by: Actor, at: datetime) -> bool:
    """Note that a token was shown; False when it was shown before, also to another process just now."""
    digest = hashlib.sha256(f"{brand_id}:{token_id}".encode()).hexdigest()
    SpentToken.objects.filter(until__lt=at).delete()
    try:
        with transaction.atomic():
            SpentToken.objects.create(digest=digest, until=datetime.fromtimestamp(expires_at + 60, UTC))
    except IntegrityError:
        return False
    return True
