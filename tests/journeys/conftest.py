"""The ground of every journey: Nehir, a mail system, and staff whose browsers are signed in."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from muhatap.portal import guard
from muhatap.promises import rules
from tests.journeys.nehir import Nehir, open_nehir
from tests.journeys.walking import put_session
from tests.servers.dovecot import imap_server
from tests.servers.smtp import mail_system

__all__ = ["imap_server", "mail_system"]


@pytest.fixture(autouse=True)
def _fresh_memory(monkeypatch):
    """Rate limits and rules of other tests do not reach this one, and a test may type fast."""
    cache.clear()
    rules._rules.cache_clear()
    monkeypatch.setattr(guard, "_FASTEST_SECONDS", 0)


@pytest.fixture
def nehir(transactional_db) -> Nehir:
    """The sample operator since this morning."""
    return open_nehir(timezone.now())


@pytest.fixture
def smtp(mail_system, settings):
    """A mail server that is set as the desk's own."""
    settings.MUHATAP_SMTP_URL = f"smtp://{mail_system.host}:{mail_system.port}"
    return mail_system


@pytest.fixture
def browse_as(nehir, live_server):
    """A function that puts the session of a member of staff into a browser page."""

    return lambda page, login: put_session(page, nehir.staff[login], live_server.url)
