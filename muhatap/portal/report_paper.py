"""A published report as a paper: what was signed, said in the reader's language, as a tagged PDF."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from muhatap.letters.paper import as_pdf
from muhatap.portal import performance as face
from muhatap.portal.published.editions import Edition
from muhatap.reports import sealed
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.models import PublishedReport
from muhatap.reports.wording import in_language

_STYLE = Path(__file__).parent / "report_paper.css"
# Papers that a process keeps at hand; setting one takes a second.
_KEPT = 24


def paper_of(edition: Edition, report: PublishedReport) -> bytes:
    """The PDF of a published report; `NoPaper` where none can be set."""
    document = sealed.document_of(report)
    shown = {
        "brand": edition.brand,
        "report": report,
        "smallest": document["smallest_count"],
        "figures": [_row(each) for each in document["figures"]],
        "promises": face.promise_rows(edition, document, ()),
        "heads": face.part_heads(),
        "by": [
            (_("By channel"), face.part_rows(edition, document, "channel")),
            (_("By topic"), face.part_rows(edition, document, "topic")),
        ],
        "broken": face.broken_rows(document),
    }
    return _set(render_to_string("portal/report_paper.html", shown), report.published_at)


@lru_cache(maxsize=_KEPT)
def _set(html: str, at: datetime) -> bytes:
    return as_pdf(html.encode(), _STYLE.read_text(encoding="utf-8"), at)


def _row(figure: Mapping[str, Any]) -> tuple[str, str, str, int | None]:
    measure = MEASURES[figure["kpi"]]
    return (
        in_language(measure.title),
        in_language(measure.meaning),
        face.said(figure) or "–",
        figure.get("n"),
    )
