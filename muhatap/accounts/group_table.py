"""What groups of an identity provider or a directory give here: a role in each brand, and teams of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from muhatap.accounts.roles import Role


class WrongProvider(ValueError):
    """The address, the secret, the description or the table of groups cannot be used."""


@dataclass(frozen=True, slots=True)
class Grants:
    """What groups give: a role in each brand (by code), and teams of it."""

    roles: Mapping[str, Role] = field(default_factory=dict)
    teams: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupTable:
    """From a group to (brand, role) or (brand, team)."""

    role_groups: Mapping[str, tuple[str, Role]] = field(default_factory=dict)
    team_groups: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def written(cls, text: str) -> Self:
        """The table of `group=brand:role` and `group=brand:team:code`, apart by spaces."""
        role_groups: dict[str, tuple[str, Role]] = {}
        team_groups: dict[str, tuple[str, str]] = {}
        for word in text.split():
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
        return cls(role_groups, team_groups)

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
