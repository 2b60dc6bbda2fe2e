"""What can happen to the keys of programs."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class TokenCreated(BrandFact):
    """A program got a key to a brand; the key itself is kept nowhere."""

    kind: ClassVar[str] = "token.created"

    token: int
    name: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(BrandFact):
    """A program's key was taken away."""

    kind: ClassVar[str] = "token.revoked"

    token: int
    name: str
