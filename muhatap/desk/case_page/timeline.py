"""The timeline of a case: what was written and what happened, in order, with days between."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.accounts.queries import names_of
from muhatap.cases.joined import followers_of
from muhatap.cases.models import Case, Message
from muhatap.cases.queries import Conversation, conversation_of, side_conversations_of
from muhatap.cases.statuses import Author
from muhatap.channels.models import Delivery
from muhatap.channels.rudeness import is_rude
from muhatap.desk import about_case
from muhatap.desk.about_case import Signs
from muhatap.desk.case_page.lines import lines_markup
from muhatap.desk.case_page.telling import Line, Names, line_of, queues_in, staff_in
from muhatap.desk.case_page.text import shielded, text_markup, with_mentions
from muhatap.desk.deliveries import DeliveryFace, delivery_face
from muhatap.desk.senders import ProofFace, proof_face
from muhatap.files.links import STAFF, signed_url
from muhatap.files.models import StoredFile
from muhatap.letters.wording import template_words
from muhatap.topics.models import Topic

FOLDED_FROM = 4
_FACES = {
    Author.CUSTOMER: "customer",
    Author.STAFF: "agent",
    Author.NOTE: "note",
    Author.AUTOMATIC: "bot",
}


@dataclass(frozen=True, slots=True)
class FileFace:
    """A file of a message with a link that expires; without a link it was erased."""

    name: str
    size: int
    kind: str
    digest: str
    url: str


@dataclass(frozen=True, slots=True)
class MessageFace:
    """A message as it is shown."""

    id: int
    face: str
    who: str
    channel: str
    at: datetime
    body: SafeString
    quoted: SafeString | str
    files: tuple[FileFace, ...]
    deliveries: tuple[DeliveryFace, ...]
    erased_at: datetime | None
    case: Case | None = None
    proof: ProofFace | None = None
    copies: tuple[str, ...] = ()
    is_mail: bool = False
    is_sent: bool = False
    template: str = ""


@dataclass(frozen=True, slots=True)
class AsideFace:
    """A side conversation as it is shown: with whom, and what was written, oldest first."""

    id: int
    subject: str
    parties: tuple[str, ...]
    messages: tuple[MessageFace, ...]
    is_awaited: bool

    @property
    def at(self) -> datetime:
        """When something was last written."""
        return self.messages[-1].at


@dataclass(slots=True)
class Entry:
    """One piece of the timeline: a day, a message, a side conversation, or one or several lines of events."""

    day: datetime | None = None
    message: MessageFace | None = None
    aside: AsideFace | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def is_folded(self) -> bool:
        """Whether so many things happened in a row that they are told in one line first."""
        return len(self.lines) >= FOLDED_FROM

    @property
    def told(self) -> SafeString:
        """The lines as markup."""
        return lines_markup(self.lines)

    @property
    def summary(self) -> str:
        """The folded lines in one."""
        count = len(self.lines)
        return ngettext("%(count)d event: %(first)s", "%(count)d events: %(first)s", count) % {
            "count": count,
            "first": ", ".join(dict.fromkeys(line.text.split(":")[0] for line in self.lines[:3])),
        }


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole conversation, and the last message it shows."""

    entries: Sequence[Entry]
    seen: int


def timeline_of(
    case: Case, at: datetime, signs: Signs, *, topics: Iterable[Topic], promises: dict[str, str]
) -> Timeline:
    """Put together what was written and what happened."""
    followers = followers_of(case) if signs.has_followers else []
    written = conversation_of(case, followers, has_parts=signs.has_parts or bool(followers))
    messages = written.messages
    events = about_case.events_of(case)
    deliveries = about_case.deliveries_of(case)
    names = Names(
        at=at,
        customer=str(case.customer) or _("Customer"),
        staff=names_of(staff_in(events)),
        queues=about_case.queues_named(queues_in(events)),
        topics={topic.code: topic.names for topic in topics},
        promises=promises,
        proofs=about_case.proofs_of(messages),
    )
    faces = {each.id: _message(each, case, names, written, deliveries.get(each.id, ())) for each in messages}
    told: list[tuple[datetime, int, MessageFace | AsideFace | Line]] = [
        (message.at, 0, faces[message.id]) for message in messages if message.side_id is None
    ]
    told += [(aside.at, 0, aside) for aside in _asides(case, messages, faces)]
    lines = (line_of(event, names) for event in events)
    told += [(line.at, 1, line) for line in lines if line is not None]
    told.sort(key=lambda each: each[:2])
    return Timeline(_entries(told), max((message.id for message in messages), default=0))


