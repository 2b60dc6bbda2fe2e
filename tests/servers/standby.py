"""A second PostgreSQL that follows a first one by streaming, as a read copy does."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.house import cluster
from tests.servers.loopback import free_port


@contextmanager
def read_copy(address: str) -> Iterator[str]:
    """The address of a copy that follows the cluster at `address` until the end of the block."""
    programs = cluster.server_programs()
    parts = urlsplit(address)
    folder = Path(tempfile.mkdtemp(prefix="muhatap-copy-", dir="/tmp"))
    data, port = folder / "data", free_port()
    try:
        cluster.give_to_owner(folder)
        cluster.as_owner(
            folder, programs / "pg_basebackup", "--pgdata", data, "--write-recovery-conf",
            "--wal-method=stream", "--checkpoint=fast",
            f"--dbname=host={parts.hostname} port={parts.port} user={parts.username}",
        )  # fmt: skip
        cluster.as_owner(
            folder, programs / "pg_ctl", "--pgdata", data, "--wait", "--log", folder / "log",
            "--options", f"{cluster.OPTIONS} -c hot_standby=on -p {port} -k {folder}", "start",
        )  # fmt: skip
        yield parts._replace(netloc=f"{parts.username}:{parts.password}@{parts.hostname}:{port}").geturl()
    finally:
        if data.exists():
            stop = [programs / "pg_ctl", "--pgdata", data, "--mode=immediate", "--wait", "stop"]
            subprocess.run([*cluster.as_prefix(), *stop], cwd=folder, capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)
