"""Debian's Postfix with a configuration, queue and ports of its own, below a temporary folder."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.servers.loopback import HOST, free_port, wait_for_port

PROGRAM = next((path for path in (shutil.which("postfix"), "/usr/sbin/postfix") if path), "")
# Nothing asks a name server; what could not be delivered is tried again within seconds.
_MAIN = """
compatibility_level = 3.6
config_directory = {base}/etc
queue_directory = {base}/queue
data_directory = {base}/state
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {base}/log/mail.log
maillog_file_prefixes = {base}
myhostname = posta.muhatap.example
mydomain = muhatap.example
mydestination =
inet_interfaces = {host}
inet_protocols = ipv4
disable_dns_lookups = yes
smtp_dns_support_level = disabled
lmtp_dns_support_level = disabled
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = check_recipient_access texthash:{base}/etc/access, permit_mynetworks, reject
alias_maps =
alias_database =
virtual_alias_maps = regexp:{base}/etc/aliases
transport_maps = texthash:{base}/etc/transport
default_transport = error:nothing leaves this machine
relay_transport = error:nothing leaves this machine
local_recipient_maps =
smtpd_client_connection_count_limit = 0
smtpd_peername_lookup = no
smtpd_error_sleep_time = 0
minimal_backoff_time = 2s
maximal_backoff_time = 4s
queue_run_delay = 2s
lmtp_destination_concurrency_failed_cohort_limit = 0
lmtp_connect_timeout = 5s
bounce_queue_lifetime = 1h
maximal_queue_lifetime = 1h
"""
_REFUSED = "zor@kunde.example 550 5.1.1 no such user\n"
_MASTER = """
{host}:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass
class Postfix:
    """A Postfix that takes mail on `port` and hands it on by LMTP, as `roads` says."""

    base: Path
    roads: dict[str, int]
    port: int = 0

    def prepare(self) -> None:
        """Write the folders and the configuration; needs root, as Postfix itself does."""
        self.port = free_port()
        for name in ("etc", "queue", "state", "log"):
            (self.base / name).mkdir(parents=True, exist_ok=True)
        shutil.chown(self.base / "state", "postfix")
        self._write("main.cf", _MAIN.format(base=self.base, host=HOST))
        self._write("master.cf", _MASTER.format(host=HOST, port=self.port))
        # All customers share one box, in which their copies are counted.
        self._write("aliases", "/^.*@kunde\\.example$/ kunden@senke.example\n")
        self._write("access", _REFUSED)
        # Where each address or domain is delivered: a port that speaks LMTP.
        lines = [f"{name} lmtp:inet:{HOST}:{port}" for name, port in self.roads.items()]
        self._write("transport", "\n".join(lines) + "\n")

    def refuse(self, *rules: str) -> None:
        """Refuse recipients by these lines of an access table, besides the one who is never known."""
        self._write("access", _REFUSED + "".join(f"{rule}\n" for rule in rules))
        self._say("reload")

    def start(self) -> None:
        """Start it and wait until it listens."""
        self._say("start")
        wait_for_port(self.port)

    def stop(self) -> None:
        """End it for good."""
        with suppress(RuntimeError):
            self._say("stop")
        with suppress(OSError, ValueError):
            pid = int((self.base / "queue" / "pid" / "master.pid").read_text())
            if f"{self.base}" in Path(f"/proc/{pid}/environ").read_text(errors="replace"):
                os.kill(pid, signal.SIGKILL)

    def waiting(self) -> int:
        """How many mails are in its queue."""
        folders = (self.base / "queue" / name for name in ("incoming", "active", "deferred", "maildrop"))
        return sum(1 for folder in folders for path in folder.rglob("*") if path.is_file())

    def log(self) -> str:
        """What it wrote down."""
        with suppress(OSError):
            return (self.base / "log" / "mail.log").read_text(errors="replace")
        return ""

    def _write(self, name: str, text: str) -> None:
        (self.base / "etc" / name).write_text(text)

    def _say(self, verb: str) -> None:
        done = subprocess.run(
            [PROGRAM, "-c", str(self.base / "etc"), verb], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"postfix {verb} failed: {done.stdout}{done.stderr}{self.log()[-2000:]}")
