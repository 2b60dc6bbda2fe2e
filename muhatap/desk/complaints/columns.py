"""The columns of the register as a file: each names the field of the register of data that it comes from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muhatap.complaints.models import Complaint
from muhatap.complaints.register import Row, rows_of, safe_cell
from muhatap.complaints.wording import finding_words, stage_words
from muhatap.kernel.purposes import is_served
from muhatap.privacy.purposes import sort_of


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `holds` is a field of the register of personal data, whose sort decides where it may go."""

    heading: Promise
    holds: str
    cell: Callable[[Row], object]


COLUMNS = (
    Column(_("Case number"), "cases.Case.number", lambda row: row.complaint.case.number),
    Column(
        _("Received"), "complaints.Complaint.received_at", lambda row: row.complaint.received_at.isoformat()
    ),
    Column(_("Registered"), "complaints.StageMove.at", lambda row: row.complaint.registered_at.isoformat()),
    Column(_("Stage"), "complaints.Complaint.stage", lambda row: stage_words(row.complaint.stage)),
    Column(_("Outcome"), "complaints.Decision.outcome", lambda row: finding_words(row.outcome)),
    Column(_("Customer"), "customers.Customer.name", lambda row: _whose(row)),
    Column(_("Subject"), "cases.Case.subject", lambda row: row.complaint.case.subject),
    Column(_("Channel"), "complaints.StageMove.at", lambda row: row.complaint.channel),
    Column(_("Severity"), "complaints.StageMove.at", lambda row: row.complaint.severity or ""),
    Column(_("Complexity"), "complaints.StageMove.at", lambda row: row.complaint.complexity),
    Column(_("Law"), "promises.Clock.name", lambda row: row.law),
    Column(_("Limit of law"), "promises.Clock.limit_at", lambda row: _moment(row.legal_limit_at)),
    Column(_("Days open"), "promises.Clock.started_at", lambda row: row.days_open),
    Column(_("Asked again"), "complaints.StageMove.at", lambda row: row.complaint.chaser_count),
    Column(_("Root cause"), "complaints.Complaint.root_cause", lambda row: row.complaint.root_cause),
    Column(_("Improvement"), "complaints.Complaint.improvement", lambda row: row.complaint.improvement),
)


def columns_for(purpose: str) -> list[Column]:
    """The columns that serve a purpose; for the others nobody was told that they would."""
    return [each for each in COLUMNS if is_served(purpose, sort_of(each.holds))]


def left_out_for(purpose: str) -> list[str]:
    """The headings of what a file for this purpose leaves out."""
    kept = columns_for(purpose)
    return [str(each.heading) for each in COLUMNS if each not in kept]


def cells_of(complaints: QuerySet[Complaint], purpose: str, at: datetime) -> Iterator[list[str]]:
    """The file for a purpose: a line of headings, then one line for each complaint."""
    columns = columns_for(purpose)
    yield [str(each.heading) for each in columns]
    for row in rows_of(complaints, at):
        yield [safe_cell(each.cell(row)) for each in columns]


def _whose(row: Row) -> str:
    customer = row.complaint.case.customer
    return customer.name or customer.email


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""
