"""What the public may read of a comment: the customer's own words with pieces cut out: pure."""

import re
from collections.abc import Iterable

from muhatap.kernel.damm import is_own_number
from muhatap.kernel.detectors import detect

CUT = "[…]"
_GAPS = re.compile(r"(?:\s*\[…\]\s*)+")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_ADDRESS = re.compile(r"https?://\S{1,500}|www\.\S{1,200}", re.IGNORECASE)
# Telephone, account, case and reference numbers: whatever has six digits or more tells who somebody is.
_NUMBER = re.compile(r"\+?\d(?:[\s().-]{0,2}\d){5,23}")
_STARS = re.compile(r"[A-Z]{0,2}\*{2,}\d*")


class AddsWords(ValueError):
    """A text holds what the customer did not write, at a place other than a cut."""


def suggested(comment: str, names: Iterable[str]) -> str:
    """The comment with everything cut out that names somebody: addresses, numbers and these names."""
    text = comment.replace(CUT, "...")
    spans = [(item.start, item.end) for item in detect(text, is_own_number)]
    spans += [match.span() for form in (_MAIL, _ADDRESS, _NUMBER, _STARS) for match in form.finditer(text)]
    for word in {part for name in names for part in name.split() if len(part) > 2}:
        # With its Turkish endings: Ayşe'nin, Aydın'a.
        found = re.compile(rf"(?<!\w){re.escape(word)}(?:['’]\w{{1,8}})?(?!\w)", re.IGNORECASE)
        spans += [match.span() for match in found.finditer(text)]
    return _without(text, spans)


def cuts_of(comment: str, public: str) -> int:
    """How many pieces are missing; AddsWords where the public text is not the comment with pieces cut out."""
    pieces = [_plain(piece) for piece in public.split(CUT)]
    whole, place = _plain(comment), 0
    for index, piece in enumerate(pieces):
        if index == 0 and not whole.startswith(piece):
            raise AddsWords(piece)
        if index == len(pieces) - 1:
            if not whole.endswith(piece) or len(whole) - len(piece) < place:
                raise AddsWords(piece)
            if index == 0 and piece != whole:
                raise AddsWords(piece)
            break
        found = whole.find(piece, place)
        if found < 0:
            raise AddsWords(piece)
        place = found + len(piece)
    return len(pieces) - 1


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    pieces, done = [], 0
    for start, end in sorted(spans):
        if end <= done:
            continue
        if start > done or not pieces:
            pieces.append(text[done:start])
        pieces.append(CUT)
        done = end
    return _GAPS.sub(_joined, "".join([*pieces, text[done:]])).strip()


def _joined(gap: re.Match[str]) -> str:
    before = " " if gap[0][0].isspace() else ""
    return f"{before}{CUT}{' ' if gap[0][-1].isspace() else ''}"


def _plain(text: str) -> str:
    return " ".join(text.replace(CUT, "...").split())
