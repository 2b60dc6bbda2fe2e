"""What happens to the record of processing."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class ProcessingRecorded(BrandFact):
    """The record of processing has a new version; `digest` is the SHA-256 of its canonical JSON."""

    kind: ClassVar[str] = "privacy.processing_recorded"

    version: int
    charter: int
    digest: str
