"""Readable text of an HTML mail, quotes marked with `>`; one pass, no tree."""

import html
import re
from dataclasses import dataclass, field

from muhatap.channels.adapters.email import html_marks as marks

MAX_HTML = 2_000_000
MAX_QUOTE_DEPTH = 20
MAX_TAG = 4_000
MAX_QUOTED_TAGS = 200
TAG_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
# A ">" inside a quoted attribute does not end the tag.
WHOLE_TAG = re.compile(
    rf"""[^>"']{{0,{MAX_TAG}}}+(?:(?:"[^"]{{0,{MAX_TAG}}}+"|'[^']{{0,{MAX_TAG}}}+')[^>"']{{0,500}}+){{0,20}}+>"""
)
SILENT = frozenset({"style", "script", "head", "title", "template", "noscript", "svg", "object"})
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "area", "base", "col", "wbr"})
BLOCK_TAGS = """
    address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5
    h6 header hr li main nav ol p pre section table tbody tr ul
"""
BLOCKS = frozenset(BLOCK_TAGS.split())
SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre"})
SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u200b]+")


@dataclass(frozen=True, slots=True)
class HtmlText:
    """The words of some HTML; the line where a container of quotations begins; lines of a signature."""

    text: str
    quoted_from: int | None = None
    signature: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Element:
    """An element with a meaning of its own, open until its name is closed as often as it was opened."""

    tag: str = ""
    depth: int = 0

    def opens(self, tag: str) -> None:
        if not self.depth:
            self.tag = tag
        self.depth += tag == self.tag

    def meets(self, tag: str, closing: bool) -> None:
        if self.depth and tag == self.tag:
            self.depth += -1 if closing else 1


@dataclass(slots=True)
class _Lines:
    """Collects words into lines, each marked with the depth of quotation where it stands."""

    shows_hidden: bool
    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    quotes: list[bool] = field(default_factory=list)
    depth: int = 0
    hidden: _Element = field(default_factory=_Element)
    signature: _Element = field(default_factory=_Element)
    preformatted: _Element = field(default_factory=_Element)
    signed: set[int] = field(default_factory=set)
    quoted_from: int | None = None
    ruled_from: list[int] = field(default_factory=list)
    never_closed: set[str] = field(default_factory=set)
    odd_tags: int = 0
    last_end: int = 0

    def add(self, words: str) -> None:
        if self.hidden.depth and not self.shows_hidden:
            return
        if self.preformatted.depth and "\n" in words:
            *whole, words = words.replace("\r\n", "\n").split("\n")
            for line in whole:
                self.words.append(line)
                self.end_line()
        if words:
            self.words.append(words)

    def end_line(self) -> None:
        line = SPACE.sub(" ", "".join(self.words)).strip()
        self.words = []
        if not line and not (self.lines and self.lines[-1].strip("> ")):
            return
        if line and self.signature.depth:
            self.signed.add(len(self.lines))
        depth = min(self.depth, MAX_QUOTE_DEPTH)
        self.lines.append(f"{'>' * depth} {line}".rstrip() if depth else line)

    def end_words(self) -> None:
        if any(word.strip() for word in self.words):
            self.end_line()
        self.words = []

    def blank_line(self) -> None:
        self.end_words()
        self.end_line()

    def drop_empty_quotes(self) -> None:
        while self.lines and self.lines[-1] and not self.lines[-1].strip("> "):
            self.lines.pop()

    def quotation_begins(self) -> None:
        if self.quoted_from is None:
            self.quoted_from = len(self.lines)


def text_of_html(markup: str) -> str:
    """The text of some HTML; the part beyond two million characters is left out."""
    return read_html(markup).text


def read_html(markup: str) -> HtmlText:
    """The text of some HTML and what its containers tell; hidden text counts only where there is no other."""
    found = _read(markup[:MAX_HTML], shows_hidden=False)
    return found if found.text else _read(markup[:MAX_HTML], shows_hidden=True)


def _read(markup: str, *, shows_hidden: bool) -> HtmlText:
    lowered = markup.lower()
    if len(lowered) != len(markup):
        lowered = "".join(letter.lower() if letter.isascii() else letter for letter in markup)
    out = _Lines(shows_hidden)
    position = 0
    while True:
        start = markup.find("<", position)
        if start < 0:
            out.add(html.unescape(markup[position:]))
            break
        out.add(html.unescape(markup[position:start]))
        position = _after_markup(markup, lowered, start, out)
    out.end_line()
    while out.lines and not out.lines[-1].strip():
        out.lines.pop()
    quoted_from = marks.first_quotation(out.lines, out.quoted_from, out.ruled_from)
    return HtmlText("\n".join(out.lines), quoted_from, frozenset(out.signed))


