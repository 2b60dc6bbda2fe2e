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
