"""What a verification says: the faults it knows, one finding for each place, and the whole report."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

_KEPT_FINDINGS = 100
HEAD_LOG = "head log"
LOOSE_CONTENT = "content"
ARCHIVE = "archive"
_NO_STREAMS = frozenset({HEAD_LOG, LOOSE_CONTENT, ARCHIVE})


class Fault(StrEnum):
    """What can be wrong with the record."""

    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"
    INSERTED = "inserted"
    CUT = "cut"
    HEAD = "head"
    MISSING_STREAM = "missing_stream"
    UNKNOWN_STREAM = "unknown_stream"
    CONTENT_CHANGED = "content_changed"
    CONTENT_REMOVED = "content_removed"
    TABLE = "table"
    REWRITTEN = "rewritten"
    LOG_MISSING = "log_missing"
    LOG_CHANGED = "log_changed"
    LOG_SIGNATURE = "log_signature"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that does not fit: in which stream, at which place, which event, and what is wrong."""

    stream_kind: str
    stream_id: int
    seq: int
    event_id: int | None
    fault: Fault
    detail: str = ""

    def __str__(self) -> str:
        event = f" (event {self.event_id})" if self.event_id else ""
        detail = f": {self.detail}" if self.detail else ""
        return f"{self.stream_kind}:{self.stream_id}#{self.seq}{event} {self.fault}{detail}"


@dataclass(slots=True)
class Report:
    """What was looked at and what was found, the first finding of the record first."""

    streams: int = 0
    events: int = 0
    erased: int = 0
    logs: int = 0
    found: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        """Whether nothing was found."""
        return self.found == 0

    @property
    def first(self) -> Finding | None:
        """The first place that does not fit, in the order of streams and places."""
        return min(
            self.findings,
            key=lambda each: (each.stream_kind in _NO_STREAMS, each.stream_id, each.seq),
            default=None,
        )

    def add(self, findings: Iterable[Finding]) -> None:
        """Count findings and keep the first of them."""
        for finding in findings:
            self.found += 1
            if len(self.findings) < _KEPT_FINDINGS:
                self.findings.append(finding)

    def __iadd__(self, other: "Report") -> "Report":
        self.streams += other.streams
        self.events += other.events
        self.erased += other.erased
        self.logs += other.logs
        self.add(other.findings)
        self.found += other.found - len(other.findings)
        return self
