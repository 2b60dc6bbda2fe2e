"""What people wrote, as markup: paragraphs, and masked numbers shown as masked."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from muhatap.kernel.snippets import Snippet
from muhatap.ui.icons import icon_markup

_PARAGRAPHS = re.compile(r"\n\s*\n")
_STARS = re.compile(r"\*{4,}")
# In markup that is escaped already: what stands behind the @ is letters and blanks alone.
_MENTION = re.compile(r"(?<![^\s>(,])(@[^\W\d_]+(?: [A-ZÇĞİÖŞÜ][^\W\d_]+){0,3})")
_MASKED = re.compile(r"(?:[A-Z]{2})?\*{3,}\d{0,4}")


def text_markup(text: str, masked: Sequence[Mapping[str, Any]] = ()) -> SafeString:
    """A message's text as paragraphs; where numbers were masked, the mask says so."""
    kinds = [str(item.get("kind", "")) for item in masked]
    if not kinds:
        return _paragraphs(text, lambda part: conditional_escape(part))
    if len(_MASKED.findall(text)) != len(kinds):
        kinds = []
    known = iter(kinds)

    def shown(part: str) -> SafeString:
        pieces, done = [], 0
        for match in _MASKED.finditer(part):
            pieces += [
                conditional_escape(part[done : match.start()]),
                _redacted(match.group(), next(known, "")),
            ]
            done = match.end()
        return SafeString("".join([*pieces, conditional_escape(part[done:])]))

    return _paragraphs(text, shown)


def with_mentions(markup: SafeString) -> SafeString:
    """A note's markup with the colleagues whom it mentions set apart."""
    return SafeString(_MENTION.sub(r'<b class="mention">\1</b>', markup)) if "@" in markup else markup


def shielded(markup: SafeString) -> SafeString:
    """Words that may hurt, folded: whoever wants to read them presses once."""
    said = _("This message may hurt. Read it")
    return format_html(
        '<details class="shield"><summary class="small">{}</summary>{}</details>', said, markup
    )


def mask_words(kind: str) -> str:
    """What was masked."""
    match kind:
        case "card":
            return _("card number masked")
        case "iban":
            return _("account number masked")
        case "tckn":
            return _("identity number masked")
        case "cvv":
            return _("security code masked")
        case _:
            return _("masked")


def _paragraphs(text: str, shown: Any) -> SafeString:
    parts = [part.strip("\n") for part in _PARAGRAPHS.split(text.strip()) if part.strip()]
    return format_html_join("", '<p class="keep">{}</p>', ((shown(part),) for part in parts))


def _redacted(mask: str, kind: str) -> SafeString:
    return format_html(
        '<span class="redacted">{}{}<span class="vh"> {}</span></span>',
        icon_markup("lock"),
        f"•••• {mask.lstrip('*')}" if mask.startswith("****") else mask.replace("*", "•"),
        mask_words(kind),
    )


def highlighted(piece: Snippet) -> SafeString:
    """A piece of a text with what was looked for marked."""
    parts, done = [], 0
    for start, end in piece.ranges:
        parts += [
            _short(piece.text[done:start]),
            format_html("<mark>{}</mark>", _short(piece.text[start:end])),
        ]
        done = end
    parts.append(_short(piece.text[done:]))
    before, after = "… " if piece.is_cut_before else "", " …" if piece.is_cut_after else ""
    return SafeString(f"{before}{''.join(parts)}{after}")


def _short(part: str) -> SafeString:
    return conditional_escape(_STARS.sub("••••", part))
