"""How far the public reports of a brand are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposal_waiting
from muhatap.brands.models import Brand
from muhatap.reports import sealed, spans
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.disclosing import publishes
from muhatap.reports.models import PublishedReport
from muhatap.reports.operations.publishing import PUBLIC_REPORT
from muhatap.reports.wording import in_language, value_words


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period: what waits, what is published, and the figures that a second person looks at."""

    since: date
    waiting: Proposal | None
    published: PublishedReport | None
    due_at: datetime
    figures: tuple[tuple[str, str], ...]


def periods_of(brand: Brand, at: datetime) -> list[PeriodRow]:
    """The periods that are over, the newest first; none where the charter publishes nothing."""
    if not publishes(brand):
        return []
    months, rows = spans.months_of(brand), []
    for since in spans.spans_over(brand, months, at):
        waiting = waiting_for(brand, since, at)
        published = sealed.report_since(brand, since)
        content = waiting.content if waiting else published.content if published else ""
        rows.append(
            PeriodRow(
                since,
                waiting,
                published,
                spans.publishes_at(brand, spans.span_after(since, months)),
                tuple(_told(each) for each in json.loads(content)["figures"]) if content else (),
            )
        )
    return rows


def waiting_for(brand: Brand, since: date, at: datetime) -> Proposal | None:
    """The report of a period that waits for a second person."""
    return proposal_waiting(brand, PUBLIC_REPORT, since.isoformat(), at)


def _told(figure: Mapping[str, Any]) -> tuple[str, str]:
    measure = MEASURES[figure["kpi"]]
    value = figure.get("value")
    return in_language(measure.title), "–" if value is None else value_words(measure, float(value))
