"""The two boxes below a case: what stands in them, what waits to leave, and what stands against sending."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case, Message
from muhatap.cases.queries import copied_on
from muhatap.cases.statuses import Author
from muhatap.cases.telling import telling_of
from muhatap.customers.telling import PLAIN
from muhatap.desk import about_case
from muhatap.desk.about_case import Signs
from muhatap.desk.case_page.telling_replies import stop_words
from muhatap.desk.case_page.voices import Voice, voice_here
from muhatap.desk.guarding import Doubt
from muhatap.desk.telling_wishes import reply_words, telling_words
from muhatap.files.models import StoredFile
from muhatap.letters.models import HeldReply
from muhatap.letters.queries import held_of

_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class News:
    """Something that was written after the writer had opened the case."""

    message_id: int
    who: str
    at: datetime
    excerpt: str


@dataclass(frozen=True, slots=True)
class Composer:
    """What stands in the two boxes: drafts, or what was just sent and could not be taken."""

    reply: str = ""
    note: str = ""
    mode: str = "reply"
    reply_saved_at: datetime | None = None
    note_saved_at: datetime | None = None
    trouble: str = ""
    errors: tuple[str, ...] = ()
    cc: str = ""
    bcc: str = ""
    others: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    sure: tuple[str, ...] = ()
    news: Sequence[News] = ()
    files: Sequence[StoredFile] = ()
    signature: str = ""
    sender: str = ""
    wishes: str = ""
    wish_words: str = ""


@dataclass(frozen=True, slots=True)
class HeldFace:
    """A reply that waits to leave, as it is shown."""

    id: int
    who: str
    excerpt: str
    then: str
    leaves_at: datetime
    leaves_local: str
    seconds_left: int
    total_seconds: int
    is_undoable: bool
    is_planned: bool
    stopped: str
    files: Sequence[str]

    @property
    def share_left(self) -> int:
        """How much of the moment of undo is left, of 100."""
        return round(100 * self.seconds_left / self.total_seconds) if self.total_seconds else 0

    @property
    def words(self) -> str:
        """How soon it goes."""
        count = self.seconds_left
        said = ngettext("Reply goes in %(count)d s", "Reply goes in %(count)d s", count)
        return said % {"count": count}


def composer_of(
    staff: Staff, case: Case, sent: Composer | None, may_answer: bool, signs: Signs, at: datetime
) -> Composer:
    """The drafts, or in place of the one that was just sent and not taken, its very text."""
    drafts = about_case.drafts_of(case, staff) if may_answer and signs.has_drafts else {}
    reply, note = drafts.get(Author.STAFF), drafts.get(Author.NOTE)
    voice = voice_here(case, staff, signs.has_mail) if may_answer else Voice()
    copied = ", ".join(copied_on(case)) if may_answer and signs.has_people else ""
    kept = Composer(
        reply=reply.text if reply else "",
        note=note.text if note else "",
        reply_saved_at=reply.updated_at if reply else None,
        note_saved_at=note.updated_at if note else None,
        cc=(reply.cc if reply else "") or copied,
        bcc=reply.bcc if reply else "",
        files=about_case.draft_files_of(case, staff) if signs.has_draft_files and may_answer else (),
        signature=voice.signature,
        sender=voice.sender,
        **_wishes(case, at),
    )
    if sent is None:
        return kept
    if sent.mode == "note":
        box = replace(kept, note=sent.note, note_saved_at=None, mode="note")
        return replace(box, trouble=sent.trouble, errors=sent.errors)
    return replace(
        sent,
        note=kept.note,
        note_saved_at=kept.note_saved_at,
        files=kept.files,
        signature=kept.signature,
        sender=kept.sender,
        wishes=kept.wishes,
        wish_words=kept.wish_words,
    )


def _wishes(case: Case, at: datetime) -> dict[str, str]:
    telling = telling_of(case)
    if telling == PLAIN:
        return {}
    said = ", ".join(telling_words(telling, case.language))
    return {"wishes": said, "wish_words": reply_words(case, at)}


def held_faces(case: Case, staff: Staff, signs: Signs, at: datetime) -> list[HeldFace]:
    """What waits to leave on this case; nothing is asked where nothing waits."""
    return [_held_face(each, staff, at) for each in held_of(case)] if signs.has_held else []


def news_faces(case: Case, messages: Sequence[Message]) -> list[News]:
    """What arrived meanwhile, in short."""
    return [News(each.id, _writer(each, case), each.at, _excerpt(each.text)) for each in messages]


def _held_face(held: HeldReply, staff: Staff, at: datetime) -> HeldFace:
    left = max(0, round((held.leaves_at - at).total_seconds()))
    is_planned = held.planned_at is not None
    return HeldFace(
        id=held.id,
        who=held.staff.name,
        excerpt=_excerpt(held.text),
        then=_then_words(held.then),
        leaves_at=held.leaves_at,
        leaves_local=f"{localtime(held.leaves_at):%Y-%m-%dT%H:%M}",
        seconds_left=left,
        total_seconds=max(1, round((held.leaves_at - held.written_at).total_seconds())),
        is_undoable=not is_planned and held.stopped_at is None and held.staff_id == staff.pk,
        is_planned=is_planned,
        stopped=stop_words(held.stopped_because) if held.stopped_at else "",
        files=[each.file.name for each in held.files.all()],
    )


def _then_words(then: str) -> str:
    match then:
        case "resolve":
            return _("then the case is resolved")
        case "wait":
            return _("then the case waits for the customer")
        case _:
            return ""


def _writer(message: Message, case: Case) -> str:
    if message.author == Author.CUSTOMER:
        return str(case.customer) or _("Customer")
    return message.staff.name if message.staff else _("A program")


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1].rstrip() + "…"
