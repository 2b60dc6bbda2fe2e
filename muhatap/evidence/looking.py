"""Looking at a file before it is kept: what could be hard to read, and what it tells beside its content."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from muhatap.files.traces import CannotStrip, orientation_in, stripped

_MEASURED = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp", "image/tiff"})
# Telephones write these; not every browser and none of our tools can show them.
_UNSHOWN = frozenset({"image/heic", "image/avif"})
_NEVER_SHOWN = frozenset({"image/svg+xml", "text/html"})
_MANY_PAGES = 40


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen: `advice` by code, and `traces` (place, time, device, or `unknown`)."""

    advice: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()


def look_at(data: bytes, content_type: str) -> Look:
    """Look at bytes of a known type; nothing here refuses them."""
    if content_type in _UNSHOWN:
        return Look(("unshown",), ("unknown",))
    if content_type in _NEVER_SHOWN:
        return Look(("unshown",))
    if content_type == "application/pdf":
        return Look(_advice_on_pdf(data))
    if content_type not in _MEASURED:
        return Look()
    # Loaded with the first picture: not every process sees one.
    from muhatap.files.pictures import NotAPicture, signs_of

    try:
        signs = signs_of(data)
    except NotAPicture:
        return Look(("broken",))
    return Look(signs.advice, signs.traces)


def without_traces(data: bytes, traces: Sequence[str]) -> bytes | None:
    """The same picture without place, time and device; None where there is nothing to take out, or no way."""
    if not traces:
        return None
    try:
        return stripped(data, orientation_in(data))
    except CannotStrip:
        return None


def _advice_on_pdf(data: bytes) -> tuple[str, ...]:
    # Large, and seldom needed.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        document = PdfReader(io.BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            return ("locked",)
        return ("long",) if len(document.pages) > _MANY_PAGES else ()
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError):
        return ("broken",)
