"""Debian's Dovecot on free loopback ports, with a configuration and users of its own."""

import getpass
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.servers.loopback import HOST, free_port, wait_for_port, write_certificate

DOVECOT = next((path for path in (shutil.which("dovecot"), "/usr/sbin/dovecot") if path), "")
CONFIGURATION = """
protocols = imap
listen = {host}
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/dovecot.log
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
mail_uid = {mail_user}
mail_gid = {mail_group}
first_valid_uid = 1
mail_location = maildir:{base}/mail/%n
mail_plugins =
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0 s
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={base}/home/%n
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
"""


@dataclass
class ImapServer:
    """A running Dovecot: `port` is plain and STARTTLS, `tls_port` is TLS from the first byte."""

    base: Path
    port: int
    tls_port: int
    certificate: Path
    mail_user: str
    process: subprocess.Popen | None = field(default=None, repr=False)
    counter: int = 0

    host = HOST
    password = "gizli-parola"

    def add_user(self, name: str) -> str:
        """A new account with an empty mailbox; returns its name."""
        for folder in ("cur", "new", "tmp"):
            (self.maildir(name) / folder).mkdir(parents=True, exist_ok=True)
        (self.base / "home" / name).mkdir(parents=True, exist_ok=True)
        self._own(self.maildir(name), *self.maildir(name).iterdir(), self.base / "home" / name)
        return name

    def maildir(self, name: str) -> Path:
        return self.base / "mail" / name

    def put(self, name: str, raw: bytes) -> None:
        """Deliver a mail into a mailbox as a mail server does: written apart, then moved in."""
        self.counter += 1
        unique = f"{time.time():.6f}.M{self.counter}P{os.getpid()}.{socket.gethostname()}"
        temporary = self.maildir(name) / "tmp" / unique
        temporary.write_bytes(raw)
        self._own(temporary)
        temporary.rename(self.maildir(name) / "new" / unique)

    def renumber(self, name: str) -> None:
        """Lose the folder's UIDs, as a restored backup does: UIDVALIDITY changes."""
        for path in self.maildir(name).glob("dovecot*"):
            path.unlink()
        time.sleep(1.1)

    def mails_in(self, name: str, folder: str = "") -> list[Path]:
        """The files of a folder, new ones and read ones."""
        base = self.maildir(name) / (f".{folder}" if folder else "")
        return [path for part in ("new", "cur") if (base / part).is_dir() for path in (base / part).iterdir()]

    def start(self) -> None:
        self.process = subprocess.Popen([DOVECOT, "-F", "-c", str(self.base / "dovecot.conf")])
        try:
            wait_for_port(self.port)
        except TimeoutError:
            self.stop()
            log = (self.base / "dovecot.log").read_text(errors="replace")
            raise RuntimeError(f"Dovecot did not start:\n{log[-2000:]}") from None

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)

    def _own(self, *paths: Path) -> None:
        if os.geteuid() == 0:
            for path in paths:
                shutil.chown(path, self.mail_user)


@pytest.fixture(scope="session")
def imap_server():
    """A Dovecot for the whole run; every test adds users of its own."""
    if not DOVECOT or not Path(DOVECOT).exists():
        pytest.fail("Dovecot is missing: apt-get install dovecot-imapd")
    # Not below pytest's folder: that is closed to the user under whom Dovecot reads mail.
    base = Path(tempfile.mkdtemp(prefix="muhatap-imap-"))
    base.chmod(0o755)
    server = prepared(base)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(base, ignore_errors=True)


def prepared(base: Path) -> ImapServer:
    """A Dovecot that is configured below `base` and not yet started."""
    certificate, key = write_certificate(base)
    (base / "mail").mkdir()
    (base / "home").mkdir()
    names = _users()
    server = ImapServer(base, free_port(), free_port(), certificate, names["mail_user"])
    (base / "dovecot.conf").write_text(
        CONFIGURATION.format(
            host=HOST,
            base=base,
            port=server.port,
            tls_port=server.tls_port,
            certificate=certificate,
            key=key,
            password=ImapServer.password,
            **names,
        )
    )
    server._own(base / "mail", base / "home")
    return server


def _users() -> dict[str, str]:
    if os.geteuid() == 0:
        mail_group = grp.getgrgid(pwd.getpwnam("nobody").pw_gid).gr_name
        return {
            "internal": "dovecot",
            "internal_group": "dovecot",
            "login": "dovenull",
            "mail_user": "nobody",
            "mail_group": mail_group,
        }
    me, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    return {"internal": me, "internal_group": group, "login": me, "mail_user": me, "mail_group": group}
