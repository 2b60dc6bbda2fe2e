"""Closes the network: a test that reaches for another machine fails and says which."""

import ipaddress
import socket

import pytest


class NetworkTouched(AssertionError):
    """A test tried to leave this machine."""


@pytest.fixture(autouse=True, scope="session")
def closed_network():
    """Let sockets reach loopback and local files only."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex", "sendto"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
    yield
    patch.undo()


def _guarded(original):
    def guarded(self, *arguments):
        address = arguments[-1]
        if self.family != socket.AF_UNIX and not is_local(address[0]):
            raise NetworkTouched(f"A test may only reach this machine, not {address[0]}:{address[1]}.")
        return original(self, *arguments)

    return guarded


def _guarded_lookup(original):
    def guarded(host, *arguments, **options):
        if not is_local(host):
            raise NetworkTouched(f"A test may not look up {host!r}: give it a local address or a stand-in.")
        return original(host, *arguments, **options)

    return guarded


def is_local(host: str | bytes | None) -> bool:
    """Tell whether a host name or address stays on this machine."""
    if isinstance(host, bytes):
        host = host.decode()
    if not host or host in {"localhost", socket.gethostname()} or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
