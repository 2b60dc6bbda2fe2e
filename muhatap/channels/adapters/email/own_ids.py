"""The Message-IDs of this installation: which case and which delivery they were signed for."""

from functools import lru_cache

from django.conf import settings

from muhatap.channels.adapters.email.threads import THREAD_ID, case_of_thread_id, thread_id


def own_id(number: str, delivery_id: int, address: str) -> str:
    """The Message-ID of a delivery, the same at every try."""
    domain = address.rpartition("@")[2]
    if not domain.isascii():
        domain = domain.encode("idna").decode()
    return thread_id(_key(), number, str(delivery_id), domain)


def case_number_of(message_id: str | None) -> str | None:
    """The case (12 digits) that one of our own Message-IDs was made for; None when it is not ours."""
    return case_of_thread_id(_key(), message_id) if message_id else None


def delivery_of(message_id: str | None) -> int | None:
    """The delivery that one of our own Message-IDs was made for; None when it is not ours."""
    if not case_number_of(message_id):
        return None
    match = THREAD_ID.fullmatch((message_id or "").strip())
    return int(match[2]) if match and match[2].isdecimal() else None


@lru_cache(maxsize=1)
def _key() -> bytes:
    # The founding key: letters that went out before a rotation are answered after it.
    keyring = settings.MUHATAP_KEYRING
    return keyring.derive("mail-thread", key_id=keyring.key_ids[0])
