"""Letters that a customer may decline without losing what her case is about: RFC 8058's one click."""

import hmac
import re

from django.conf import settings

from muhatap.cases.models import Case

# Named by how the letter's own id begins. Words about a case itself can never be declined.
KINDS = frozenset({"survey", "offer"})
_TOKEN = re.compile(r"([a-z]{1,20})-(\d{12})-([0-9a-f]{32})", re.ASCII)


def kind_of(letter_id: str) -> str:
    """What sort of optional letter this is, empty for a letter of service."""
    kind = letter_id.partition(":")[0]
    return kind if kind in KINDS else ""


def decline_url(case: Case, kind: str) -> str:
    """Where one click stops letters of this sort; the same for every letter of the case."""
    number = case.number.replace("-", "")
    token = f"{kind}-{number}-{_seal(case, kind, settings.MUHATAP_KEYRING.key_ids[0])}"
    return f"{settings.MUHATAP_ORIGIN}/{case.brand.code}/mail/off/{token}/"


def named_in(token: str) -> tuple[str, str]:
    """Sort and case number that a token names, whether or not it is signed; empty for none."""
    found = _TOKEN.fullmatch(token)
    return (found[1], found[2]) if found and found[1] in KINDS else ("", "")


def is_signed(token: str, case: Case) -> bool:
    """Whether one of our keys signed this token for this case."""
    found = _TOKEN.fullmatch(token)
    if not found:
        return False
    seals = [_seal(case, found[1], key_id) for key_id in settings.MUHATAP_KEYRING.key_ids]
    return any(hmac.compare_digest(each, found[3]) for each in seals)


def _seal(case: Case, kind: str, key_id: str) -> str:
    key = settings.MUHATAP_KEYRING.derive("mail-decline", key_id=key_id)
    return hmac.digest(key, f"{kind}:{case.brand_id}:{case.id}".encode(), "sha256").hex()[:32]
