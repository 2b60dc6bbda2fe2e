"""What is kept of the token and the code that open a copy: keyed digests."""

import hmac

from django.conf import settings

COPY_PURPOSE = "data-copy"


def digest_of(said: str) -> str:
    """The keyed digest of a token or code."""
    key = settings.MUHATAP_KEYRING.derive(COPY_PURPOSE)
    return hmac.digest(key, said.encode(), "sha256").hex()
