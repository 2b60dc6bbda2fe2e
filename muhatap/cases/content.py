"""What stands in the chain for a message: one digest over its words and files."""

import hashlib
from collections.abc import Sequence

from muhatap.kernel.canonical import canonical
from muhatap.kernel.text import clean


def content_digest(text: str, file_digests: Sequence[str], *, html: str = "", quoted: str = "") -> str:
    """SHA-256 (hex) of a message as it is stored: text, HTML, quoted part, digests of its files in order."""
    parts = [clean(text), clean(html), clean(quoted), list(file_digests)]
    return hashlib.sha256(canonical(parts)).hexdigest()
