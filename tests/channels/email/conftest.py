"""The loopback mail system for the tests of this folder, and the desk's own server settings."""

import pytest

from tests.channels.email import post
from tests.servers.dovecot import imap_server
from tests.servers.smtp import mail_system

__all__ = ["imap_server", "mail_system"]


@pytest.fixture
def box(world):
    """Nehir's mailbox `destek@nehir.example`."""
    return post.mailbox(world.brand)


@pytest.fixture
def smtp(mail_system, settings):
    """A mail server that is set as the desk's own."""
    settings.MUHATAP_SMTP_URL = f"smtp://{mail_system.host}:{mail_system.port}"
    return mail_system
