"""Masks secrets in HTML: a number may be spread over tags, written as entities or sit in an attribute."""

import html as entities
import re
from array import array
from collections.abc import Iterator

from muhatap.kernel import damm
from muhatap.kernel.detectors import Predicate, detect
from muhatap.kernel.masking import mask, mask_of

Edit = tuple[int, int, str]

_PIECE = re.compile(
    r"(?P<tag><[^<>]*>)|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,10});)|[^<&]+|.", re.S
)
_VALUE = re.compile(r'="([^"]*)"')
_INLINE = re.compile(r"</?(?:abbr|b|cite|code|del|em|i|ins|q|s|small|span|strong|sub|sup|u|a|font)\b", re.I)


def mask_html(html: str, is_own_number: Predicate = damm.is_own_number) -> tuple[str, tuple[str, ...]]:
    """Cleaned HTML with the secrets of its words and attributes masked, and their kinds; linear."""
    words, starts, ends, edits, kinds = [], array("L"), array("L"), [], []
    for match in _PIECE.finditer(html):
        if match.lastgroup == "tag":
            edits += _edits_of_tag(match, is_own_number, kinds)
            text = "" if _INLINE.match(match.group()) else "\n"
        else:
            text = entities.unescape(match.group()) if match.lastgroup else match.group()
        words.append(text)
        _place(match, text, starts, ends)
    text = "".join(words)
    for item in detect(text, is_own_number):
        kinds.append(item.kind)
        edits.append((starts[item.start], ends[item.start], mask_of(item.kind, text[item.start : item.end])))
        edits += [(starts[at], ends[at], "") for at in range(item.start + 1, item.end)]
    return _edited(html, edits), tuple(kinds)


def _place(match: re.Match, text: str, starts: array, ends: array) -> None:
    """Note for every letter of the words which piece of the HTML it came from; a tag is never cut."""
    if match.lastgroup is None:
        starts.extend(range(match.start(), match.end()))
        ends.extend(range(match.start() + 1, match.end() + 1))
    elif text:
        end = match.start() if match.lastgroup == "tag" else match.end()
        starts.extend([match.start()] * len(text))
        ends.extend([end] * len(text))


def _edits_of_tag(tag: re.Match, is_own_number: Predicate, kinds: list[str]) -> Iterator[Edit]:
    for value in _VALUE.finditer(tag.group()):
        masked = mask(entities.unescape(value.group(1)), is_own_number)
        if masked.found:
            kinds += [item.kind for item in masked.found]
            start, end = value.span(1)
            yield tag.start() + start, tag.start() + end, entities.escape(masked.text)


def _edited(html: str, edits: list[Edit]) -> str:
    pieces, done = [], 0
    for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [html[done:start], text]
        done = max(done, end)
    return "".join([*pieces, html[done:]])
