"""The tests' Dovecot with an LMTP listener, so that a real mail server can deliver into it."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.servers.dovecot import ImapServer, prepared
from tests.servers.loopback import HOST, free_port, wait_for_port

_LMTP = """
protocols = imap lmtp
postmaster_address = postmaster@muhatap.example
auth_username_format = %n
service lmtp {{
  chroot =
  inet_listener lmtp {{
    address = {host}
    port = {port}
  }}
}}
"""


@dataclass
class Dovecot:
    """A running Dovecot: mail in by `lmtp_port`, out by IMAP on `imap.port`."""

    imap: ImapServer
    lmtp_port: int

    @classmethod
    def below(cls, base: Path) -> "Dovecot":
        """Configured below a folder that its mail user can reach."""
        imap, port = prepared(base), free_port()
        with (base / "dovecot.conf").open("a") as configuration:
            configuration.write(_LMTP.format(host=HOST, port=port))
        return cls(imap, port)

    def start(self) -> None:
        """Start it and wait until it listens on both sides."""
        self.imap.start()
        wait_for_port(self.lmtp_port)

    def stop(self) -> None:
        """End it in order."""
        self.imap.stop()

    def kill(self) -> None:
        """End all of it at once, as a power cut does."""
        parent = psutil.Process(self.imap.process.pid)
        for each in [parent, *parent.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        self.imap.process.wait(10)
        # A reboot empties this folder.
        shutil.rmtree(self.imap.base / "run", ignore_errors=True)

    def mails_in(self, user: str) -> list[Path]:
        """The files of a user's inbox."""
        return self.imap.mails_in(user)
