"""What happens to what a brand tells everybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class AnnouncementPublished(BrandFact):
    """A brand tells everybody something for a time; `text_digest` is the SHA-256 of its words."""

    kind: ClassVar[str] = "announcement.published"

    announcement: int
    severity: str
    starts_at: datetime
    ends_at: datetime | None
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class AnnouncementEnded(BrandFact):
    """An announcement was taken from the pages before its time; what it said stays readable on the desk."""

    kind: ClassVar[str] = "announcement.ended"

    announcement: int
    reason: str
