"""Whose network address it is: pure."""

from ipaddress import IPv6Address, ip_address, ip_network


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
