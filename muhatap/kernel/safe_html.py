"""HTML from strangers: what may be shown of it, and its plain text."""

import html as entities
import re

import nh3

LARGEST = 2_000_000
TAGS_AT_MOST = 20_000
ENTITIES_AT_MOST = 50_000
GAPS_AT_MOST = 40_000
# The parser needs the square of depth, entities and attributes: half a minute for 100,000 open elements.
DEPTH_AT_MOST = 200

_INLINE = {
    "abbr",
    "b",
    "cite",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
}
_CELLS = {"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_TEXT_BLOCKS = {
    "blockquote",
    "dd",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "ul",
}
_TAGS = _INLINE | _CELLS | _TEXT_BLOCKS | {"a", "br", "img"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"alt", "src", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_DROPPED_WITH_CONTENT = {
    "script",
    "style",
    "title",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
}
_SCHEMES = {"http", "https", "mailto", "tel", "cid"}
_SPAN = re.compile(r"[1-9]\d{0,2}", re.ASCII)
_BLOCKS = _TEXT_BLOCKS | {"caption", "table", "tr"}
_VOID = {
    "br",
    "hr",
    "img",
    "col",
    "wbr",
    "input",
    "meta",
    "link",
    "area",
    "base",
    "embed",
    "source",
    "track",
    "param",
}
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_CLEAN_TAG = re.compile(r"<(/?)([a-z0-9]+)[^<>]*>")
# Safe on cleaned HTML only: there every value is quoted, and a quote within one is an entity.
_REMOTE_PICTURE = re.compile(r'(<img(?: [a-z]+="[^"]*")*? )src="(?!cid:)')
_SPACES = re.compile(r"[ \t\xa0\n\r\f]+")
_LINES = re.compile(r"\n{3,}")
_LINE, _PARAGRAPH = "\x1e", "\x1f"
_MARKS = re.compile("[\0\x1e\x1f]")
_BETWEEN = re.compile("(?<![ \t])[ \t]*[\x1e\x1f][ \t\x1e\x1f]*")
_APART = {"p", "blockquote", "table", "ul", "ol", "dl", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
_ATTRIBUTE_GAP = re.compile(r"[\s/\"']+")
_ANY_TAG = re.compile(r"<[^<>]*>?")


def sanitise(html: str) -> str:
    """The part of the HTML that may be shown: no scripts, styles, forms, frames or remote pictures.

    Pictures keep a `cid:` address; any other moves to `data-blocked-src`. What is too large or too
    deep for any letter comes back as escaped plain text.
    """
    if len(html) > LARGEST or not _is_moderate(html):
        return "<p>" + entities.escape(html_to_text(html)).replace("\n", "<br>") + "</p>"
    return _REMOTE_PICTURE.sub(r'\1data-blocked-src="', _CLEANER.clean(html))


def html_to_text(html: str) -> str:
    """The words of the HTML with a line per block, at most 2,000,000 letters of it; linear in its length."""
    html = html[:LARGEST]
    if not _is_moderate(html):
        return _tidied(_words(_ANY_TAG.sub(" ", html), is_pre=True))
    pieces, done, in_pre = [], 0, 0
    clean = _TEXT_CLEANER.clean(html)
    for match in _CLEAN_TAG.finditer(clean):
        pieces += [_words(clean[done : match.start()], is_pre=in_pre > 0), _break_for(match)]
        if match.group(2) == "pre":
            in_pre += -1 if match.group(1) else 1
        done = match.end()
    pieces.append(_words(clean[done:], is_pre=in_pre > 0))
    return _tidied("".join(pieces))


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    match tag, attribute:
        case "a", "href":
            return None if value.strip().lower().startswith("cid:") else value
        case _, "colspan" | "rowspan" | "start":
            return value if _SPAN.fullmatch(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    clean_content_tags=_DROPPED_WITH_CONTENT,
    attribute_filter=_filtered,
    url_schemes=_SCHEMES,
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    strip_comments=True,
)
_TEXT_CLEANER = nh3.Cleaner(
    tags=_BLOCKS | {"br", "td", "th"},
    attributes={},
    clean_content_tags=_DROPPED_WITH_CONTENT,
    link_rel=None,
)


def _is_moderate(html: str) -> bool:
    """Whether the parser can be trusted with it: few enough tags, none open too deep."""
    if html.count("&") > ENTITIES_AT_MOST or html.count("<") > TAGS_AT_MOST * 5 // 4:
        return False
    if any(_may_hold_many_attributes(piece) for piece in html.split("<")):
        return False
    depth = 0
    for count, match in enumerate(_TAG.finditer(html)):
        if match.group(1):
            depth = max(0, depth - 1)
        elif match.group(2).lower() not in _VOID:
            depth += 1
        if count > TAGS_AT_MOST or depth > DEPTH_AT_MOST:
            return False
    return True


def _may_hold_many_attributes(piece: str) -> bool:
    return len(piece) > GAPS_AT_MOST and len(_ATTRIBUTE_GAP.findall(piece)) > GAPS_AT_MOST


def _break_for(match: re.Match) -> str:
    closing, tag = match.groups()
    if tag == "br":
        return "\n"
    if tag in {"td", "th"}:
        return "\t" if closing else ""
    return _PARAGRAPH if tag in _APART else _LINE


def _words(text: str, *, is_pre: bool) -> str:
    text = _MARKS.sub("", entities.unescape(text))
    return text if is_pre else _SPACES.sub(" ", text)


def _tidied(text: str) -> str:
    text = _BETWEEN.sub(lambda match: "\n\n" if _PARAGRAPH in match.group() else "\n", text)
    lines = (line.strip(" \t\xa0") for line in text.split("\n"))
    return _LINES.sub("\n\n", "\n".join(lines)).strip()
