"""The boxes of a redaction as a form sends them: in percent of the page, drawn or typed."""

from collections.abc import Mapping

from muhatap.evidence.operations.redacting import MOST_BOXES
from muhatap.files.previews import Box

_PARTS = ("page", "left", "top", "width", "height")


def boxes_in(sent: Mapping[str, str]) -> list[Box]:
    """The boxes that were filled in; one that cannot be read has no size, so that it is refused."""
    found = []
    for row in range(MOST_BOXES + 1):
        parts = [str(sent.get(f"{part}-{row}", "")).strip().replace(",", ".") for part in _PARTS]
        if any(parts[1:]):
            found.append(_box(parts))
    return found


def _box(parts: list[str]) -> Box:
    try:
        page, left, top, width, height = (float(part or 0) for part in parts)
        return Box(int(page) - 1, left, top, width, height)
    except (ValueError, OverflowError):
        return Box(-1, 0, 0, 0, 0)
