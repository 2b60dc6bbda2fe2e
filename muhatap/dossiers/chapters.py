"""The parts of a dossier that carry data: the chain, the messages with their files, the case."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from muhatap.audit.chain import dumps, stamp
from muhatap.audit.models import Event
from muhatap.cases.models import Attachment, Case, Message
from muhatap.channels.vault import open_item
from muhatap.dossiers import queries
from muhatap.dossiers.archive import Archive
from muhatap.dossiers.audience import Audience, Inside, is_told, told_fields
from muhatap.dossiers.redacting import Redacting
from muhatap.files.disk import read_file
from muhatap.files.models import StoredFile
from muhatap.files.previews import CannotDraw, coarse
from muhatap.kernel.sealing import Tampered

_UNREADABLE = (Tampered, LookupError, OSError)
# Nothing that a browser would run is handed out under a name that makes it run.
_ACTIVE = re.compile(r"\.(html?|xhtml|svg|xml|js|mjs|hta|url|lnk)$", re.IGNORECASE)
_LONGEST_NAME = 80


@dataclass(slots=True)
class Placed:
    """Where the parts of one message lie in the dossier."""

    path: str = ""
    original: dict[str, Any] | None = None
    files: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sealing:
    """What is being sealed, for whom and when."""

    case: Case
    audience: Audience
    length: int
    inside: Inside
    at: datetime
    redacting: Redacting
    blacked: Mapping[int, StoredFile] = field(default_factory=dict)


def put_parts(archive: Archive, sealing: Sealing) -> dict[int, Placed]:
    """Put every message's words, original and files into the archive; one file at a time is in memory."""
    placed: dict[int, Placed] = {}
    attached, copied = queries.attachments_of(sealing.case), queries.copied_messages(sealing.case)
    for number, message in enumerate(queries.messages_for(sealing.case, sealing.audience), 1):
        here = placed[message.id] = Placed()
        is_gone = sealing.redacting.leaves_out(message) is not None
        if message.text and not is_gone:
            here.path = f"messages/{number:04}.txt"
            archive.put(here.path, [message.text.encode()])
        here.original = _put_original(archive, sealing, message, number, is_copied=message.id in copied)
        # Names of files may be personal too, so an erased message does not keep them.
        here_attached = [] if message.erased_at or is_gone else attached.get(message.id, [])
        for place, attachment in enumerate(here_attached, 1):
            stem = f"files/{number:04}-{place:02}"
            here.files.append(_put_file(archive, attachment, stem, sealing))
    return placed


def event_lines(sealing: Sealing) -> Iterator[bytes]:
    """The chain as JSON lines; what the audience is not told stays out and its hashes stay in."""
    for event, fields in queries.events_up_to(sealing.case, sealing.length):
        yield f"{dumps(_event(sealing, event, fields))}\n".encode()


def message_lines(sealing: Sealing, placed: dict[int, Placed]) -> Iterator[bytes]:
    """The messages as JSON lines, in the form over which the chain holds their digests."""
    for message in queries.messages_for(sealing.case, sealing.audience):
        here, ground = placed.get(message.id, Placed()), sealing.redacting.leaves_out(message)
        told = {
            "message": str(message.id),
            "author": message.author,
            "name": message.staff.name if message.staff else "",
            "channel": message.channel,
            "side": message.side.subject if message.side else "",
            "at": stamp(message.at),
            "text": "" if ground else message.text,
            "html": "" if ground else message.html,
            "quoted": "" if ground else message.quoted,
            "redacted": ground.kind if ground else "",
            "masked": [part.get("kind", "") for part in message.masked],
            "template": message.template,
            "erased_at": stamp(message.erased_at) if message.erased_at else None,
            "path": here.path,
            "original": here.original,
            "files": here.files,
        }
        yield f"{dumps(told)}\n".encode()


