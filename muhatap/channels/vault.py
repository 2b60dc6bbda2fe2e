"""Where the vault's items lie, and how they are opened."""

from django.conf import settings

from muhatap.channels.models import VaultItem
from muhatap.kernel.sealing import ItemKey
from muhatap.kernel.stores import Place, place_in


def open_item(*, item: VaultItem) -> bytes:
    """The bytes as they arrived, or as they were redacted."""
    key = ItemKey.unwrap(settings.MUHATAP_KEYRING, "vault", bytes(item.wrapped_key))
    sealed = bytes(item.sealed) if not item.path else place_of(item.path).read_bytes()
    return key.unseal(sealed, context=str(item.id).encode())


def place_of(path: str) -> Place:
    """Where an item lies that is too large for its row."""
    return place_in("vault", path)
