"""Answering with stored bytes: whatever they are, they can do nothing where they arrive."""

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from muhatap.files.types import INLINE, harmless_name

# Whatever the bytes are, nothing in them may run, load or be framed.
_SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_OPAQUE = frozenset({"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/xml"})


def file_response(data: bytes, content_type: str, name: str, wanted: str = "") -> HttpResponse:
    """The bytes for a browser: shown only where that is safe, kept by nothing on the way.

    `wanted` is the header `Range` (RFC 9110): one range of bytes is answered by that part, so that a download
    which broke off goes on; anything else by the whole.
    """
    is_inline = content_type in INLINE
    shown_type = "application/octet-stream" if content_type in _OPAQUE else content_type
    if shown_type == "text/plain":
        shown_type = "text/plain; charset=utf-8"
    response = HttpResponse(data, content_type=shown_type)
    response["Accept-Ranges"] = "bytes"
    _cut_to(response, wanted)
    response["Content-Disposition"] = (
        content_disposition_header(not is_inline, harmless_name(name, content_type)) or "attachment"
    )
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _cut_to(response: HttpResponse, wanted: str) -> None:
    found = _RANGE.fullmatch(wanted.strip())
    if found is None or not any(found.groups()):
        return
    size, (first, last) = len(response.content), found.groups()
    # Without a beginning it is so many bytes from the end.
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        if first and last and int(last) < start < size:
            return
        response.status_code, response.content = 416, b""
        response["Content-Range"] = f"bytes */{size}"
        return
    response.content = response.content[start : end + 1]
    response.status_code = 206
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
