"""What an invitation says, in words: text/calendar (RFC 5545) for mails that hold nothing else."""

import re
from datetime import date, timedelta

MAX_EVENTS = 5
MAX_LINES = 5_000
MAX_VALUE = 5_000
PROPERTY = re.compile(r"([A-Za-z-]{1,40})((?:;[^:;\"]{0,200}(?:\"[^\"]{0,200}\")?){0,20}):(.*)")
MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z?))?")
ZONE = re.compile(r";TZID=\"?([^;\":]{1,60})", re.IGNORECASE)
ESCAPED = re.compile(r"\\([nN,;\\])")
WANTED = frozenset({"SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "STATUS"})


def text_of_calendar(calendar: str) -> str:
    """Title, times as written, place and description of up to five events; empty when there is none."""
    events: list[dict[str, tuple[str, str]]] = []
    method = ""
    inside = False
    for line in _unfolded(calendar):
        match = PROPERTY.match(line)
        if not match:
            continue
        name, parameters, value = match[1].upper(), match[2], match[3][:MAX_VALUE].strip()
        if (name, value.upper()) == ("BEGIN", "VEVENT") and len(events) < MAX_EVENTS:
            events.append({})
            inside = True
        elif name == "END" and value.upper() == "VEVENT":
            inside = False
        elif name == "METHOD":
            method = value.upper()[:20]
        elif inside and name in WANTED:
            events[-1].setdefault(name, (parameters, value))
    return "\n\n".join(filter(None, (_event(one, method) for one in events)))


def _unfolded(calendar: str) -> list[str]:
    lines: list[list[str]] = []
    for line in calendar.splitlines()[:MAX_LINES]:
        if line[:1] in (" ", "\t") and lines:
            lines[-1].append(line[1:])
        else:
            lines.append([line])
    return ["".join(pieces) for pieces in lines]


def _event(event: dict[str, tuple[str, str]], method: str) -> str:
    said = {name: _unescaped(value) for name, (_, value) in event.items()}
    cancelled = method == "CANCEL" or said.get("STATUS", "").upper() == "CANCELLED"
    title = f"[CANCEL] {said.get('SUMMARY', '')}".strip() if cancelled else said.get("SUMMARY", "")
    head = [title, _times(event), said.get("LOCATION", "")]
    text = "\n".join(line for line in head if line)
    description = said.get("DESCRIPTION", "").strip()
    return f"{text}\n\n{description}".strip() if description else text


def _times(event: dict[str, tuple[str, str]]) -> str:
    start, end = _moment(event.get("DTSTART")), _moment(event.get("DTEND"))
    if not start:
        return ""
    if end and not end[1]:
        end = (_day_before(end[0]), "", end[2])
    zone = f" ({start[2]})" if start[2] else ""
    if not end or end[:2] == start[:2]:
        return f"{start[0]} {start[1]}".strip() + zone
    until = end[1] if end[0] == start[0] else f"{end[0]} {end[1]}".strip()
    return f"{start[0]} {start[1]}".strip() + f" – {until}{zone}"


def _day_before(day: str) -> str:
    """The end of whole days is exclusive in a calendar (RFC 5545, 3.6.1)."""
    try:
        return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return day


def _moment(found: tuple[str, str] | None) -> tuple[str, str, str] | None:
    """Day, hour and name of the zone as the calendar writes them."""
    if not found or not (match := MOMENT.match(found[1])):
        return None
    year, month, day, hour, minute, utc = match.groups()
    zone = ZONE.search(found[0])
    clock = f"{hour}:{minute}" if hour else ""
    return f"{year}-{month}-{day}", clock, "UTC" if utc else (zone[1] if zone else "")


def _unescaped(value: str) -> str:
    return ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
