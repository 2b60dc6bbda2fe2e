"""What a member of staff or a visitor may hear."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from muhatap.live import grants


def grant_for(topics: Iterable[str], at: datetime, origin: str = "") -> str:
    """A signed grant for these topics, valid for fifteen minutes from `at`, to be put into a page.

    `origin` names the one other origin whose pages may use it.
    """
    return grants.issue(live_key(), topics, now=at.timestamp(), origin=origin)


def live_key() -> bytes:
    """The key that signs grants."""
    return settings.MUHATAP_KEYRING.derive("live-grant")
