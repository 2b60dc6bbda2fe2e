"""What can happen to a file."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class FileQuarantined(BrandFact):
    """The virus scanner found something in a file; nobody can open it without a right and a reason."""

    kind: ClassVar[str] = "file.quarantined"

    file: int
    sha256: str
    finding: str
