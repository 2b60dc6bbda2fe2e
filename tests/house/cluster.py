"""A private PostgreSQL for one test run: created in a temporary folder, gone afterwards."""

import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OLDEST_VERSION = 15
# The data is thrown away, so nothing waits for a disk.
OPTIONS = (
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses=127.0.0.1 "
    "-c max_connections=100 -c shared_buffers=64MB -c autovacuum=off"
)


class ClusterFailed(RuntimeError):
    """PostgreSQL could not be started; the text carries what it said."""


def server_programs() -> Path | None:
    """Return the folder of the newest `initdb` and `pg_ctl` that are new enough, or None."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    usable = [
        (version, folder)
        for folder in folders
        if (folder / "pg_ctl").exists() and (version := _version(folder)) >= OLDEST_VERSION
    ]
    return max(usable, default=(0, None))[1]


@contextmanager
def private_postgresql(kept: Path | None = None) -> Iterator[str]:
    """Run a cluster on a free port of 127.0.0.1 and yield its `postgres://` address.

    One in a folder to be kept is stopped in order, and goes on from there the next time.
    """
    programs = server_programs()
    if programs is None:
        raise ClusterFailed(f"no PostgreSQL {OLDEST_VERSION} or newer on this machine")
    # The path of a socket is short, or opening it fails.
    folder = kept or Path(tempfile.mkdtemp(prefix="muhatap-pg-", dir="/tmp"))
    data, port = folder / "data", _free_port()
    try:
        give_to_owner(folder)
        if not data.exists():
            as_owner(folder, programs / "initdb", "--pgdata", data, "--username=muhatap", "--auth=trust",
                      "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        as_owner(folder, programs / "pg_ctl", "--pgdata", data, "--wait", "--log", folder / "log",
                  "--options", f"{OPTIONS} -p {port} -k {folder}", "start")  # fmt: skip
        yield f"postgres://muhatap:muhatap@127.0.0.1:{port}/postgres"
    finally:
        if data.exists():
            mode = "--mode=fast" if kept else "--mode=immediate"
            stop = (programs / "pg_ctl", "--pgdata", data, mode, "--wait", "stop")
            subprocess.run([*as_prefix(), *stop], cwd=folder, capture_output=True, check=False)
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def give_to_owner(folder: Path) -> None:
    """Let the cluster's owner write into a folder; PostgreSQL does not run as root."""
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)


def restart(data: str, mode: str) -> None:
    """Restart the cluster in this folder, `fast` or `immediate`, and wait until it answers."""
    programs = server_programs()
    command = (programs / "pg_ctl", "--pgdata", data, f"--mode={mode}", "--wait", "restart")
    log = Path(data).parent / "log"
    with log.open("a") as said:
        subprocess.run([*as_prefix(), *command], cwd=log.parent, stdout=said, stderr=said, check=True)


def _version(folder: Path) -> int:
    told = subprocess.run(
        [folder / "initdb", "--version"], capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"(\d+)", told)
    return int(found[1]) if found else 0


def as_prefix() -> list[str]:
    """What a command starts with so that it runs as the owner of the cluster."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def as_owner(folder: Path, *command: str | Path):
    """Run one of PostgreSQL's programs as the owner; ClusterFailed."""
    # Not captured through a pipe: the server inherits it and would keep it open.
    with (folder / "said").open("w+") as said:
        done = subprocess.run([*as_prefix(), *command], cwd=folder, stdout=said, stderr=said, check=False)
        said.seek(0)
        if done.returncode:
            raise ClusterFailed(f"{Path(command[0]).name} failed:\n{said.read().strip()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
