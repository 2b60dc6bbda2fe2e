"""One breach on paper: what the authority asks to see (GDPR art. 33(5), Kurul 2019/10), with every step."""

from datetime import datetime
from pathlib import Path

from django.template.loader import render_to_string

from muhatap.desk.registers.breach_page import breach_face
from muhatap.letters.paper import as_pdf
from muhatap.privacy.models import Breach

_STYLE = Path(__file__).parent / "paper.css"


def paper_of(breach: Breach, at: datetime) -> bytes:
    """The PDF of a breach; `NoPaper` where none can be set."""
    html = render_to_string(
        "desk/registers/breach_paper.html", {"breach": breach, "now": at, **breach_face(breach, at)}
    )
    return as_pdf(html.encode(), _STYLE.read_text("utf-8"), at)
