"""Answering with stored bytes: whatever they are, they can do nothing where they arrive."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from muhatap.files.types import INLINE, harmless_name

# Whatever the bytes are, nothing in them may run, load or be framed.
_SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
_OPAQUE = frozenset({"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/xml"})


def file_response(data: bytes, content_type: str, name: str) -> HttpResponse:
    """The bytes for a browser: shown only where that is safe, kept by nothing on the way."""
    is_inline = content_type in INLINE
    shown_type = "application/octet-stream" if content_type in _OPAQUE else content_type
    if shown_type == "text/plain":
        shown_type = "text/plain; charset=utf-8"
    response = HttpResponse(data, content_type=shown_type)
    response["Content-Disposition"] = (
        content_disposition_header(not is_inline, harmless_name(name, content_type)) or "attachment"
    )
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
