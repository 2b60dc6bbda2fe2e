"""How long and how much of what customers hold is kept: of keys only digests."""

import hashlib
from datetime import timedelta

DRAFT_KEPT_FOR = timedelta(days=7)
CASE_LINK_VALID_FOR = timedelta(minutes=30)
MOST_BYTES = 100 * 1024 * 1024
DRAFT_PURPOSE, LINK_PURPOSE = "form-draft", "mailed-link"
RESUME, TRACK = "resume", "track"


def digest_of(key: str) -> str:
    """What is kept of a key or token: its SHA-256 (it is random, so no salt is needed)."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
