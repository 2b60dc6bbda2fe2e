"""What a member of staff may hear."""

import time
from collections.abc import Iterable

from django.conf import settings

from muhatap.live import grants


def grant_for(topics: Iterable[str]) -> str:
    """A signed grant for these topics, to be put into a page."""
    return grants.issue(live_key(), topics, now=time.time())


def live_key() -> bytes:
    """The key that signs grants."""
    return settings.MUHATAP_KEYRING.derive("live-grant")
