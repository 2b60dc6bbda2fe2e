"""HTML to PDF: accessible and for keeping (PDF/A-2a, ISO 19005-2: tagged, fonts inside), in a process apart.

The process that sets the pages reads HTML and style from its standard input, may not fetch anything, has an
end, and takes its memory with it when it goes.
"""

import json
import subprocess
import sys
from datetime import datetime

VARIANT = "pdf/a-2a"
LARGEST = 4 << 20
_SECONDS = 120
_MEMORY = 2 << 30
_NOT_HERE, _FAILED = 3, 4


class NoPaper(Exception):
    """No PDF was made: `too_long`, `not_here` (the library that sets text is missing), or `failed`."""


def as_pdf(html: bytes, css: str, at: datetime) -> bytes:
    """The PDF of an HTML text in UTF-8; its links to files, styles and pictures are not followed."""
    if len(html) > LARGEST:
        raise NoPaper("too_long")
    question = json.dumps({"html": html.decode(), "css": css, "at": at.isoformat()}).encode()
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=question, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise NoPaper("too_long") from late
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise NoPaper("not_here" if done.returncode == _NOT_HERE else "failed")
    return done.stdout


def _set_pages() -> int:
    import logging
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError):
        return _NOT_HERE
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    asked = json.load(sys.stdin)
    nothing = URLFetcher(allowed_protocols=())
    style = CSS(string=asked["css"], url_fetcher=nothing)
    page = HTML(string=asked["html"], url_fetcher=nothing)
    document = page.render(stylesheets=[style])
    document.metadata.created = document.metadata.modified = asked["at"]
    pdf = document.write_pdf(pdf_variant=VARIANT, pdf_tags=True)
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(_set_pages())
