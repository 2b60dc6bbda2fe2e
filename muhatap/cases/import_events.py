"""What can happen to a case that came from another desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from muhatap.cases.case_fact import CaseFact


@dataclass(frozen=True, kw_only=True)
class CaseImported(CaseFact):
    """A case was taken over from another desk as it stood there; nothing was promised for it here."""

    kind: ClassVar[str] = "case.imported"
    personal: ClassVar[frozenset[str]] = frozenset({"subject"})
    opens_stream: ClassVar[bool] = True

    number: str
    subject: str
    source: str
    foreign_id: str
    status: str
    case_kind: str
    priority: int
    queue: int
    owner: int | None
    customer: int
    language: str
    tags: tuple[str, ...]
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class MessageImported(CaseFact):
    """A message was taken over with its case; `written_at` is when it was written there."""

    kind: ClassVar[str] = "message.imported"
    personal: ClassVar[frozenset[str]] = frozenset({"content_digest"})

    message: int
    author: str
    channel: str
    language: str
    files: int
    written_at: str
    content_digest: str
