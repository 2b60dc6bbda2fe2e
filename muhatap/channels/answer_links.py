"""The address in a letter that opens one page once, without signing in; it is told to nobody but its reader.

Stored letters, colleagues, copies and exports show dots in its place: who reads a case may not answer for
its customer.
"""

import hmac
import re

from django.conf import settings

from muhatap.cases.models import Case

HIDDEN_TOKEN = "••••••••••••"  # noqa: S105
_TOKEN = re.compile(r"(\d{1,19})-([0-9a-f]{32})", re.ASCII)
_LETTER = re.compile(r"survey:(\d{1,19})", re.ASCII)


def hidden_url(case: Case) -> str:
    """How the address stands in the stored letter."""
    return f"{settings.MUHATAP_ORIGIN}/{case.brand.code}/survey/{HIDDEN_TOKEN}/"


def answer_token(brand_id: int, letter: int) -> str:
    """What opens the page of this letter."""
    return f"{letter}-{_seal(brand_id, letter, settings.MUHATAP_KEYRING.key_ids[0])}"


def told_link(case: Case, letter_id: str, text: str) -> str:
    """A letter as its customer reads it: with the address that opens its page."""
    found = _LETTER.fullmatch(letter_id)
    return text.replace(HIDDEN_TOKEN, answer_token(case.brand_id, int(found[1]))) if found else text


def letter_named_in(brand_id: int, token: str) -> int | None:
    """Which letter a token belongs to; None unless one of our keys signed it for this brand."""
    found = _TOKEN.fullmatch(token)
    if not found:
        return None
    letter = int(found[1])
    seals = [_seal(brand_id, letter, key_id) for key_id in settings.MUHATAP_KEYRING.key_ids]
    return letter if any(hmac.compare_digest(each, found[2]) for each in seals) else None


def _seal(brand_id: int, letter: int, key_id: str) -> str:
    key = settings.MUHATAP_KEYRING.derive("survey-answer", key_id=key_id)
    return hmac.digest(key, f"{brand_id}:{letter}".encode(), "sha256").hex()[:32]
