"""The loopback mail system for the tests of this folder."""

from tests.servers.dovecot import imap_server
from tests.servers.smtp import mail_system

__all__ = ["imap_server", "mail_system"]
