"""What can happen to a case file."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.cases.events import CaseFact


@dataclass(frozen=True, kw_only=True)
class DossierSealed(CaseFact):
    """A dossier was made; it holds the first `events` of the case, `manifest` is its manifest's SHA-256."""

    kind: ClassVar[str] = "dossier.sealed"
    security: ClassVar[str] = "export"

    audience: str
    events: int
    manifest: str
