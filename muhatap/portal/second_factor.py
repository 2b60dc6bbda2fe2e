"""A customer's second factor: codes of an app (RFC 6238) and backup codes, each good once."""

import hashlib
import hmac
import secrets
from datetime import datetime

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from muhatap.kernel.sealing import seal, unseal

_PURPOSE = "customer-factor"
_STEP_SECONDS = 30
_REACH = 1
# No letters or digits that look alike; ten of 31 are 49 bits.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
BACKUP_CODES = 8


def sealed_secret(account_id: int, secret: str) -> bytes:
    """The secret of an app as it lies in the database, good for this account alone."""
    return seal(settings.MUHATAP_KEYRING, _PURPOSE, secret.encode(), context=str(account_id).encode())


def opened_secret(account_id: int, sealed: bytes) -> str:
    """The secret of an app."""
    return unseal(
        settings.MUHATAP_KEYRING, _PURPOSE, bytes(sealed), context=str(account_id).encode()
    ).decode()


def step_of(secret: str, typed: str, at: datetime) -> int | None:
    """The step whose code this is, if it is the present one or a neighbour."""
    now, code = int(at.timestamp()) // _STEP_SECONDS, "".join(typed.split())
    steps = range(now - _REACH, now + _REACH + 1)
    return next((each for each in steps if hmac.compare_digest(code_at(secret, each), code)), None)


def code_at(secret: str, step: int) -> str:
    """The code of a step."""
    return format_hotp_value(hotp_value(secret, step))


def new_backup_codes() -> list[str]:
    """Fresh codes for paper."""
    made = ("".join(secrets.choice(_LETTERS) for _ in range(10)) for _ in range(BACKUP_CODES))
    return [f"{each[:5]}-{each[5:]}" for each in made]


def digest_of_code(account_id: int, code: str) -> str:
    """What is kept of a backup code: keyed, so that a copy of the database tells nothing."""
    key = settings.MUHATAP_KEYRING.derive("customer-codes", key_id=settings.MUHATAP_KEYRING.key_ids[0])
    written = "".join(each for each in code.upper() if each in _LETTERS)
    return hmac.digest(key, f"{account_id}:{written}".encode(), hashlib.sha256).hex()
