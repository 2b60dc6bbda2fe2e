"""The mail servers of a trial: Postfix takes mail in, Dovecot holds the desk's box and the customers' box."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from faults.dovecot import Dovecot
from faults.postfix import Postfix
from tests.servers.loopback import HOST, free_port

BOX, SINK = "destek", "kunden"
BRAND_DOMAIN, SINK_DOMAIN = "nehir.example", "senke.example"
# The way by LMTP straight into the desk, without a mailbox between.
DIRECT = f"sikayet@{BRAND_DOMAIN}"


@dataclass
class MailSystem:
    """Both servers, running."""

    dovecot: Dovecot
    postfix: Postfix
    # Where the desk itself may listen; Postfix brings there what is for `DIRECT`.
    lmtp_port: int

    @property
    def lmtp_address(self) -> str:
        """Where the desk listens for LMTP."""
        return f"{HOST}:{self.lmtp_port}"

    @property
    def smtp_url(self) -> str:
        """Where the desk hands its mail over."""
        return f"smtp://{HOST}:{self.postfix.port}"

    def imap_url(self, port: int = 0) -> str:
        """Where the desk reads its mail."""
        return f"imap://{BOX}@{HOST}:{port or self.dovecot.imap.port}/INBOX"

    def submit(self, sender: str, recipient: str, raw: bytes) -> bool:
        """Hand a mail to Postfix; True when it took responsibility for it."""
        try:
            with smtplib.SMTP(HOST, self.postfix.port, timeout=30) as client:
                return not client.sendmail(sender, [recipient], raw)
        except (smtplib.SMTPException, OSError):
            return False

    def arrived(self) -> list[EmailMessage]:
        """Every mail that reached a customer."""
        return [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in sorted(self.dovecot.mails_in(SINK), key=lambda path: path.name)
        ]


@contextmanager
def mail_system(base: Path) -> Iterator[MailSystem]:
    """Postfix and Dovecot below a folder, until the end of the block."""
    home = base / "dovecot"
    home.mkdir()
    dovecot = Dovecot.below(home)
    direct = free_port()
    roads = {DIRECT: direct, BRAND_DOMAIN: dovecot.lmtp_port, SINK_DOMAIN: dovecot.lmtp_port}
    postfix = Postfix(base / "postfix", roads)
    postfix.prepare()
    try:
        dovecot.start()
        for user in (BOX, SINK):
            dovecot.imap.add_user(user)
        postfix.start()
        yield MailSystem(dovecot, postfix, direct)
    finally:
        postfix.stop()
        dovecot.stop()
