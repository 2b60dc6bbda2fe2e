"""Whose network address it is: pure."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

# Addresses in which an IPv4 address stands: NAT64 (RFC 6052), 6to4 (RFC 3056), Teredo (RFC 4380).
_CARRYING = ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
_CARRIES_IPV4 = tuple(IPv6Network(each) for each in _CARRYING)


def household(who: str) -> str:
    """The address, of an IPv6 address its network only: a household gets 2^64 addresses (RFC 6177)."""
    try:
        address = ip_address(who)
    except ValueError:
        return who
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ip_network((int(address), 64), strict=False))
    return who


def is_public(who: str) -> bool:
    """Whether an address is a single machine of the open network: not ours, not this link's, not many."""
    try:
        address = ip_address(who.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if any(address in each for each in _CARRIES_IPV4):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def is_within(who: str, networks: Iterable[str]) -> bool:
    """Whether an address lies in one of these networks; an IPv4 address in its IPv6 form counts as itself."""
    try:
        address: IPv4Address | IPv6Address = ip_address(who.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in ip_network(each) for each in networks)
