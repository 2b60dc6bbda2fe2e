"""Zendesk: the JSON export of an account, one ticket with its comments on each line; pure.

People stand in the ticket itself, or in a file of users beside it (`users.json`).
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
    "id", "url", "external_id", "subject", "raw_subject", "description", "status", "priority", "requester",
    "requester_id", "submitter", "submitter_id", "assignee", "assignee_id", "tags", "comments",
    "created_at", "updated_at", "via",
})  # fmt: skip
_STAFF = frozenset({"agent", "admin"})


def tickets_in(path: Path) -> Iterator[ForeignTicket]:
    """Every ticket of the export."""
    people = _people_beside(path)
    for said in records_in(path):
        rows = said.get("tickets") if isinstance(said, dict) and "tickets" in said else [said]
        for row in rows:
            if not isinstance(row, dict) or "id" not in row or "created_at" not in row:
                raise BadExport("a ticket of Zendesk has id and created_at")
            yield _ticket(row, people)


def _ticket(row: dict[str, Any], people: Mapping[str, dict[str, Any]]) -> ForeignTicket:
    known = dict(people)
    for name in ("requester", "submitter", "assignee"):
        if isinstance(row.get(name), dict):
            known[text_in(row[name], "id")] = row[name]
    requester = text_in(row, "requester_id") or text_in(row.get("requester"), "id")
    owner = text_in(row, "assignee_id") or text_in(row.get("assignee"), "id")
    comments = [each for each in row.get("comments") or [] if isinstance(each, dict)]
    messages = tuple(_message(each, known, requester) for each in comments)
    created = moment(row["created_at"])
    if not messages and text_in(row, "description"):
        first = _person(known.get(requester, {}))
        messages = (ForeignMessage(Role.CUSTOMER, first, text_in(row, "description"), created),)
    return ForeignTicket(
        id=str(row["id"]),
        subject=text_in(row, "subject", "raw_subject"),
        status=text_in(row, "status"),
        priority=text_in(row, "priority"),
        customer=_person(known.get(requester, {})),
        created_at=created,
        updated_at=moment(row.get("updated_at") or row["created_at"]),
        raw=raw_of(row),
        owner=_person(known[owner]) if owner in known else None,
        tags=tuple(str(each) for each in row.get("tags") or ()),
        messages=messages,
        left=left_in(row, _KNOWN),
    )


def _message(said: dict[str, Any], people: Mapping[str, dict[str, Any]], requester: str) -> ForeignMessage:
    author = text_in(said, "author_id")
    person = people.get(author, {})
    is_customer = author == requester or text_in(person, "role") not in _STAFF
    plain = text_in(said, "plain_body", "body")
    return ForeignMessage(
        role=Role.CUSTOMER if is_customer else Role.AGENT,
        person=_person(person),
        text=plain or text_in(said, "html_body"),
        at=moment(said.get("created_at")),
        is_html=not plain,
        is_internal=said.get("public") is False,
        files=tuple(
            ForeignFile(text_in(each, "file_name") or "file", id=text_in(each, "id"))
            for each in said.get("attachments") or ()
        ),
    )


def _person(said: dict[str, Any]) -> ForeignPerson:
    return ForeignPerson(text_in(said, "name"), text_in(said, "email"), text_in(said, "phone"))


def _people_beside(path: Path) -> dict[str, dict[str, Any]]:
    beside = path.with_name("users.json")
    if not beside.exists() or beside == path:
        return {}
    people: dict[str, dict[str, Any]] = {}
    for said in records_in(beside):
        rows = said.get("users") if isinstance(said, dict) and "users" in said else [said]
        people |= {str(each["id"]): each for each in rows if isinstance(each, dict) and "id" in each}
    return people
