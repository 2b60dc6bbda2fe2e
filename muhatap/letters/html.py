"""A letter as a page of its own: headings, paragraphs and lists from its plain words, escaped."""

from collections.abc import Iterator

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

_HEADING, _BREAK = 60, format_html("<br>{}", "")
_ENDS = (".", ":", ";", ",", "!", "?", "…")
STYLE = (
    "@page { size: A4; margin: 22mm 20mm;"
    " @bottom-right { content: counter(page) ' / ' counter(pages); font-size: 9pt } }"
    " body { font: 11pt/1.5 sans-serif } h1 { font-size: 15pt } h2 { font-size: 12pt; margin: 1.4em 0 .3em }"
    " p { margin: 0 0 .8em }"
)

# Large print as the law and custom of libraries have it: 18 points, and room between the lines.
LARGE_STYLE = (
    "@page { size: A4; margin: 20mm 18mm;"
    " @bottom-right { content: counter(page) ' / ' counter(pages); font-size: 14pt } }"
    " body { font: 18pt/1.6 sans-serif } h1 { font-size: 24pt } h2 { font-size: 20pt; margin: 1.4em 0 .3em }"
    " p { margin: 0 0 .9em }"
)


def letter_page(text: str, *, title: str, language: str) -> bytes:
    """The whole page in UTF-8, tagged by headings and paragraphs."""
    inside = "".join(letter_pieces(text))
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head><body><h1>{escape(title)}</h1>{inside}</body></html>"
    ).encode()


def letter_pieces(text: str) -> Iterator[SafeString]:
    """Its paragraphs as HTML; a short line alone is a heading, lines with a dash are a list."""
    for paragraph in text.strip().split("\n\n"):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        while lines:
            taken, piece = _piece(lines)
            yield piece
            lines = lines[taken:]


def _piece(lines: list[str]) -> tuple[int, SafeString]:
    first = lines[0]
    if len(first) <= _HEADING and not first.endswith(_ENDS) and not first[0].isdigit() and len(lines) != 2:
        return 1, format_html("<h2>{}</h2>", first)
    dashed = 0
    while dashed < len(lines) and lines[dashed].startswith("- "):
        dashed += 1
    if dashed:
        items = format_html_join("", "<li>{}</li>", ((line[2:],) for line in lines[:dashed]))
        return dashed, format_html("<ul>{}</ul>", items)
    plain = next((at for at, line in enumerate(lines) if at and line.startswith("- ")), len(lines))
    broken = format_html_join(_BREAK, "{}", ((line,) for line in lines[:plain]))
    return plain, format_html("<p>{}</p>", broken)
