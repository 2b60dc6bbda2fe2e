"""Readable text of an HTML mail, quotes marked with `>`; one pass, no tree."""

import html
import re

MAX_HTML = 2_000_000
MAX_QUOTE_DEPTH = 20
TAG_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
SILENT = frozenset({"style", "script", "head", "title", "template", "noscript", "svg", "object"})
BLOCK_TAGS = """
    address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5
    h6 header hr li main nav ol p pre section table tbody tr ul
"""
BLOCKS = frozenset(BLOCK_TAGS.split())
SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre"})
SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u200b]+")


class _Lines:
    """Collects words into lines, each marked with the depth of quotation where it stands."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.words: list[str] = []
        self.depth = 0
        self.never_closed: set[str] = set()

    def end_line(self) -> None:
        line = SPACE.sub(" ", "".join(self.words)).strip()
        self.words = []
        if line or (self.lines and self.lines[-1].strip("> ")):
            self.lines.append(f"{'>' * self.depth} {line}".rstrip() if self.depth else line)

    def blank_line(self) -> None:
        if any(word.strip() for word in self.words):
            self.end_line()
        self.words = []
        self.end_line()


def text_of_html(markup: str) -> str:
    """The text of some HTML; the part beyond two million characters is left out."""
    markup = markup[:MAX_HTML]
    lowered = markup.lower()
    if len(lowered) != len(markup):
        lowered = "".join(letter.lower() if letter.isascii() else letter for letter in markup)
    out = _Lines()
    position = 0
    while True:
        start = markup.find("<", position)
        if start < 0:
            out.words.append(html.unescape(markup[position:]))
            break
        out.words.append(html.unescape(markup[position:start]))
        position = _after_markup(markup, lowered, start, out)
    out.end_line()
    return "\n".join(out.lines).strip()


def _after_markup(markup: str, lowered: str, start: int, out: _Lines) -> int:
    if markup.startswith("<!--", start):
        end = markup.find("-->", start + 4)
        return len(markup) if end < 0 else end + 3
    name = TAG_NAME.match(markup, start + 1)
    if not name:
        declared = markup.startswith(("<!", "<?"), start)
        if not declared:
            out.words.append("<")
            return start + 1
        end = markup.find(">", start)
        return len(markup) if end < 0 else end + 1
    end = markup.find(">", name.end())
    if end < 0:
        return len(markup)
    tag = name[1].lower()
    closing = markup[start + 1] == "/"
    if tag in SILENT and not closing and markup[end - 1] != "/":
        close = -1 if tag in out.never_closed else lowered.find(f"</{tag}", end)
        if close < 0:
            out.never_closed.add(tag)
            return len(markup) if tag in ("style", "script") else end + 1
        end = lowered.find(">", close)
        return len(markup) if end < 0 else end + 1
    _tag(tag, closing, out)
    return end + 1


def _tag(tag: str, closing: bool, out: _Lines) -> None:
    if tag == "br":
        out.end_line()
    elif tag in ("td", "th"):
        out.words.append(" ")
    elif tag in BLOCKS:
        if any(word.strip() for word in out.words):
            out.end_line()
        if tag in SPACED:
            out.blank_line()
        if tag == "blockquote":
            out.depth = min(out.depth + 1, MAX_QUOTE_DEPTH) if not closing else max(out.depth - 1, 0)
        if tag == "li" and not closing:
            out.words.append("- ")
