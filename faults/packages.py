"""The servers that a trial needs: found, installed when this is root on Debian, or named."""

import os
import shutil
from pathlib import Path

from tests.house import packages

_NEEDED = {
    "postgresql": packages.NEEDED["postgresql"],
    "dovecot-imapd": packages.NEEDED["dovecot-imapd"],
    "dovecot-lmtpd": lambda: Path("/usr/lib/dovecot/lmtp").exists(),
    "postfix": lambda: Path("/usr/sbin/postfix").exists(),
}


def provide_servers() -> str:
    """Install what is missing when this is root on Debian; empty, or why nothing can be tried here."""
    if os.geteuid() != 0:
        return "Postfix starts as root only: run this as root, in a container for example"
    missing = [name for name, is_there in _NEEDED.items() if not is_there()]
    if missing and shutil.which("apt-get"):
        packages.install(missing)
        missing = [name for name, is_there in _NEEDED.items() if not is_there()]
    if missing:
        return f"something is missing: apt-get install --no-install-recommends {' '.join(missing)}"
    return ""
