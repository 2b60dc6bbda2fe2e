"""Signing what goes out with the keys of the sender's domain."""

from datetime import datetime

from django.conf import settings

from muhatap.channels.adapters.email import dkim
from muhatap.channels.contract import NotReady
from muhatap.channels.models import SigningKey
from muhatap.kernel.keyring import UnknownKey
from muhatap.kernel.sealing import Tampered, unseal


def domain_of(address: str) -> str:
    """The domain that an address belongs to, as DNS writes it."""
    domain = address.rpartition("@")[2].lower()
    return domain if domain.isascii() else domain.encode("idna").decode()


def keys_of(brand_id: int, domain: str) -> list[SigningKey]:
    """The brand's keys for a domain that are not retired, oldest first."""
    return list(
        SigningKey.objects.filter(brand_id=brand_id, domain=domain, retired_at__isnull=True).order_by("id")
    )


def signers_of(brand_id: int, address: str) -> tuple[dkim.Signer, ...]:
    """Who signs mail from this address: every key of its domain that is in use, RSA before Ed25519.

    Raises NotReady when a key cannot be opened: unsigned mail would be taken for a forgery.
    """
    keys = [key for key in keys_of(brand_id, domain_of(address)) if key.in_use_from is not None]
    try:
        return tuple(signer_of(key) for key in sorted(keys, key=lambda key: key.algorithm, reverse=True))
    except (Tampered, UnknownKey) as error:
        raise NotReady("signing_key") from error


def stamped(raw: bytes, *, brand_id: int, sender: str, at: datetime) -> bytes:
    """The mail with the signatures of its sender's domain above it."""
    return dkim.signed(raw, signers_of(brand_id, sender), at=at)


def signer_of(key: SigningKey) -> dkim.Signer:
    """A kept key, opened."""
    pem = unseal(settings.MUHATAP_KEYRING, "dkim", bytes(key.sealed), context=str(key.id).encode())
    return dkim.Signer(key.domain, key.selector, dkim.key_from(pem))
