"""The page of a letter of a case as a PDF for keeping, set before anything is locked."""

from datetime import datetime

from django.conf import settings

from muhatap.cases.models import Case
from muhatap.cases.telling import telling_of
from muhatap.letters.html import LARGE_STYLE, STYLE, letter_page
from muhatap.letters.paper import NoPaper, as_pdf


def set_paper(*, case: Case, text: str, at: datetime) -> tuple[bytes, str]:
    """The letter as a tagged PDF with title and language, in large print where she asked for it.

    It takes a second or more, so no transaction may be open. Without a PDF the second value says why: `off`,
    `too_long`, `not_here` or `failed`.
    """
    if not settings.MUHATAP_PAPER:
        return b"", "off"
    html = letter_page(text, title=f"{case.brand.name} · {case.number}", language=case.language)
    try:
        return as_pdf(html, LARGE_STYLE if telling_of(case).is_large else STYLE, at), ""
    except NoPaper as none:
        return b"", str(none)