def case_page(sealing: Sealing) -> bytes:
    """The case itself with its promises; numbers of cards, accounts and identities stay masked."""
    case, customer = sealing.case, sealing.case.customer
    moments = ("received_at", "dissatisfied_at", "resolved_at", "closed_at")
    told: dict[str, Any] = {
        "number": case.number,
        "brand": {"code": case.brand.code, "name": case.brand.name, "zone": case.brand.zone},
        "subject": case.subject,
        "kind": case.kind,
        "status": case.status,
        "closed_reason": case.closed_reason,
        "topic": case.topic.code if case.topic else "",
        "channel": case.channel,
        "language": case.language,
        "customer": {"name": customer.name, "email": customer.email, "phone": customer.phone},
        "fields": case.fields,
        "notices": case.notices,
        **{name: _stamp(getattr(case, name)) for name in moments},
        "promises": list(_promises(sealing)),
    }
    if sealing.audience is not Audience.CUSTOMER:
        told |= {"priority": case.priority, "owner": case.owner.name if case.owner else ""}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _promises(sealing: Sealing) -> Iterator[dict[str, Any]]:
    reasons = queries.reasons_for(sealing.case, sealing.audience)
    for each in queries.readings_for(sealing.case, sealing.audience, sealing.at):
        yield {
            "promise": each.code,
            "name": each.label,
            "state": each.state,
            "started_at": stamp(each.started_at),
            "target_at": _stamp(each.target_at),
            "limit_at": stamp(each.due_at),
            "ended_at": _stamp(each.stopped_at),
            "derivation": [line.to_json() for line in reasons[each.clock_id]],
        }


def _event(sealing: Sealing, event: Event, fields: dict[str, Any]) -> dict[str, Any]:
    content = json.loads(event.content)
    chained = {"seq": event.seq, "prev": event.prev_hash, "hash": event.hash, "kind": event.kind}
    chained |= {"id": str(event.id), "at": stamp(event.at)}
    if not is_told(sealing.audience, event.kind, content, sealing.inside):
        return chained | {"withheld": True}
    actor_id = None if event.actor_id is None else str(event.actor_id)
    chained |= {"schema": event.schema, "content": event.content, "digests": event.digests}
    chained |= {"actor": [event.actor_kind, actor_id, event.actor_label]}
    told = told_fields(sealing.audience, event.kind, content, fields)
    if told is not None:
        place, digests = (event.seq, str(event.id), event.kind), json.loads(event.digests or "{}")
        return chained | {"fields": sealing.redacting.fields_of(place, content, told, digests)}
    return chained | {"withheld": sorted(json.loads(event.digests or "{}"))}


def _put_original(
    archive: Archive, sealing: Sealing, message: Message, number: int, *, is_copied: bool
) -> dict[str, Any] | None:
    item = queries.original_of(sealing.case, message, sealing.audience)
    if item is None or sealing.redacting.leaves_out_original(message, is_copied, item.sha256):
        return None
    is_redacted = item.reason.startswith("redacted:")
    try:
        data = open_item(item=item)
    except _UNREADABLE:
        return None
    path = f"originals/{number:04}{'-redacted.json' if is_redacted else '.eml'}"
    archive.put(path, [data])
    before = item.reason.removeprefix("redacted:") if is_redacted else item.sha256
    return {"path": path, "is_redacted": is_redacted, "arrived_sha256": before}


def _put_file(archive: Archive, attachment: Attachment, stem: str, sealing: Sealing) -> dict[str, Any]:
    stored, audience = attachment.file, sealing.audience
    told = {"name": stored.name, "size": stored.size, "sha256": stored.sha256, "path": ""}
    # What lies closed leaves through its own door, with a right and a reason; a virus leaves to nobody.
    if stored.is_infected or (stored.is_guarded and audience is Audience.INTERNAL):
        return told
    if stored.is_guarded and audience is Audience.BODY:
        return told | _put_copy(archive, attachment, stem, sealing)
    try:
        data = read_file(stored=stored)
    except _UNREADABLE:
        return told
    path = f"{stem}-{_plain(stored.name)}"
    archive.put(path, [data])
    return told | {"path": path}


def _put_copy(archive: Archive, attachment: Attachment, stem: str, sealing: Sealing) -> dict[str, Any]:
    """Put a copy of what lies closed: the one that staff blacked, else one that shows nothing."""
    stored = attachment.file
    blacked = sealing.blacked.get(stored.id)
    try:
        data = read_file(stored=blacked) if blacked else coarse(read_file(stored=stored), stored.content_type)
    except (*_UNREADABLE, CannotDraw):
        return {}
    path = f"{stem}-redacted.{'pdf' if data.startswith(b'%PDF') else 'png'}"
    archive.put(path, [data])
    sealing.redacting.shows_copy(attachment.message_id, stored.sha256)
    return {"copy": {"path": path, "sha256": hashlib.sha256(data).hexdigest()}}


def _plain(name: str) -> str:
    plain = re.sub(r"[^\w.-]+", "_", name).strip("._")[-_LONGEST_NAME:] or "file"
    return f"{plain}.txt" if _ACTIVE.search(plain) else plain


def _stamp(at: datetime | None) -> str | None:
    return stamp(at) if at else None
