"""Holding cases and messages against their events: what the tables show must be what was recorded."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime

from django.db.models import Exists, OuterRef

from muhatap.audit.findings import Fault, Finding
from muhatap.audit.models import Event, Stream
from muhatap.audit.verifying import ProvenEvent
from muhatap.cases.archive.returning import bodies_away
from muhatap.cases.content import content_digest
from muhatap.cases.folding import CaseState, fold
from muhatap.cases.models import Attachment, Case, Message

_LISTED = 100
_WRITTEN = frozenset({"message.posted", "message.imported"})
_BELONGING = {
    "side.message_posted": ("side", "side_id"),
    "message.participant_wrote": ("participant", "participant_id"),
}


class CasesAgree:
    """The check of case streams: the fold of the events is the row, and every message is as it was posted."""

    stream_kind = "case"

    def __call__(self, streams: Mapping[int, list[ProvenEvent]]) -> Iterable[Finding]:
        """Where rows differ from what their events say."""
        states = _states(streams)
        messages = _messages(streams)
        for case_id, events in streams.items():
            yield from _case_findings(case_id, events, states.get(case_id))
            yield from _message_findings(case_id, events, messages.get(case_id, {}))


def cases_without_stream() -> list[Finding]:
    """Cases of which no chain tells: the chain was removed, or the row was slipped in."""
    ids = Case.objects.exclude(Exists(Stream.objects.filter(id=OuterRef("id"), kind="case")))
    return [
        Finding("case", case_id, 1, None, Fault.MISSING_STREAM, "the case has no events")
        for case_id in ids.order_by("id").values_list("id", flat=True)[:_LISTED]
    ]


def _case_findings(case_id: int, events: list[ProvenEvent], row: CaseState | None) -> Iterator[Finding]:
    if row is None:
        first = events[0].event_id if events else None
        yield Finding("case", case_id, 1, first, Fault.TABLE, "the case is gone")
        return
    told = fold((event.kind, event.values) for event in events)
    if told == row:
        return
    shown = asdict(row)
    differing = [name for name, value in asdict(told).items() if shown[name] != value]
    last = events[-1] if events else None
    yield Finding(
        "case",
        case_id,
        last.seq if last else 1,
        last.event_id if last else None,
        Fault.TABLE,
        f"the row differs from its events: {', '.join(differing)}",
    )


def _message_findings(
    case_id: int, events: list[ProvenEvent], rows: Mapping[int, tuple[Message, list[str]]]
) -> Iterator[Finding]:
    unposted = dict(rows)
    for event in events:
        if event.kind in _BELONGING and (wrong := _belongs_wrong(event, rows)):
            yield Finding("case", case_id, event.seq, event.event_id, Fault.TABLE, wrong)
        if event.kind not in _WRITTEN:
            continue
        message, files = unposted.pop(int(event.values["message"]), (None, []))
        wrong = "the message is gone" if message is None else _difference(event, message, files)
        if wrong:
            yield Finding("case", case_id, event.seq, event.event_id, Fault.TABLE, wrong)
    for message_id in sorted(unposted):
        seq = events[-1].seq if events else 1
        yield Finding("case", case_id, seq, None, Fault.TABLE, f"message {message_id} was never posted")


def _belongs_wrong(event: ProvenEvent, rows: Mapping[int, tuple[Message, list[str]]]) -> str:
    """A message must still be its participant's, and stand in its side conversation."""
    message = rows.get(int(event.values["message"]), (None, []))[0]
    told, column = _BELONGING[event.kind]
    if message is None or getattr(message, column) == int(event.values[told]):
        return ""
    return "whose the message is, or where it stands, was changed"


def _difference(event: ProvenEvent, message: Message, files: list[str]) -> str:
    told = event.values
    at = datetime.fromisoformat(told["written_at"]) if "written_at" in told else event.at
    if (message.author, message.channel, message.at) != (told["author"], told["channel"], at):
        return "author, channel or time of the message were changed"
    if "content_digest" not in told:
        is_empty = message.erased_at is not None and not (message.text or message.html or message.quoted)
        return "" if is_empty else "the message was erased and is not empty"
    if (
        content_digest(message.text, files, html=message.html, quoted=message.quoted)
        != told["content_digest"]
    ):
        return "the words or files of the message were changed"
    return ""


def _states(ids: Iterable[int]) -> dict[int, CaseState]:
    rows = Case.objects.filter(id__in=list(ids)).values_list(
        *("id", "number", "brand_id", "status", "kind", "priority", "queue_id", "owner_id"),
        *("topic__code", "customer_id", "tags"),
    )
    return {row[0]: CaseState(*row[1:-3], row[-3] or "", row[-2], tuple(row[-1])) for row in rows}


def _messages(ids: Iterable[int]) -> dict[int, dict[int, tuple[Message, list[str]]]]:
    wanted = list(ids)
    files: dict[int, list[str]] = {}
    attached = Attachment.objects.filter(case_id__in=wanted).order_by("id")
    for message_id, digest in attached.values_list("message_id", "file__sha256"):
        files.setdefault(message_id, []).append(digest)
    found: dict[int, dict[int, tuple[Message, list[str]]]] = {}
    rows = Message.objects.filter(case_id__in=wanted).only(
        "id",
        "case_id",
        "author",
        "channel",
        "text",
        "html",
        "quoted",
        "at",
        "erased_at",
        "side_id",
        "participant_id",
    )
    bodies = bodies_away(wanted)
    for message in rows:
        if message.id in bodies:
            message.text, message.html, message.quoted = bodies[message.id]
        found.setdefault(message.case_id, {})[message.id] = (message, files.get(message.id, []))
    return found


def message_at(case_id: int, place: int) -> Message | None:
    """The message that the event at this place of the case's chain posted, or the one with this id."""
    known = Message.objects.select_related("case").filter(case_id=case_id)
    posted = Event.objects.filter(stream_id=case_id, seq=place, kind__in=_WRITTEN).first()
    return known.filter(id=json.loads(posted.content)["message"] if posted else place).first()
