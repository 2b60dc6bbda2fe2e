"""One scenario on one database, in a process whose settings are that desk's.

python -m faults.one JOB-AS-JSON     prints the checks and figures as one line of JSON
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from faults.desk import Desk
from faults.mail_system import BOX, mail_system
from faults.trial import Trial
from tests.house import cluster
from tests.servers.dovecot import ImapServer

# Unlike a test's cluster, this one waits for its disk: it is going to be killed.
_DURABLE = (
    "-c fsync=on -c synchronous_commit=on -c listen_addresses=0.0.0.0 -c max_connections=60 "
    "-c shared_buffers=64MB -c max_wal_size=1GB"
)
# Tables, static files and some mails fit; and those that each round leaves there.
_SMALL_DISKS_MB, _LEFT_BY_A_ROUND_MB = {"disk": 96}, 8
# What a cluster of some hundred cases and its log take, twice.
_SMALL_CLUSTERS_MB = {"storage": 400}
_SMALL_LOG = " -c max_wal_size=64MB -c min_wal_size=32MB"


def main(job: dict[str, Any]) -> None:
    """Set up a desk and its mail servers, run the scenario, print what was found."""
    with ExitStack() as stack:
        base = Path(tempfile.mkdtemp(prefix="muhatap-faults-"))
        # Dovecot reads mail as a user of its own.
        base.chmod(0o755)
        stack.callback(shutil.rmtree, base, ignore_errors=True)
        url = ""
        if job["database"] == "postgres":
            url = stack.enter_context(_cluster(_SMALL_CLUSTERS_MB.get(job["scenario"], 0)))
        mail = stack.enter_context(mail_system(base))
        desk = Desk(base / "data", url, mail.smtp_url)
        if job["scenario"] in _SMALL_DISKS_MB:
            size = _SMALL_DISKS_MB[job["scenario"]] + _LEFT_BY_A_ROUND_MB * job["rounds"]
            stack.enter_context(_small_disk(desk.data, size))
        os.environ.update(desk.environment)
        trial = Trial(job["database"], desk, mail, job["seed"], job["is_short"], job["rounds"])
        began = time.monotonic()
        desk.prepare()
        desk.must(
            "mail", "mailbox", BOX, "--imap", mail.imap_url(), "--password-stdin",
            stdin=f"{ImapServer.password}\n".encode(),
        )  # fmt: skip
        _start_django()
        import_module(f"faults.scenarios.{job['scenario']}").run(trial)
        trial.figures["seconds in all"] = round(time.monotonic() - began, 1)
        _tell_trouble(trial)
        print(json.dumps({"checks": [asdict(check) for check in trial.checks], "figures": trial.figures}))


@contextmanager
def _cluster(megabytes: int) -> Iterator[str]:
    """A PostgreSQL that waits for its disk; on a small disk of its own when a size is given."""
    cluster.OPTIONS = _DURABLE
    if not megabytes:
        with cluster.private_postgresql() as url:
            yield url
        return
    cluster.OPTIONS += _SMALL_LOG
    folder = Path(tempfile.mkdtemp(prefix="muhatap-pg-", dir="/tmp")) / "disk"
    folder.parent.chmod(0o755)
    try:
        with _small_disk(folder, megabytes), cluster.private_postgresql(folder) as url:
            yield url
    finally:
        shutil.rmtree(folder.parent, ignore_errors=True)


@contextmanager
def _small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """A disk of its own that can be filled; needs root and the right to mount."""
    folder.mkdir(mode=0o700)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(folder)]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit("a small disk cannot be mounted here: run this where root may mount a tmpfs")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


def _start_django() -> None:
    from muhatap.wiring.console import start_django

    start_django()


def _tell_trouble(trial: Trial) -> None:
    if all(check.passed for check in trial.checks):
        return
    for name, text in (
        ("workers", (trial.desk.data.parent / "worker.log").read_text(errors="replace")),
        ("Postfix", trial.mail.postfix.log()),
    ):
        print(f"--- {name}\n{text[-4000:]}", file=sys.stderr)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
