"""What can happen to the record itself."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.kernel.facts import BrandFact, Fact


@dataclass(frozen=True, kw_only=True)
class HeadsSigned(Fact):
    """The heads of the streams that had changed were listed and signed."""

    kind: ClassVar[str] = "heads.signed"

    number: int
    digest: str
    streams: int


@dataclass(frozen=True, kw_only=True)
class HeadsStamped(Fact):
    """An outside authority stated when a head log existed (RFC 3161)."""

    kind: ClassVar[str] = "heads.stamped"

    number: int
    authority: str
    stamp: str


@dataclass(frozen=True, kw_only=True)
class KeyringRotated(Fact):
    """The keyring has a new active key; what older keys sealed is sealed anew."""

    kind: ClassVar[str] = "keyring.rotated"
    security: ClassVar[str] = "key"

    key: str
    previous: str


@dataclass(frozen=True, kw_only=True)
class KeyringResealed(Fact):
    """Everything that older keys had sealed is sealed by the active key now."""

    kind: ClassVar[str] = "keyring.resealed"
    security: ClassVar[str] = "key"

    key: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class KeyForgotten(Fact):
    """A key left the keyring and is destroyed; nothing was sealed by it any more."""

    kind: ClassVar[str] = "keyring.key_forgotten"
    security: ClassVar[str] = "key"

    key: str


@dataclass(frozen=True, kw_only=True)
class ArchiveSealed(BrandFact):
    """Closed cases of a year were sealed into a file of the archive, with a list of all that is in it."""

    kind: ClassVar[str] = "archive.sealed"

    year: int
    path: str
    sha256: str
    list_sha256: str
    root: str
    cases: int
    events: int
