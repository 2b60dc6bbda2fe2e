"""Digests by which chats know who comes back, without keeping what would tell it to others."""

import hashlib
import hmac

from django.conf import settings

from muhatap.kernel.networks import household
from muhatap.kernel.sealing import unseal

CHAT_CHANNELS = frozenset({"live_chat", "in_app"})
NETWORK, USER = "network", "user"
APP_KEY = "app-key"


def digest_of(secret: str) -> str:
    """What is kept of a secret that only the visitor's device has; it has 32 random bytes."""
    return hashlib.sha256(secret.encode()).hexdigest()


def network_mark(address: str) -> str:
    """A keyed digest of a network address; of an IPv6 address its household counts."""
    return _keyed("network", household(address))


def user_mark(brand_id: int, subject: str) -> str:
    """A keyed digest of the name that the operator has for an app user."""
    return _keyed("user", f"{brand_id}:{subject}")


def opened_app_key(sealed: bytes) -> bytes:
    """The secret or public key with which the operator's server signs."""
    return unseal(settings.MUHATAP_KEYRING, APP_KEY, bytes(sealed))


def _keyed(what: str, value: str) -> str:
    # By the founding key, so that a rotation lifts no block.
    keyring = settings.MUHATAP_KEYRING
    key = keyring.derive(f"chat-{what}", key_id=keyring.key_ids[0])
    return hmac.digest(key, value.encode(), "sha256").hex()
