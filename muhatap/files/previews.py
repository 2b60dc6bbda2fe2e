"""Pictures of stored files: a page with the name of who looks at it, and flat copies without what is blacked.

Each is drawn in a process of its own with limits of time and memory.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

SECONDS_AT_MOST = 40
DRAWABLE = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp", "image/tiff"}
)


class CannotDraw(Exception):
    """No picture can be made of this file: it is broken, locked, too large, or of another sort."""


@dataclass(frozen=True, slots=True)
class Box:
    """What is blacked on a page (the first is 0), in percent of its width and height."""

    page: int
    left: float
    top: float
    width: float
    height: float


def page_count(data: bytes, content_type: str) -> int:
    """How many pages can be drawn; a picture is one."""
    return 1 if content_type != "application/pdf" else int(_drawn(data, content_type, {"what": "pages"}))


def preview(data: bytes, content_type: str, *, page: int = 0, mark: str = "") -> bytes:
    """One page as PNG, at most 1400 pixels wide or high, with a watermark where one is given."""
    return _drawn(data, content_type, {"what": "preview", "page": page, "mark": mark})


def redacted(data: bytes, content_type: str, boxes: Sequence[Box]) -> bytes:
    """A flat copy with the boxes blacked, without any text: PNG of a picture, PDF of pictures of a PDF."""
    return _drawn(data, content_type, {"what": "redacted", "boxes": [asdict(each) for each in boxes]})


def coarse(data: bytes, content_type: str) -> bytes:
    """A flat copy in which nothing can be made out: PNG of a picture, PDF of pictures of a PDF."""
    return _drawn(data, content_type, {"what": "coarse"})


def _drawn(data: bytes, content_type: str, wanted: dict[str, Any]) -> bytes:
    if content_type not in DRAWABLE:
        raise CannotDraw(content_type)
    said = json.dumps({**wanted, "type": content_type}).encode() + b"\n"
    env = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "muhatap.files.drawing"],
            input=said + data, capture_output=True, check=False, env=env, timeout=2 * SECONDS_AT_MOST,
            start_new_session=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise CannotDraw("time") from late
    if done.returncode or not done.stdout:
        raise CannotDraw(str(done.returncode))
    return done.stdout
