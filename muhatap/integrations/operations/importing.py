"""Taking over what another desk exported: each ticket whole or not at all, and each of them once."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in
from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, Status
from muhatap.channels.adapters.email.html_text import text_of_html
from muhatap.channels.operations.vaulting import keep_item
from muhatap.channels.vault_queries import known_external_ids
from muhatap.customers import operations as customers
from muhatap.customers.operations.recognising import Contact
from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.files.operations.storing import FileRefused
from muhatap.integrations.importing.foreign import ForeignFile, ForeignMessage, ForeignTicket, Role
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.topics.models import Queue

_STATUSES = {
    "new": Status.NEW, "open": Status.OPEN, "pending": Status.WAITING_CUSTOMER,
    "hold": Status.WAITING_THIRD_PARTY, "on-hold": Status.WAITING_THIRD_PARTY,
    "solved": Status.RESOLVED, "resolved": Status.RESOLVED, "closed": Status.CLOSED,
    "pending reminder": Status.WAITING_CUSTOMER, "pending close": Status.RESOLVED,
    "merged": Status.CLOSED, "removed": Status.CLOSED, "archived": Status.CLOSED, "deleted": Status.CLOSED,
    "waiting on customer": Status.WAITING_CUSTOMER, "waiting on third party": Status.WAITING_THIRD_PARTY,
}  # fmt: skip
_PRIORITIES = {
    "urgent": 1, "emergency": 1, "high": 2, "3 high": 2, "normal": 3, "medium": 3, "2 normal": 3,
    "low": 4, "1 low": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where an import goes: brand, queue, language; and a folder with files that the export only names."""

    source: str
    brand: Brand
    queue: Queue
    language: str
    files: Path | None = None
    is_dry: bool = False


@dataclass(slots=True)
class Report:
    """What was carried, and what was not and why."""

    counts: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    unknown_agents: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """For the console and programs."""
        return {
            "counts": dict(sorted(self.counts.items())),
            "not_carried": dict(self.left.most_common()),
            "agents_not_known_here": dict(self.unknown_agents.most_common()),
            "failed": [{"ticket": ticket, "why": why} for ticket, why in self.failed],
        }


def import_tickets(
    *,
    tickets: Iterable[ForeignTicket],
    plan: Plan,
    by: Actor,
    at: datetime,
    moved: Callable[[], object] = lambda: None,
) -> Report:
    """Take all of them over; what came before is passed by, one that fails is named and stops nothing.

    A dry run reads, maps and counts, and writes nothing.
    """
    report = Report()
    staff = {each.email.casefold(): each for each in colleagues_in(plan.brand.id)}
    known = known_external_ids(plan.brand.id, _source(plan))
    for ticket in tickets:
        report.counts["tickets"] += 1
        if ticket.id in known:
            report.counts["came_before"] += 1
        else:
            known.add(ticket.id)
            _import_one(ticket, plan, staff, report, by, at)
        moved()
    return report


def _import_one(
    ticket: ForeignTicket, plan: Plan, staff: dict[str, Staff], report: Report, by: Actor, at: datetime
) -> None:
    own = Report()
    try:
        if plan.is_dry:
            _count(ticket, plan, staff, own)
        else:
            with unit_of_work():
                _take_over(ticket, plan, staff, own, by, at)
    except Exception as error:
        report.failed.append((ticket.id, f"{type(error).__name__}: {error}"[:200]))
        return
    report.counts += own.counts
    report.left += own.left
    report.unknown_agents += own.unknown_agents


