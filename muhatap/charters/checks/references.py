"""Everything that is named exists: teams, queues, calendars, groups, topics, plans, channels."""

from __future__ import annotations

from muhatap.charters.checks.sheet import Sheet

# Section, key of the entry, what it names, section of what is named.
_NAMES = (
    ("queues", "team", "team", "teams"),
    ("queues", "escalates_to", "queue", "queues"),
    ("channels", "calendar", "calendar", "calendars"),
    ("teams", "calendar", "calendar", "calendars"),
    ("plans", "calendar", "calendar", "calendars"),
    ("promises", "calendar", "calendar", "calendars"),
    ("topics", "group", "group", "groups"),
    ("topics", "queue", "queue", "queues"),
)
_CONDITIONS = (
    ("channel", "channels"),
    ("group", "groups"),
    ("jurisdiction", "jurisdictions"),
    ("plan", "plans"),
    ("team", "teams"),
)


def check_references(sheet: Sheet) -> None:
    """Note every name that names nothing, and queues that escalate in a circle."""
    for section, key, what, named in _NAMES:
        for path, entry in sheet.entries(section):
            sheet.must_exist((*path, key), entry.get(key, ""), what, sheet.values.get(named, {}))
    topics = [topic["code"] for topic in sheet.values["topics"]]
    for path, promise in sheet.entries("promises"):
        when = promise.get("when", {})
        for key, named in _CONDITIONS:
            for index, value in enumerate(when.get(key, [])):
                sheet.must_exist((*path, "when", key, index), value, key, sheet.values.get(named, {}))
        for index, value in enumerate(when.get("topic", [])):
            sheet.must_exist((*path, "when", "topic", index), value, "topic", topics)
    for path, channel in sheet.entries("channels"):
        for index, mailbox in enumerate(channel.get("mailboxes", [])):
            sheet.must_exist((*path, "mailboxes", index, "topic"), mailbox.get("topic", ""), "topic", topics)
    for section in ("channels", "queues", "topics"):
        if not sheet.values[section]:
            sheet.note_key((section,), "topics_missing")
    _check_circles(sheet)


def _check_circles(sheet: Sheet) -> None:
    queues = sheet.values["queues"]
    for code in queues:
        way, here = [code], queues[code].get("escalates_to")
        while here in queues and here not in way:
            way.append(here)
            here = queues[here].get("escalates_to")
        if here == code:
            circle = " → ".join([*way, code])
            sheet.note(("queues", code, "escalates_to"), "queue_cycle", queue=code, circle=circle)
