"""What this installation signs so that answers find their case: Message-IDs and reply addresses.

Signed with the founding key, which is never forgotten: a letter is the same bytes at every try, and what
went out before a rotation is answered after it. Every key of the ring verifies.
"""

from django.conf import settings

from muhatap.channels.adapters.email.threads import (
    THREAD_ID,
    case_of_reply_tag,
    case_of_thread_id,
    reply_tag,
    thread_id,
)

_LONGEST_LOCAL = 64


def own_id(number: str, delivery_id: int, address: str) -> str:
    """The Message-ID of a delivery, the same at every try."""
    domain = address.rpartition("@")[2]
    if not domain.isascii():
        domain = domain.encode("idna").decode()
    return thread_id(_keys()[0], number, str(delivery_id), domain)


def reply_address(number: str, brand_id: int, address: str) -> str:
    """The address with the case's signed tag after a plus; empty where that would be too long for mail."""
    local, _, domain = address.rpartition("@")
    tagged = f"{local}+{reply_tag(_keys()[0], brand_id, number)}"
    return f"{tagged}@{domain}" if len(tagged) <= _LONGEST_LOCAL else ""


def case_number_of(message_id: str | None) -> str | None:
    """The case (12 digits) that one of our own Message-IDs was made for; None when it is not ours."""
    if not message_id:
        return None
    found = [case_of_thread_id(key, message_id) for key in _keys()]
    return next((number for number in found if number), None)


def case_number_of_address(address: str, brand_id: int) -> str | None:
    """The case (12 digits) that one of our own reply addresses was made for; None when it is not ours."""
    return case_of_reply_tag(_keys(), brand_id, address) if "+c" in address.lower() else None


def delivery_of(message_id: str | None) -> int | None:
    """The delivery that one of our own Message-IDs was made for; None when it is not ours."""
    if not case_number_of(message_id):
        return None
    match = THREAD_ID.fullmatch((message_id or "").strip())
    return int(match[2]) if match and match[2].isdecimal() else None


def _keys() -> list[bytes]:
    keyring = settings.MUHATAP_KEYRING
    return [keyring.derive("mail-thread", key_id=key_id) for key_id in keyring.key_ids]
