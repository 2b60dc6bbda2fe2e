"""osTicket: its database as `mysqldump --xml --hex-blob --default-character-set=utf8mb4 osticket`; pure.

The prefix of the tables does not matter. Times stand in the zone of the database, which is told beside it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from xml.etree import ElementTree

from muhatap.integrations.importing.foreign import (
    BadExport,
    ForeignFile,
    ForeignMessage,
    ForeignPerson,
    ForeignTicket,
    Role,
    moment,
    raw_of,
)

Row = dict[str, str]
_TABLES = ("ticket", "ticket__cdata", "ticket_status", "ticket_priority", "thread", "thread_entry", "user",
           "user_email", "staff", "attachment", "file", "file_chunk")  # fmt: skip
_LONGEST_FIRST = sorted(_TABLES, key=len, reverse=True)


def tickets_in(path: Path, zone: tzinfo = UTC) -> Iterator[ForeignTicket]:
    """Every ticket of the database."""
    tables = _tables_in(path)
    if not tables["ticket"] or not tables["thread_entry"]:
        raise BadExport("no rows of ost_ticket and ost_thread_entry; write the dump with mysqldump --xml")
    book = _Book(tables, zone)
    for row in tables["ticket"]:
        yield book.ticket(row)


class _Book:
    """The tables by the keys that tickets name."""

    def __init__(self, tables: dict[str, list[Row]], zone: tzinfo) -> None:
        self._zone = zone
        self._details = _by(tables["ticket__cdata"], "ticket_id")
        self._states = _by(tables["ticket_status"], "id")
        self._priorities = _by(tables["ticket_priority"], "priority_id")
        self._users = _by(tables["user"], "id")
        self._addresses = _by(tables["user_email"], "id")
        self._staff = _by(tables["staff"], "staff_id")
        self._files = _by(tables["file"], "id")
        self._threads = {
            row.get("object_id", ""): row for row in tables["thread"] if _is(row, "object_type", "T")
        }
        self._entries = _many(tables["thread_entry"], "thread_id")
        self._attached = _many([row for row in tables["attachment"] if _is(row, "type", "H")], "object_id")
        self._chunks = _many(tables["file_chunk"], "file_id")

    def ticket(self, row: Row) -> ForeignTicket:
        """One ticket with its thread."""
        details = self._details.get(row.get("ticket_id", ""), {})
        thread = self._threads.get(row.get("ticket_id", ""), {})
        entries = sorted(self._entries.get(thread.get("id", ""), []), key=lambda each: int(each.get("id", 0)))
        customer = self._customer(row.get("user_id", ""))
        state = self._states.get(row.get("status_id", ""), {})
        priority = self._priorities.get(details.get("priority", ""), {})
        owner = self._staff.get(row.get("staff_id", ""))
        return ForeignTicket(
            id=row.get("number") or row["ticket_id"],
            subject=details.get("subject", "") or next((e.get("title", "") for e in entries), ""),
            status=state.get("state", "") or state.get("name", ""),
            priority=priority.get("priority", "") or details.get("priority", ""),
            customer=customer,
            created_at=self._moment(row.get("created")),
            updated_at=self._moment(row.get("closed") or row.get("updated") or row.get("created")),
            raw=raw_of({"ticket": row, "details": details, "entries": entries}),
            owner=_agent(owner) if owner else None,
            messages=tuple(self._message(each, customer) for each in entries),
            left=tuple(
                sorted(
                    name for name in ("topic_id", "sla_id", "team_id", "dept_id") if row.get(name, "0") != "0"
                )
            ),
        )

    def _message(self, entry: Row, customer: ForeignPerson) -> ForeignMessage:
        # M: the customer's message, R: a response, N: a note.
        sort = entry.get("type", "M")
        staff = self._staff.get(entry.get("staff_id", ""))
        person = (
            customer if sort == "M" else _agent(staff) if staff else ForeignPerson(entry.get("poster", ""))
        )
        return ForeignMessage(
            role=Role.CUSTOMER if sort == "M" else Role.AGENT,
            person=person,
            text=entry.get("body", ""),
            at=self._moment(entry.get("created")),
            is_html=entry.get("format", "html") == "html",
            is_internal=sort == "N",
            files=tuple(self._file(each) for each in self._attached.get(entry.get("id", ""), [])),
        )

    def _file(self, attached: Row) -> ForeignFile:
        file_id = attached.get("file_id", "")
        told = self._files.get(file_id, {})
        chunks = sorted(self._chunks.get(file_id, []), key=lambda each: int(each.get("chunk_id", 0)))
        data = b"".join(_bytes(each.get("filedata", "")) for each in chunks) or None
        return ForeignFile(attached.get("name") or told.get("name") or "file", data, file_id)

    def _customer(self, user_id: str) -> ForeignPerson:
        user = self._users.get(user_id, {})
        address = self._addresses.get(user.get("default_email_id", ""), {})
        return ForeignPerson(user.get("name", ""), address.get("address", ""))

    def _moment(self, value: str | None) -> datetime:
        at = moment(value)
        # Without an offset a moment was read as UTC; the database meant its own zone.
        return at.replace(tzinfo=self._zone).astimezone(UTC)


def _tables_in(path: Path) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {name: [] for name in _TABLES}
    with path.open("rb") as file:
        if b"<!DOCTYPE" in file.read(4096):
            raise BadExport("a dump of MySQL has no document type")
    try:
        for _, table in ElementTree.iterparse(path):  # noqa: S314
            if table.tag != "table_data":
                continue
            name = _plain(table.get("name", ""))
            if name in found:
                found[name] = [
                    {field.get("name", ""): field.text or "" for field in row} for row in table.iter("row")
                ]
            table.clear()
    except ElementTree.ParseError as error:
        raise BadExport(f"{path.name} is not XML: {error}") from error
    return found


def _plain(name: str) -> str:
    """The table without its prefix, such as `thread_entry` for `ost_thread_entry`."""
    return next((each for each in _LONGEST_FIRST if name == each or name.endswith(f"_{each}")), name)


def _by(rows: list[Row], key: str) -> dict[str, Row]:
    return {row[key]: row for row in rows if key in row}


def _many(rows: list[Row], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.get(key, ""), []).append(row)
    return found


def _is(row: Row, name: str, value: str) -> bool:
    return row.get(name, value) == value


def _agent(row: Row) -> ForeignPerson:
    name = " ".join(part for part in (row.get("firstname", ""), row.get("lastname", "")) if part)
    return ForeignPerson(name, row.get("email", ""))


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        return b""
