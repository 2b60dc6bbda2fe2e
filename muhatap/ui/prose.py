"""Plain Markdown as people write it in articles: headings, paragraphs, lists, emphasis, links, code, quotes.

Everything else stays as it was typed and is escaped: no raw HTML, no pictures from elsewhere.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from django.utils.safestring import SafeString, mark_safe

LETTERS_AT_MOST = 60_000
Linked = Callable[[str], str]

_HEADING = re.compile(r"(#{2,4})[ \t]+(\S.*)")
_BULLET = re.compile(r"[-*][ \t]+(\S.*)")
_NUMBERED = re.compile(r"\d{1,3}[.)][ \t]+(\S.*)")
_QUOTED = re.compile(r">[ \t]?(.*)")
_INLINE = re.compile(
    r"`([^`\n]{1,400})`"
    r"|\*\*(?=\S)([^*\n]{1,1000})(?<=\S)\*\*"
    r"|(?<![\w*])\*(?=\S)([^*\n]{1,1000})(?<=\S)\*(?![\w*])"
    r"|\[([^\[\]\n]{1,400})\]\(([^()\s]{1,600})\)"
)
_SCHEMES = frozenset({"https", "http", "mailto", "tel"})


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a text: its sort (`h2` to `h4`, `p`, `ul`, `ol`, `quote`) and its lines."""

    sort: str
    lines: tuple[str, ...]


def prose(text: str, linked: Linked | None = None) -> SafeString:
    """The text as HTML; `linked` gives the address for a link that names a page of ours, empty for none."""
    # Every piece is escaped where it is put together.
    return mark_safe("\n".join(_html(block, linked or _as_written) for block in blocks(text)))  # noqa: S308


def plain_words(text: str) -> str:
    """The words of a text without its signs, a line for each block: to search in and to read aloud."""
    return "\n".join(
        "\n".join(_INLINE.sub(_bare, line).strip() for line in block.lines) for block in blocks(text)
    )


def blocks(text: str) -> list[Block]:
    """The parts of a text in their order."""
    found: list[Block] = []
    for sort, line in _sorted_lines(text[:LETTERS_AT_MOST]):
        if sort and found and found[-1].sort == sort and sort in {"p", "ul", "ol", "quote"}:
            found[-1] = Block(sort, (*found[-1].lines, line))
        elif sort == "more" and found and found[-1].sort in {"ul", "ol"}:
            found[-1] = Block(found[-1].sort, (*found[-1].lines[:-1], f"{found[-1].lines[-1]} {line}"))
        else:
            found.append(Block("p" if sort == "more" else sort, (line,) if line else ()))
    return [block for block in found if block.lines]


def _sorted_lines(text: str) -> Iterator[tuple[str, str]]:
    last = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line.strip()
        sort, words = _sort_of(bare)
        if sort == "p" and last in {"ul", "ol"} and line[:1] in {" ", "\t"}:
            sort = "more"
        yield sort, words
        last = last if sort == "more" else sort


def _sort_of(line: str) -> tuple[str, str]:
    if not line:
        return "", ""
    heading = _HEADING.fullmatch(line)
    if heading:
        return f"h{len(heading[1])}", heading[2].rstrip("# ")
    for sort, pattern in (("ul", _BULLET), ("ol", _NUMBERED), ("quote", _QUOTED)):
        found = pattern.fullmatch(line)
        if found:
            return sort, found[1]
    return "p", line


def _html(block: Block, linked: Linked) -> str:
    lines = [_inline(line, linked) for line in block.lines]
    match block.sort:
        case "ul" | "ol":
            return f"<{block.sort}>{''.join(f'<li>{line}</li>' for line in lines)}</{block.sort}>"
        case "quote":
            return f"<blockquote><p>{'<br>'.join(lines)}</p></blockquote>"
        case "p":
            return f"<p>{'<br>'.join(lines)}</p>"
    return f"<{block.sort}>{lines[0]}</{block.sort}>"


def _inline(line: str, linked: Linked) -> str:
    pieces, done = [], 0
    for found in _INLINE.finditer(line):
        pieces += [escape(line[done : found.start()]), _marked(found, linked)]
        done = found.end()
    return "".join([*pieces, escape(line[done:])])


def _marked(found: re.Match[str], linked: Linked) -> str:
    code, strong, soft, label, address = found.groups()
    if code is not None:
        return f"<code>{escape(code)}</code>"
    if strong is not None:
        return f"<b>{_inline(strong, linked)}</b>"
    if soft is not None:
        return f"<i>{_inline(soft, linked)}</i>"
    href = _address(address, linked)
    return f'<a href="{escape(href)}">{escape(label)}</a>' if href else escape(label)


def _address(written: str, linked: Linked) -> str:
    try:
        parts = urlsplit(written)
    except ValueError:
        return ""
    if parts.scheme:
        return written if parts.scheme in _SCHEMES else ""
    # Two slashes lead to another host, a backslash does in some browsers.
    return "" if written.startswith("//") or "\\" in written else linked(written)


def _as_written(address: str) -> str:
    return address


def _bare(found: re.Match[str]) -> str:
    return next(part for part in found.groups()[:4] if part is not None)
