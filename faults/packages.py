"""The servers that a trial needs: found, installed when this is root on Debian, or named."""

import os
import shutil

from tests.house import packages

_NAMES = ("postgresql", "dovecot-imapd", "dovecot-lmtpd", "postfix", "gcc", "libc6-dev", "redis-server")


def provide_servers() -> str:
    """Install what is missing when this is root on Debian; empty, or why nothing can be tried here."""
    if os.geteuid() != 0:
        return "Postfix starts as root only: run this as root, in a container for example"
    missing = _missing()
    if missing and shutil.which("apt-get"):
        packages.install(missing)
        missing = _missing()
    if missing:
        return f"something is missing: apt-get install --no-install-recommends {' '.join(missing)}"
    return ""


def _missing() -> list[str]:
    return [name for name in _NAMES if not packages.NEEDED[name]()]
