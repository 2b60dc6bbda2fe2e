"""Which address counts when proxies stand in front."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.wiring.proxies import client_of, networks_in, with_client_address

OURS = networks_in("127.0.0.1, 10.0.0.0/8, ::1")


@pytest.mark.parametrize(
    ("peer", "named", "client"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
    ],
)
def test_a_proxy_of_ours_is_believed(peer, named, client):
    assert client_of(peer, named, OURS) == client


@pytest.mark.parametrize(
    ("peer", "named", "client"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, nonsense", "127.0.0.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_what_a_client_invents_is_not(peer, named, client):
    assert client_of(peer, named, OURS) == client


@given(st.text(), st.text())
def test_without_proxies_nothing_is_believed(peer, named):
    assert client_of(peer, named, ()) == peer


@given(st.text())
def test_no_header_raises(named):
    assert client_of("127.0.0.1", named, OURS)


def test_the_application_is_told():
    seen = []

    def application(environ, start_response):
        seen.append(environ["REMOTE_ADDR"])
        return [b""]

    call = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    with_client_address(application, OURS)(dict(call), lambda *_: None)
    with_client_address(application, ())(dict(call), lambda *_: None)
    assert seen == ["203.0.113.9", "127.0.0.1"]


def test_a_wrong_network_is_named():
    with pytest.raises(ValueError, match=r"10\.0\.0\.300"):
        networks_in("10.0.0.300")
