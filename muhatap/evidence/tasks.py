"""What evidence does by itself."""

from datetime import datetime

from muhatap.evidence import operations as evidence
from muhatap.files import operations as files
from muhatap.kernel.actors import Actor

_KEEPER = Actor.system("evidence")
_SCANNER = Actor.system("scanner")


def scan_files(at: datetime) -> int:
    """Have the virus scanner look at files that it did not see yet."""
    return files.scan_files(limit=20, by=_SCANNER, at=at)


def look_at_evidence(at: datetime) -> int:
    """Look at what came with messages."""
    return evidence.look_at_items(limit=20, by=_KEEPER, at=at)


def chase_requests(at: datetime) -> int:
    """Remind of documents that were asked for and of reviews that run, and end what is past its day."""
    return evidence.chase_requests(by=_KEEPER, at=at) + evidence.remind_of_reviews(by=_KEEPER, at=at)


def end_evidence(at: datetime) -> int:
    """Let documents expire, and destroy what is no longer kept."""
    evidence.expire_items(by=_KEEPER, at=at)
    return evidence.destroy_due(by=_KEEPER, at=at)
