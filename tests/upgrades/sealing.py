"""Seals the data of the version of this checkout: python -m tests.upgrades.sealing NAME

Run it in a checkout of the release whose data shall be kept; both files of NAME appear below `sealed`.
"""

import io
import lzma
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

from tests.house.cluster import private_postgresql

ROOT = Path(__file__).resolve().parents[2]
SEALED = Path(__file__).parent / "sealed"
_LEFT_OUT = {"static", "run", "tmp", "upgrades"}
_MAILS = 3
# Listeners and the first signed heads need it.
_WORKING_SECONDS = 12


def main(name: str) -> None:
    """Make a small desk on each database and keep what it holds."""
    SEALED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "embedded"
        _live(data, "")
        with closing(sqlite3.connect(data / "muhatap.sqlite3", isolation_level=None)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.execute("VACUUM")
        _keep(f"{name}.sqlite", data, b"")
        with private_postgresql() as address:
            _live(Path(folder) / "server", address)
            dump = subprocess.run(["pg_dump", "--no-owner", address], capture_output=True, check=True)
            _keep(f"{name}.postgres", Path(folder) / "server", dump.stdout)


def _live(data: Path, address: str) -> None:
    """A charter, a supervisor, some mails, and background work until all of it is on record."""
    _console(data, address, "setup", "--charter", str(ROOT / "charters" / "nehir.yaml"))
    staff = ("nazli@nehir.example", "--name", "Nazlı", "--role", "supervisor", "--password-stdin")
    _console(data, address, "staff", "create", *staff, stdin=b"sinama-parolasi-7\n")
    imap = ("destek", "--imap", "imap://destek@127.0.0.1:9/INBOX", "--password-stdin")
    _console(data, address, "mail", "mailbox", *imap, stdin=b"nobody is there\n")
    for number in range(_MAILS):
        _console(data, address, "mail", "receive", "--mailbox", "destek", stdin=_mail(number))
    with subprocess.Popen(_command("work"), cwd=ROOT, env=_environment(data, address)) as worker:
        time.sleep(_WORKING_SECONDS)
        worker.terminate()
    _console(data, address, "audit", "sign")


def _mail(number: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Elif Karaca <elif{number}@kunde.example>", "destek@nehir.example"
    mail["Subject"], mail["Message-ID"] = "Çekim", f"<eski-{number}@kunde.example>"
    mail.set_content("Merhaba, çekim talebim üç gündür bekliyor.\n")
    return mail.as_bytes()


def _keep(name: str, data: Path, dump: bytes) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path in sorted(data.rglob("*")):
            inside = path.relative_to(data)
            is_database = path.name.endswith((".sqlite3", ".sqlite3-wal", ".sqlite3-shm"))
            is_left_out = inside.parts[0] in _LEFT_OUT or path.name.endswith(".lock") or not path.is_file()
            if not is_left_out and not (dump and is_database):
                tar.add(path, arcname=str(inside))
        if dump:
            member = tarfile.TarInfo("dump.sql")
            member.size = len(dump)
            tar.addfile(member, io.BytesIO(dump))
    packed = lzma.compress(buffer.getvalue(), preset=9 | lzma.PRESET_EXTREME)
    (SEALED / f"{name}.tar.xz").write_bytes(packed)
    sys.stdout.write(f"{name}: {len(packed)} bytes\n")


def _console(data: Path, address: str, *arguments: str, stdin: bytes = b"") -> None:
    # A mailbox that nobody answers for is kept all the same, and says 1.
    subprocess.run(
        _command(*arguments), cwd=ROOT, env=_environment(data, address), input=stdin,
        stdout=subprocess.DEVNULL, check=arguments[0] != "mail",
    )  # fmt: skip


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "muhatap.wiring.console", *arguments]


def _environment(data: Path, address: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MUHATAP_")}
    return {
        **kept, "MUHATAP_DATA": str(data), "MUHATAP_DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "muhatap.wiring.settings",
    }  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
