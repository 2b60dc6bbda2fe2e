"""What is said to the public and to everybody: which addresses may stand there, and its digest. Pure."""

import hashlib
import json
from urllib.parse import urlsplit


def is_readable(article: str) -> bool:
    """Whether an address leads to a page: of this portal, or by https."""
    try:
        parts = urlsplit(article)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        return parts.scheme == "https" and bool(parts.hostname)
    return article.startswith("/") and not article.startswith("//") and "\\" not in article


def digest_of(said: object) -> str:
    """The SHA-256 of what was said, as JSON with sorted names."""
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()
