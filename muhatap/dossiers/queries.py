"""Reads for a dossier: the chain up to a point, the messages of an audience, the originals, the log."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from muhatap.accounts.models import Staff
from muhatap.audit.heads import Head, LogFile, UnreadableLog, path_of
from muhatap.audit.merkle import Tree
from muhatap.audit.models import ErasableContent, Event, HeadLog, Stream
from muhatap.cases.models import Attachment, Case, Message, Recipient
from muhatap.cases.statuses import Author
from muhatap.channels.models import VaultItem
from muhatap.dossiers.audience import Audience, Inside
from muhatap.promises.derivations import ToldLine, told_lines
from muhatap.promises.explaining import Audience as Reader
from muhatap.promises.models import Promise
from muhatap.promises.queries import clocks_of
from muhatap.promises.readings import ClockReading, reading_of

_AT_ONCE = 500
# Messages may be long, and each chunk is in memory as a whole.
_MESSAGES_AT_ONCE = 50
_LOGS_TRIED = 5


@dataclass(frozen=True, slots=True)
class Extent:
    """How long the chain of a case is, its last hash, and how much of it a head log covers."""

    length: int
    head: str
    signed_length: int


def case_now(case: Case) -> Case:
    """The case as it stands now, with what a dossier tells of it."""
    return Case.objects.select_related("brand", "customer", "owner", "topic").get(id=case.id)


def extent_of(case: Case) -> Extent:
    """How far the chain of a case reaches now."""
    return Extent(*Stream.objects.values_list("length", "head", "signed_length").get(id=case.id))


def events_up_to(case: Case, length: int) -> Iterator[tuple[Event, dict[str, Any]]]:
    """The first events of a case in order, each with its personal fields that were not erased."""
    events = Event.objects.filter(stream_id=case.id, seq__lte=length).order_by("seq")
    for portion in batched(events.iterator(chunk_size=_AT_ONCE), _AT_ONCE):
        held = ErasableContent.objects.filter(event_id__in=[event.id for event in portion])
        fields = dict(held.values_list("event_id", "fields"))
        for event in portion:
            yield event, json.loads(fields.get(event.id, "{}"))


def messages_for(case: Case, audience: Audience) -> Iterator[Message]:
    """What this audience may read, oldest first: no note for the customer."""
    return (
        _messages(case, audience)
        .select_related("staff", "side")
        .order_by("at", "id")
        .iterator(chunk_size=_MESSAGES_AT_ONCE)
    )


def attachments_of(case: Case) -> dict[int, list[Attachment]]:
    """The attachments of a case by message, in the order over which the chain holds their digests."""
    found: dict[int, list[Attachment]] = {}
    # Prefetched they would make circles with their messages, and long words would stay in memory.
    for attachment in Attachment.objects.filter(case=case).select_related("file").order_by("id"):
        found.setdefault(attachment.message_id, []).append(attachment)
    return found


def copied_messages(case: Case) -> frozenset[int]:
    """The messages of a case that went to or came from others beside the customer."""
    return frozenset(Recipient.objects.filter(message__case=case).values_list("message_id", flat=True))


def message_of_event(case: Case, seq: int) -> int | None:
    """The message that an event of a case posted; None for every other event."""
    written = Event.objects.filter(kind__in=("message.posted", "message.imported"))
    event = written.filter(stream_id=case.id, seq=seq).first()
    return int(json.loads(event.content)["message"]) if event else None


def inside_of(case: Case) -> Inside:
    """What of a case is internal."""
    notes = Message.objects.filter(case=case, author=Author.NOTE).values_list("id", flat=True)
    hidden = Promise.objects.filter(brand_id=case.brand_id, is_public=False).values_list("code", flat=True)
    return Inside(frozenset(str(note) for note in notes), frozenset(hidden))


def readings_for(case: Case, audience: Audience, at: datetime) -> list[ClockReading]:
    """The promises that this audience may see, every run of each, in the charter's order."""
    clocks = [each for each in clocks_of(case) if each.promise.is_public or audience is not Audience.CUSTOMER]
    return [reading_of(each, case.language, at) for each in clocks]


def reasons_for(case: Case, audience: Audience) -> dict[int, list[ToldLine]]:
    """For each of these promises, by the clock's id, how its times came about."""
    reader = Reader.CUSTOMER if audience is Audience.CUSTOMER else Reader.STAFF
    return {
        each.id: told_lines(each, case, reader, case.language)
        for each in clocks_of(case)
        if each.promise.is_public or audience is not Audience.CUSTOMER
    }


def original_of(case: Case, message: Message, audience: Audience) -> VaultItem | None:
    """The mail that a message was made of, unless it was erased; the customer gets only her own."""
    if message.vault_item_id is None or message.erased_at is not None:
        return None
    item = VaultItem.objects.filter(
        id=message.vault_item_id, case_id=case.id, brand_id=case.brand_id, source__startswith="email:"
    ).first()
    is_own = item is not None and item.sender.casefold() == case.customer_email.casefold() != ""
    return item if is_own or audience is not Audience.CUSTOMER else None


def names_of_staff(case: Case) -> dict[int, str]:
    """The names of the staff who acted on a case."""
    ids = Event.objects.filter(stream_id=case.id, actor_kind="staff").values_list("actor_id", flat=True)
    return dict(Staff.objects.filter(id__in=set(ids)).values_list("id", "name"))


@dataclass(frozen=True, slots=True)
class Listed:
    """A head log that lists a case: its entry there, and the proof that it stands under the log's root."""

    log: HeadLog
    entry: Head
    index: int
    path: list[str]


def log_covering(case: Case, signed_length: int) -> Listed | None:
    """The newest head log that lists the case; None when no log that can be read does."""
    last = Event.objects.filter(stream_id=case.id, seq=signed_length).first()
    if last is None:
        return None
    for log in HeadLog.objects.filter(at__gte=last.at).order_by("number")[:_LOGS_TRIED]:
        with suppress(UnreadableLog):
            found = _listed_in(log, case.id)
            if found is not None and found.entry.length == signed_length:
                return found
    return None


def _listed_in(log: HeadLog, stream_id: int) -> Listed | None:
    file = path_of(Path(settings.MUHATAP_DATA), log.number)
    places = (place for place in enumerate(LogFile(file)) if place[1].stream_id >= stream_id)
    index, entry = next(places, (-1, None))
    if entry is None or entry.stream_id != stream_id:
        return None
    tree = Tree(watched=index)
    for head in LogFile(file):
        tree.add(head.line())
    return Listed(log, entry, index, [each.hex() for each in tree.path()])


def _messages(case: Case, audience: Audience) -> QuerySet[Message]:
    messages = Message.objects.filter(case=case)
    return messages.exclude(author=Author.NOTE) if audience is Audience.CUSTOMER else messages