def _take_over(
    ticket: ForeignTicket, plan: Plan, staff: dict[str, Staff], report: Report, by: Actor, at: datetime
) -> Case:
    _count(ticket, plan, staff, report)
    person = ticket.customer
    contact = Contact(
        name=person.name or person.email, email=person.email, phone=person.phone, language=plan.language
    )
    with unit_of_work() as unit:
        customer = customers.recognise(brand_id=plan.brand.id, contact=contact, by=by, at=at)
        messages = [_old_message(each, ticket.id, plan, staff, by, at) for each in ticket.messages]
        # Files must stand before the messages that they hang on.
        unit.flush()
        case = cases.import_case(
            old=cases.OldCase(
                source=plan.source,
                foreign_id=ticket.id,
                brand=plan.brand,
                customer=customer,
                queue=plan.queue,
                subject=mask(ticket.subject or ticket.id).text[:300],
                status=_STATUSES.get(ticket.status.lower(), Status.OPEN),
                priority=_PRIORITIES.get(ticket.priority.lower(), 3),
                language=plan.language,
                received_at=ticket.created_at,
                updated_at=max(ticket.updated_at, ticket.created_at),
                owner=_staff_of(ticket.owner.email if ticket.owner else "", staff),
                tags=ticket.tags,
                messages=messages,
            ),
            by=by,
            at=at,
        )
        unit.flush()
        keep_item(
            brand_id=plan.brand.id,
            source=_source(plan),
            external_id=ticket.id,
            data=_raw(ticket),
            case=case,
            by=by,
            at=at,
        )
    return case


def _old_message(
    each: ForeignMessage, ticket_id: str, plan: Plan, staff: dict[str, Staff], by: Actor, at: datetime
) -> cases.OldMessage:
    masked = mask(_words(each, staff))
    kept: list[StoredFile] = []
    for file in each.files:
        data = _bytes_of(file, ticket_id, plan)
        if data is not None:
            try:
                kept.append(files.store_file(brand_id=plan.brand.id, name=file.name, data=data, by=by, at=at))
            except FileRefused:
                continue
    author = Author.CUSTOMER if each.role is Role.CUSTOMER else Author.STAFF
    return cases.OldMessage(
        author=Author.NOTE if each.is_internal else author,
        text=masked.text,
        at=each.at,
        staff=_staff_of(each.person.email, staff) if each.role is Role.AGENT else None,
        masked=[{"kind": found.kind, "start": found.start, "end": found.end} for found in masked.found],
        files=kept,
    )


def _words(each: ForeignMessage, staff: dict[str, Staff]) -> str:
    text = text_of_html(each.text) if each.is_html else each.text
    is_nobody_here = each.role is Role.AGENT and _staff_of(each.person.email, staff) is None
    # Whose words they were is lost otherwise, as she has no account here.
    return f"{each.person.name}:\n{text}" if is_nobody_here and each.person.name else text


def _count(ticket: ForeignTicket, plan: Plan, staff: dict[str, Staff], report: Report) -> None:
    status = _STATUSES.get(ticket.status.lower())
    report.counts["cases"] += 1
    report.counts[f"cases_{status or Status.OPEN}"] += 1
    if status is None:
        report.left[f"status “{ticket.status}”: not known, taken as open"] += 1
    if not ticket.customer.email and not ticket.customer.phone:
        report.left["customer without e-mail and telephone: cannot be recognised when she writes again"] += 1
    for name in ticket.left:
        report.left[f"{name}: no place for it here (kept in the raw ticket)"] += 1
    people = [each.person for each in ticket.messages if each.role is Role.AGENT]
    for person in [*people, *([ticket.owner] if ticket.owner else [])]:
        if _staff_of(person.email, staff) is None:
            report.unknown_agents[person.email or person.name or "?"] += 1
    for each in ticket.messages:
        report.counts["notes" if each.is_internal else "messages"] += 1
        for file in each.files:
            if _bytes_of(file, ticket.id, plan) is None:
                report.left["file: the export names it and does not hold it; give --files FOLDER"] += 1
            else:
                report.counts["files"] += 1


def _bytes_of(file: ForeignFile, ticket_id: str, plan: Plan) -> bytes | None:
    if file.data is not None or plan.files is None:
        return file.data
    folder = plan.files.resolve()
    for place in (folder / ticket_id / file.name, folder / file.id if file.id else folder / file.name):
        found = place.resolve()
        # A name in an export must not lead out of the folder.
        if found.is_relative_to(folder) and found.is_file():
            return found.read_bytes()
    return None


def _raw(ticket: ForeignTicket) -> bytes:
    text = ticket.raw.decode("utf-8", "replace")
    masked = mask(text)
    return masked.text.encode("utf-8", "replace") if masked.found else ticket.raw


def _staff_of(email: str, staff: dict[str, Staff]) -> Staff | None:
    return staff.get(email.casefold()) if email else None


def _source(plan: Plan) -> str:
    return f"import:{plan.source}"