def _asides(case: Case, messages: Sequence[Message], faces: Mapping[int, MessageFace]) -> list[AsideFace]:
    written: dict[int, list[Message]] = {}
    for message in messages:
        if message.side_id is not None:
            written.setdefault(message.side_id, []).append(message)
    if not written:
        return []
    senders = about_case.senders_of([each for group in written.values() for each in group])
    return [
        AsideFace(
            id=side.id,
            subject=side.subject,
            parties=tuple(party.name or party.email for party in side.parties.all()),
            messages=tuple(
                replace(faces[each.id], face="aside", is_sent=each.staff_id is not None)
                if each.staff_id
                else replace(faces[each.id], face="aside", who=senders.get(each.id, _("somebody outside")))
                for each in written[side.id]
            ),
            is_awaited=side.awaited_at is not None,
        )
        for side in side_conversations_of(case)
        if side.id in written
    ]


def _entries(told: Iterable[tuple[datetime, int, MessageFace | AsideFace | Line]]) -> list[Entry]:
    entries: list[Entry] = []
    day: date | None = None
    for moment, _order, face in told:
        local = localtime(moment)
        if local.date() != day:
            day = local.date()
            entries.append(Entry(day=local))
        if isinstance(face, MessageFace):
            entries.append(Entry(message=face))
        elif isinstance(face, AsideFace):
            entries.append(Entry(aside=face))
        elif entries[-1].lines:
            entries[-1].lines.append(face)
        else:
            entries.append(Entry(lines=[face]))
    return entries


def _message(
    message: Message, case: Case, names: Names, written: Conversation, deliveries: Iterable[Delivery]
) -> MessageFace:
    at = names.at
    return MessageFace(
        id=message.id,
        face=_FACES[Author(message.author)],
        who=_writer(message, case, names),
        channel=message.channel,
        at=message.at,
        body=_body(message),
        quoted=text_markup(message.quoted) if message.quoted else "",
        files=tuple(
            FileFace(
                each.file.name,
                each.file.size,
                each.file.content_type,
                each.file.sha256,
                _file_url(each.file, case, at),
            )
            for each in written.attachments.get(message.id, ())
        ),
        deliveries=tuple(delivery_face(each, at) for each in deliveries),
        erased_at=message.erased_at,
        case=message.case,
        proof=proof_face(names.proofs.get(message.vault_item_id, {})) if message.vault_item_id else None,
        copies=tuple(
            f"{each.kind.capitalize()} {each.email}" for each in written.recipients.get(message.id, ())
        ),
        is_mail=message.vault_item_id is not None and message.channel == "email",
        template=template_words(message.template) if message.template else "",
    )


def _file_url(file: StoredFile, case: Case, at: datetime) -> str:
    """Where a file is opened: a closed one, or one in quarantine, from the evidence of the case alone."""
    if file.destroyed_at is not None:
        return ""
    if file.is_guarded or file.is_infected:
        return f"/desk/cases/{case.number}/evidence/file/{file.id}/"
    return signed_url(file, file.name, STAFF, at)


def _body(message: Message) -> SafeString:
    body = text_markup(message.text, message.masked)
    if message.author == Author.CUSTOMER and is_rude(message.text):
        return shielded(body)
    return with_mentions(body) if message.author == Author.NOTE else body


def _writer(message: Message, case: Case, names: Names) -> str:
    if message.participant is not None:
        return message.participant.name or message.participant.email
    match message.author:
        case Author.CUSTOMER:
            return names.customer if message.case_id == case.id else str(message.case.customer)
        case Author.AUTOMATIC:
            return _("Automatic letter")
        case _:
            if message.staff:
                return message.staff.name
            return _("A rule") if message.external_id.startswith("rule:") else _("A program")
