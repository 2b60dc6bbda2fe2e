"""Zammad: one JSON object with `tickets`, `ticket_articles`, `users`, as its API tells them; pure."""

import base64
import binascii
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
    "id", "number", "title", "state", "state_id", "priority", "priority_id", "customer_id", "customer",
    "owner_id", "owner", "tags", "articles", "article_ids", "article_count", "created_at", "updated_at",
})  # fmt: skip
_STATES = {"1": "new", "2": "open", "3": "pending reminder", "4": "closed", "5": "merged", "6": "removed",
           "7": "pending close"}  # fmt: skip
_PRIORITIES = {"1": "1 low", "2": "2 normal", "3": "3 high"}


def tickets_in(path: Path) -> Iterator[ForeignTicket]:
    """Every ticket of the export."""
    whole = next(iter(records_in(path)), None)
    if not isinstance(whole, dict) or not isinstance(whole.get("tickets"), list):
        raise BadExport("an export of Zammad is one object with tickets, ticket_articles and users")
    people = {text_in(each, "id"): each for each in whole.get("users") or ()}
    articles: dict[str, list[dict[str, Any]]] = {}
    for each in whole.get("ticket_articles") or whole.get("articles") or ():
        articles.setdefault(text_in(each, "ticket_id"), []).append(each)
    for row in whole["tickets"]:
        if not isinstance(row, dict) or "id" not in row or "created_at" not in row:
            raise BadExport("a ticket of Zammad has id and created_at")
        own = row.get("articles") or articles.get(text_in(row, "id"), [])
        yield _ticket(row, own, people)


def _ticket(
    row: dict[str, Any], articles: list[dict[str, Any]], people: Mapping[str, dict[str, Any]]
) -> ForeignTicket:
    owner = people.get(text_in(row, "owner_id"))
    # Owner 1 is Zammad's word for nobody.
    has_owner = owner is not None and text_in(row, "owner_id") != "1"
    ordered = sorted(articles, key=lambda each: (text_in(each, "created_at"), text_in(each, "id")))
    customer = _person(people.get(text_in(row, "customer_id")), text_in(row, "customer"))
    return ForeignTicket(
        id=text_in(row, "number", "id"),
        subject=text_in(row, "title"),
        status=text_in(row, "state") or _STATES.get(text_in(row, "state_id"), ""),
        priority=text_in(row, "priority") or _PRIORITIES.get(text_in(row, "priority_id"), ""),
        customer=customer,
        created_at=moment(row["created_at"]),
        updated_at=moment(row.get("updated_at") or row["created_at"]),
        raw=raw_of({**row, "articles": [_without_bytes(each) for each in ordered]}),
        owner=_person(owner, "") if has_owner else None,
        tags=tuple(str(each) for each in row.get("tags") or ()),
        messages=tuple(_message(each, people, customer) for each in ordered),
        left=left_in(row, _KNOWN),
    )


def _message(
    said: dict[str, Any], people: Mapping[str, dict[str, Any]], customer: ForeignPerson
) -> ForeignMessage:
    is_customer = text_in(said, "sender").lower() == "customer" or text_in(said, "sender_id") == "2"
    writer = _person(people.get(text_in(said, "created_by_id")), text_in(said, "from"))
    return ForeignMessage(
        role=Role.CUSTOMER if is_customer else Role.AGENT,
        person=customer if is_customer else writer,
        text=text_in(said, "body"),
        at=moment(said.get("created_at")),
        is_html="html" in text_in(said, "content_type"),
        is_internal=bool(said.get("internal")),
        files=tuple(_file(each) for each in said.get("attachments") or ()),
    )


def _file(said: dict[str, Any]) -> ForeignFile:
    try:
        data = base64.b64decode(text_in(said, "data"), validate=True) or None
    except (binascii.Error, ValueError):
        data = None
    return ForeignFile(text_in(said, "filename") or "file", data, text_in(said, "id"))


def _without_bytes(said: dict[str, Any]) -> dict[str, Any]:
    files = [
        {name: value for name, value in each.items() if name != "data"}
        for each in said.get("attachments") or ()
    ]
    return {**said, "attachments": files}


def _person(said: dict[str, Any] | None, other: str) -> ForeignPerson:
    if not said:
        name, _, address = other.rpartition("<")
        email = address.rstrip("> ") if "@" in address else ""
        return ForeignPerson(name.strip(' "') or other, email)
    name = " ".join(part for part in (text_in(said, "firstname"), text_in(said, "lastname")) if part)
    return ForeignPerson(name, text_in(said, "email"), text_in(said, "phone", "mobile"))
