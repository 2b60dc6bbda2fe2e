"""The address at which a customer answers for documents without signing in: a case's number, signed.

Whoever has it can add to the case and reads nothing of it but what was asked; a new secret ends it.
"""

import hmac
import re

from django.conf import settings

from muhatap.cases.models import Case

_WRITTEN = re.compile(r"(\d{12})-([0-9a-f]{32})", re.ASCII)


def documents_token(case: Case) -> str:
    """What opens the page for documents of this case."""
    return f"{case.number.replace('-', '')}-{_seal(case, settings.MUHATAP_KEYRING.active_id)}"


def number_of(token: str) -> str:
    """The case number that a token names, whether or not it is signed; empty for none."""
    written = _WRITTEN.fullmatch(token)
    return written[1] if written else ""


def opens(token: str, case: Case) -> bool:
    """Whether one of our keys signed this token for this case."""
    seal = token.partition("-")[2]
    return any(hmac.compare_digest(_seal(case, key_id), seal) for key_id in settings.MUHATAP_KEYRING.key_ids)


def _seal(case: Case, key_id: str) -> str:
    key = settings.MUHATAP_KEYRING.derive("documents-link", key_id=key_id)
    said = f"{case.brand_id}:{case.id}:{case.secret_generation}"
    return hmac.digest(key, said.encode(), "sha256").hex()[:32]
