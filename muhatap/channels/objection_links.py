"""The address in a reply on which its reader says that she is not satisfied, without signing in.

It opens nothing of the case. Following it changes nothing either, for mail scanners follow every address.
"""

import hmac
import re

from django.conf import settings

from muhatap.cases.models import Case, Message

HIDDEN_TOKEN = "••••••••••••"  # noqa: S105
_TOKEN = re.compile(r"(\d{1,19})-([0-9a-f]{32})", re.ASCII)
_IN_TEXT = re.compile(r"(/not-satisfied/)\d{1,19}-[0-9a-f]{32}/", re.ASCII)


def objection_url(case: Case, message: int) -> str:
    """Where the customer objects to this reply; a new secret of the case ends it."""
    token = f"{message}-{_seal(case, message, settings.MUHATAP_KEYRING.key_ids[0])}"
    return f"{settings.MUHATAP_ORIGIN}/{case.brand.code}/not-satisfied/{token}/"


def without_token(text: str) -> str:
    """A mail as colleagues may read it: nobody of them may object for the customer."""
    return _IN_TEXT.sub(rf"\1{HIDDEN_TOKEN}/", text)


def objected_message(brand_id: int, token: str) -> Message | None:
    """The reply that a token belongs to; None unless one of our keys signed it for this brand."""
    found = _TOKEN.fullmatch(token)
    if found is None or int(found[1]) >= 1 << 63:
        return None
    rows = Message.objects.select_related("case__brand", "case__customer", "case__queue", "case__topic")
    message = rows.filter(case__brand_id=brand_id, id=int(found[1])).first()
    if message is None:
        return None
    seals = [_seal(message.case, message.id, key_id) for key_id in settings.MUHATAP_KEYRING.key_ids]
    return message if any(hmac.compare_digest(each, found[2]) for each in seals) else None


def _seal(case: Case, message: int, key_id: str) -> str:
    key = settings.MUHATAP_KEYRING.derive("objection-link", key_id=key_id)
    said = f"{case.brand_id}:{case.id}:{message}:{case.secret_generation}"
    return hmac.digest(key, said.encode(), "sha256").hex()[:32]
