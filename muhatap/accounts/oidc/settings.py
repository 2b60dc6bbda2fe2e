"""What the surroundings say of the identity provider: its address, our name there, and what groups give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from muhatap.accounts.roles import Role

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class WrongProvider(ValueError):
    """The address, the secret or the table of groups cannot be used."""


@dataclass(frozen=True, slots=True)
class Grants:
    """What groups give: a role in each brand (by code), and teams of it."""

    roles: Mapping[str, Role] = field(default_factory=dict)
    teams: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider and what its groups mean here."""

    issuer: str
    client_id: str
    secret: str
    # From a group to (brand, role) or (brand, team) pairs.
    role_groups: Mapping[str, tuple[str, Role]] = field(default_factory=dict)
    team_groups: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not is_safe(self.issuer) or not self.client_id or not self.secret:
            raise WrongProvider(self.issuer)

    @property
    def brands(self) -> set[str]:
        """The brands in which groups decide over roles."""
        return {brand for brand, _ in self.role_groups.values()}

    def grants(self, groups: Iterable[str]) -> Grants:
        """What these groups give; of several roles in a brand the one that the table names first."""
        held = set(groups)
        roles: dict[str, Role] = {}
        for group, (brand, role) in self.role_groups.items():
            if group in held:
                roles.setdefault(brand, role)
        teams: dict[str, set[str]] = {}
        for group, (brand, team) in self.team_groups.items():
            if group in held:
                teams.setdefault(brand, set()).add(team)
        return Grants(roles, {brand: frozenset(codes) for brand, codes in teams.items()})


def is_safe(url: str) -> bool:
    """Whether an address may be called: TLS, or this machine itself."""
    parts = urlsplit(url)
    named = bool(parts.hostname) and not parts.username and not parts.fragment
    return named and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK))


def provider_of(written: str, groups: str) -> Provider | None:
    """The provider of `https://issuer,CLIENT,SECRET` and `group=brand:role` or `group=brand:team:code`."""
    if not written:
        return None
    issuer, client_id, secret = (*written.split(",", 2), "", "")[:3]
    role_groups: dict[str, tuple[str, Role]] = {}
    team_groups: dict[str, tuple[str, str]] = {}
    for word in groups.split():
        group, _, meant = word.partition("=")
        brand, _, given = meant.partition(":")
        team = given.removeprefix("team:")
        if not group or not brand or not given:
            raise WrongProvider(word)
        if team != given:
            team_groups[group] = (brand, team)
        elif given in set(Role):
            role_groups[group] = (brand, Role(given))
        else:
            raise WrongProvider(word)
    return Provider(issuer.rstrip("/"), client_id, secret, role_groups, team_groups)
