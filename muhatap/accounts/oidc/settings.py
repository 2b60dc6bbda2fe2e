"""What the surroundings say of the identity provider: its address, our name there, and what groups give."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from muhatap.accounts.group_table import GroupTable, WrongProvider

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider and what its groups mean here."""

    issuer: str
    client_id: str
    secret: str
    groups: GroupTable = field(default_factory=GroupTable)

    def __post_init__(self) -> None:
        if not is_safe(self.issuer) or not self.client_id or not self.secret:
            raise WrongProvider(self.issuer)


def is_safe(url: str) -> bool:
    """Whether an address may be called: TLS, or this machine itself."""
    parts = urlsplit(url)
    named = bool(parts.hostname) and not parts.username and not parts.fragment
    return named and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK))


def provider_of(written: str, groups: str) -> Provider | None:
    """The provider of `https://issuer,CLIENT,SECRET` and a table of groups."""
    if not written:
        return None
    issuer, client_id, secret = (*written.split(",", 2), "", "")[:3]
    return Provider(issuer.rstrip("/"), client_id, secret, GroupTable.written(groups))
