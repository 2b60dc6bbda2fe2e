"""Who asks, when a proxy stands in front: its word is taken only when the proxy is one of ours."""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

Networks = tuple[IPv4Network | IPv6Network, ...]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def networks_in(written: str) -> Networks:
    """The networks of a list such as `127.0.0.1, 10.0.0.0/8, ::1`; ValueError names what is none."""
    return tuple(ip_network(entry.strip()) for entry in written.split(",") if entry.strip())


def client_of(peer: str, forwarded_for: str, proxies: Networks) -> str:
    """The nearest address that is not one of our proxies, read from the right; the rest may be invented."""
    named = [entry.strip() for entry in forwarded_for.split(",") if entry.strip()]
    client = peer
    while named and _is_ours(client, proxies):
        following = named.pop()
        if not _is_address(following):
            break
        client = following
    return client


def with_client_address(application: Application, proxies: Networks) -> Application:
    """The application, told in `REMOTE_ADDR` who called when one of our proxies brought the call."""

    def asked(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        peer, named = environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", "")
        environ["REMOTE_ADDR"] = client_of(peer, named, proxies)
        return application(environ, start_response)

    return asked if proxies else application


def _is_ours(address: str, proxies: Networks) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in proxies)


def _is_address(written: str) -> bool:
    try:
        ip_address(written)
    except ValueError:
        return False
    return True