def _after_markup(markup: str, lowered: str, start: int, out: _Lines) -> int:
    if markup.startswith("<!--", start):
        end = markup.find("-->", start + 4)
        return len(markup) if end < 0 else end + 3
    name = TAG_NAME.match(markup, start + 1)
    if not name:
        declared = markup.startswith(("<!", "<?"), start)
        if not declared:
            out.add("<")
            return start + 1
        end = markup.find(">", start)
        return len(markup) if end < 0 else end + 1
    end = _tag_end(markup, name.end(), out)
    if end < 0:
        return _unended(markup, start, name[1], out)
    tag = name[1].lower()
    closing = markup[start + 1] == "/"
    if tag in SILENT and not closing and markup[end - 1] != "/":
        close = -1 if tag in out.never_closed else lowered.find(f"</{tag}", end)
        if close < 0:
            out.never_closed.add(tag)
            return len(markup) if tag in ("style", "script") else end + 1
        end = lowered.find(">", close)
        return len(markup) if end < 0 else end + 1
    _tag(tag, closing, lowered[name.end() : min(end, name.end() + MAX_TAG)], out)
    return end + 1


def _tag_end(markup: str, position: int, out: _Lines) -> int:
    if out.last_end < 0:
        return -1
    out.last_end = end = markup.find(">", position)
    if end < 0 or out.odd_tags >= MAX_QUOTED_TAGS:
        return end
    if markup.count('"', position, end) % 2 == 0 and markup.count("'", position, end) % 2 == 0:
        return end
    out.odd_tags += 1
    whole = WHOLE_TAG.match(markup, position)
    return whole.end() - 1 if whole else end


def _unended(markup: str, start: int, name: str, out: _Lines) -> int:
    """A "<" that nothing closes: "a <b and the rest" is text, an unfinished tag of HTML is not."""
    if name.lower() in BLOCKS | VOID | SILENT | {"a", "span", "font"}:
        return len(markup)
    out.add("<")
    return start + 1


def _tag(tag: str, closing: bool, attributes: str, out: _Lines) -> None:
    if tag == "br":
        if not (out.hidden.depth and not out.shows_hidden):
            out.end_line()
        return
    if tag == "img":
        out.add(marks.symbol_of(attributes))
    if not closing and out.hidden.depth and _ends_unclosed(out.hidden.tag, tag):
        out.hidden.depth = 0
    for element in (out.hidden, out.signature, out.preformatted):
        if closing and element is out.signature and element.depth == 1 and tag == element.tag:
            out.end_words()
        element.meets(tag, closing)
    if tag in ("td", "th"):
        out.add(" ")
    elif tag in BLOCKS:
        _block(tag, closing, attributes, out)
    if not closing and attributes and tag not in VOID:
        _marked(tag, attributes, out)
    elif not closing and attributes and marks.begins_quotation(attributes):
        out.quotation_begins()


def _ends_unclosed(open_tag: str, tag: str) -> bool:
    """Whether a beginning element ends one that authors need not close."""
    if open_tag == "p":
        return tag in BLOCKS
    return open_tag in ("li", "td", "th", "tr", "dd", "dt") and tag in (open_tag, "tr")


def _block(tag: str, closing: bool, attributes: str, out: _Lines) -> None:
    out.end_words()
    if tag == "blockquote" and closing and out.quotes:
        out.depth -= out.quotes.pop()
        out.drop_empty_quotes()
    if tag in SPACED:
        out.blank_line()
    if tag == "pre" and not closing:
        out.preformatted.opens(tag)
    if tag == "blockquote" and not closing:
        quotes = marks.quotes(attributes)
        out.quotes.append(quotes)
        out.depth += quotes
    if tag == "li" and not closing:
        out.add("- ")


def _marked(tag: str, attributes: str, out: _Lines) -> None:
    """What an element says about its content by its id, class or style."""
    if marks.hides(attributes) and not out.hidden.depth:
        out.hidden.opens(tag)
    if marks.signs(attributes) and not out.signature.depth and not out.depth:
        out.end_words()
        out.signature.opens(tag)
    if marks.begins_quotation(attributes):
        out.end_words()
        out.quotation_begins()
    if marks.rules_off(attributes):
        out.end_words()
        out.ruled_from.append(len(out.lines))
