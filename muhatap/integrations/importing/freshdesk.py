"""Freshdesk: `Tickets….json` of a data export, with `Users….json` beside it; pure.

The export wraps each ticket in `helpdesk_ticket`; tickets fetched from its API
(`conversations`) are read too.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from muhatap.integrations.importing.foreign import (
    BadExport,
    ForeignFile,
    ForeignMessage,
    ForeignPerson,
    ForeignTicket,
    Role,
    left_in,
    moment,
    raw_of,
    records_in,
    text_in,
)

_KNOWN = frozenset({
    "id", "display_id", "subject", "description", "description_html", "description_text", "status",
    "status_name", "priority", "priority_name", "requester", "requester_id", "requester_name",
    "responder_id", "responder", "responder_name", "tags", "helpdesk_notes", "notes", "conversations",
    "attachments", "created_at", "updated_at",
})  # fmt: skip
_STATUS = {"2": "open", "3": "pending", "4": "resolved", "5": "closed"}
_PRIORITY = {"1": "low", "2": "medium", "3": "high", "4": "urgent"}


def tickets_in(path: Path) -> Iterator[ForeignTicket]:
    """Every ticket of the export."""
    people = _people_beside(path)
    for said in records_in(path):
        row = said.get("helpdesk_ticket", said) if isinstance(said, dict) else None
        if not isinstance(row, dict) or not text_in(row, "display_id", "id") or "created_at" not in row:
            raise BadExport("a ticket of Freshdesk has display_id (or id) and created_at")
        yield _ticket(row, people)


def _ticket(row: dict[str, Any], people: Mapping[str, ForeignPerson]) -> ForeignTicket:
    customer = _person(row.get("requester"), people.get(text_in(row, "requester_id")))
    owner_id = text_in(row, "responder_id")
    named = text_in(row, "responder_name")
    owner = people.get(owner_id) or (ForeignPerson(named) if named else None)
    created = moment(row["created_at"])
    plain = text_in(row, "description_text")
    first = ForeignMessage(
        role=Role.CUSTOMER,
        person=customer,
        text=plain or text_in(row, "description", "description_html"),
        at=created,
        is_html=not plain,
        files=_files(row),
    )
    notes = next((row[n] for n in ("helpdesk_notes", "notes", "conversations") if row.get(n)), [])
    return ForeignTicket(
        id=text_in(row, "display_id", "id"),
        subject=text_in(row, "subject"),
        status=_STATUS.get(text_in(row, "status"), text_in(row, "status_name", "status").lower()),
        priority=_PRIORITY.get(text_in(row, "priority"), text_in(row, "priority_name").lower()),
        customer=customer,
        created_at=created,
        updated_at=moment(row.get("updated_at") or row["created_at"]),
        raw=raw_of(row),
        owner=owner,
        tags=tuple(text_in(each, "name") or str(each) for each in row.get("tags") or ()),
        messages=(first, *(_note(each.get("helpdesk_note", each), customer, people) for each in notes)),
        left=left_in(row, _KNOWN),
    )


def _note(
    said: dict[str, Any], customer: ForeignPerson, people: Mapping[str, ForeignPerson]
) -> ForeignMessage:
    is_customer = bool(said.get("incoming"))
    plain = text_in(said, "body_text")
    return ForeignMessage(
        role=Role.CUSTOMER if is_customer else Role.AGENT,
        person=customer if is_customer else people.get(text_in(said, "user_id"), ForeignPerson()),
        text=plain or text_in(said, "body", "body_html"),
        at=moment(said.get("created_at")),
        is_html=not plain,
        is_internal=bool(said.get("private")),
        files=_files(said),
    )


def _files(said: dict[str, Any]) -> tuple[ForeignFile, ...]:
    return tuple(
        ForeignFile(text_in(each, "name", "content_file_name") or "file", id=text_in(each, "id"))
        for each in said.get("attachments") or ()
    )


def _person(said: Any, known: ForeignPerson | None) -> ForeignPerson:
    if known is not None:
        return known
    return ForeignPerson(text_in(said, "name"), text_in(said, "email"), text_in(said, "phone", "mobile"))


def _people_beside(path: Path) -> dict[str, ForeignPerson]:
    people: dict[str, ForeignPerson] = {}
    for beside in sorted([*path.parent.glob("Users*.json"), *path.parent.glob("Agents*.json")]):
        for said in records_in(beside):
            row = said.get("user", said.get("agent", said)) if isinstance(said, dict) else {}
            row = row if isinstance(row, dict) else {}
            who = row.get("user") if isinstance(row.get("user"), dict) else row
            for name in ("id", "user_id"):
                if text_in(row, name):
                    people[text_in(row, name)] = _person(who, None)
    return people
