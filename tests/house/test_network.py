"""The network of the tests is closed, except to this machine."""

import socket

import pytest

from tests.house.network import NetworkTouched, is_local


def test_another_machine_cannot_be_reached():
    with socket.socket() as sock, pytest.raises(NetworkTouched, match=r"192\.0\.2\.1:80"):
        sock.connect(("192.0.2.1", 80))


def test_another_name_is_not_even_looked_up():
    with pytest.raises(NetworkTouched, match=r"example\.com"):
        socket.create_connection(("example.com", 80))


def test_this_machine_answers():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as near,
    ):
        assert near.getpeername() == server.getsockname()


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "desk.localhost", "0.0.0.0", "", None]
)
def test_loopback_is_local(host):
    assert is_local(host)


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "192.0.2.1", "2001:db8::1", "example.com", "localhost.example.com"]
)
def test_everything_else_is_not(host):
    assert not is_local(host)
