"""Two networks between nodes: one to their customers, one to database and bus, which can be cut by itself."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

FRONT, BACK = "10.213.6", "10.213.7"


@dataclass(frozen=True)
class Networks:
    """Namespaces that stand for machines, each with a leg in both networks."""

    mark: str

    @property
    def back_address(self) -> str:
        """Where database and bus are reached."""
        return f"{BACK}.1"

    def add(self, number: int) -> tuple[str, str]:
        """A machine; the name of its namespace and its address in front."""
        name = f"{self.mark}n{number}"
        _run("ip", "netns", "add", name)
        for side, network in (("f", FRONT), ("b", BACK)):
            here, there = f"{self.mark}{side}{number}", f"{side}{number}"
            _run("ip", "link", "add", here, "type", "veth", "peer", "name", there, "netns", name)
            _run("ip", "link", "set", here, "master", f"{self.mark}{side}", "up")
            _in(name, "ip", "addr", "add", f"{network}.{10 + number}/24", "dev", there)
            _in(name, "ip", "link", "set", there, "up")
        _in(name, "ip", "link", "set", "lo", "up")
        return name, f"{FRONT}.{10 + number}"

    def cut(self, number: int) -> None:
        """Take a machine's leg out of the back network: nobody is told, words just do not arrive."""
        _run("ip", "link", "set", f"{self.mark}b{number}", "nomaster")

    def mend(self, number: int) -> None:
        """Put it back."""
        _run("ip", "link", "set", f"{self.mark}b{number}", "master", f"{self.mark}b")


@contextmanager
def networks() -> Iterator[Networks | None]:
    """Two networks until the end of the block; None where nobody may make any."""
    made = Networks(f"mh{os.getpid() % 100_000}")
    try:
        for side, network in (("f", FRONT), ("b", BACK)):
            _run("ip", "link", "add", f"{made.mark}{side}", "type", "bridge")
            _run("ip", "addr", "add", f"{network}.1/24", "dev", f"{made.mark}{side}")
            _run("ip", "link", "set", f"{made.mark}{side}", "up")
        _run("ip", "netns", "add", f"{made.mark}x")
    except (OSError, subprocess.CalledProcessError):
        _remove(made)
        yield None
        return
    try:
        yield made
    finally:
        _remove(made)


def _remove(made: Networks) -> None:
    listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=False).stdout
    for line in listed.splitlines():
        if line.startswith(made.mark):
            subprocess.run(["ip", "netns", "del", line.split()[0]], check=False)
    for side in "fb":
        subprocess.run(["ip", "link", "del", f"{made.mark}{side}"], capture_output=True, check=False)


def _in(namespace: str, *command: str) -> None:
    _run("ip", "netns", "exec", namespace, *command)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
