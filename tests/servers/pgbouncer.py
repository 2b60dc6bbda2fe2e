"""Debian's pgbouncer in transaction mode before a PostgreSQL of the tests: two connections for everybody."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.house import cluster
from tests.servers.loopback import HOST, free_port, wait_for_port

PROGRAM = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
# Few connections and many clients, so that two statements of one client hardly ever meet the same one.
_SETTINGS = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = {listen}
listen_port = {listen_port}
unix_socket_dir =
auth_type = trust
auth_file = {users}
pool_mode = transaction
server_round_robin = 1
default_pool_size = {size}
max_client_conn = 500
logfile = {log}
pidfile = {pid}
"""


@contextmanager
def pooled(address: str, *, size: int = 4) -> Iterator[str]:
    """The address of the same database behind a pooler, which deals out `size` connections in turn."""
    parts = urlsplit(address)
    folder, port = Path(tempfile.mkdtemp(prefix="muhatap-pool-", dir="/tmp")), free_port()
    users = folder / "users"
    users.write_text(f'"{parts.username}" "{parts.password}"\n')
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        _SETTINGS.format(
            host=parts.hostname, port=parts.port, listen=HOST, listen_port=port, users=users, size=size,
            log=folder / "log", pid=folder / "pid",
        )
    )  # fmt: skip
    for path in (folder, users, settings):
        cluster.give_to_owner(path)
    with subprocess.Popen(
        [*cluster.as_prefix(), PROGRAM, "-q", str(settings)], cwd=folder, stderr=subprocess.DEVNULL
    ) as running:
        try:
            wait_for_port(port)
            yield parts._replace(netloc=f"{parts.username}:{parts.password}@{HOST}:{port}").geturl()
        finally:
            _end(folder)
            running.wait(10)
    shutil.rmtree(folder, ignore_errors=True)


def _end(folder: Path) -> None:
    pid = int((folder / "pid").read_text())
    os.kill(pid, signal.SIGTERM)
