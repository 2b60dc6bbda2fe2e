"""The public keys by which anybody checks who sealed a dossier."""

from django.conf import settings


def published_keys() -> str:
    """All public keys of the keyring as PEM, the active one first: older dossiers stay checkable."""
    keyring = settings.MUHATAP_KEYRING
    older = [key_id for key_id in reversed(keyring.key_ids) if key_id != keyring.active_id]
    return "".join(keyring.public_pem(key_id) for key_id in (keyring.active_id, *older))
