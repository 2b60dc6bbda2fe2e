"""What the tests need besides Python: found, installed when this is root on Debian, or named."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from pathlib import Path

from tests.house.browser import chromium_path
from tests.house.cluster import server_programs

NEEDED: dict[str, Callable[[], object]] = {
    "postgresql": server_programs,
    "chromium": chromium_path,
    "dovecot-imapd": lambda: shutil.which("dovecot") or Path("/usr/sbin/dovecot").exists(),
    "dovecot-lmtpd": lambda: Path("/usr/lib/dovecot/lmtp").exists(),
    # Starts as root only, so nobody else need have it.
    "postfix": lambda: os.geteuid() != 0 or Path("/usr/sbin/postfix").exists(),
    "redis-server": lambda: shutil.which("redis-server") or shutil.which("valkey-server"),
    "pgbouncer": lambda: shutil.which("pgbouncer") or Path("/usr/sbin/pgbouncer").exists(),
    # Only `bin/faults clock` needs them, and it starts as root only.
    "gcc": lambda: os.geteuid() != 0 or shutil.which("cc"),
    "libc6-dev": lambda: os.geteuid() != 0 or Path("/usr/include/dlfcn.h").exists(),
    "clamav-daemon": lambda: shutil.which("clamd"),
    "espeak-ng": lambda: shutil.which("espeak-ng"),
    "libpangoft2-1.0-0": lambda: find_library("pangoft2-1.0"),
    "libharfbuzz-subset0": lambda: find_library("harfbuzz-subset"),
    "fonts-noto-core": lambda: any(Path("/usr/share/fonts").rglob("NotoSans-Regular.*")),
}


def missing_packages() -> list[str]:
    """Return the Debian packages whose programs this machine does not have."""
    return [name for name, is_there in NEEDED.items() if not is_there()]


def provide_packages() -> bool:
    """Install what is missing when this is root on Debian; tell whether everything is there now."""
    missing = missing_packages()
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        install(missing)
        missing = missing_packages()
    if missing:
        print(
            f"bin/test: this machine lacks {', '.join(missing)}. Install, then run again:\n"
            f"  apt-get install --no-install-recommends {' '.join(missing)}\n"
            "  (or bin/test --sqlite for what runs without PostgreSQL)",
            file=sys.stderr,
        )
    return not missing


def install(packages: list[str]) -> None:
    """Ask apt for packages, with fresh lists when the old ones do not know them."""
    print(f"installing {' '.join(packages)}", file=sys.stderr, flush=True)
    if not _install(packages):
        _apt_get("update")
        _install(packages)


def _install(packages: list[str]) -> bool:
    return _apt_get("install", "--yes", "--no-install-recommends", *packages)


def _apt_get(*arguments: str) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", "-qq", *arguments], env=quiet, stdout=subprocess.DEVNULL, stderr=sys.stderr, check=False
    )
    return done.returncode == 0
