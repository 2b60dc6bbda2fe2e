"""The desk's side of a chat: accept, pass on with a summary, write up; and what a bot does before."""

from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels.chat_lines import BOT, JOINED, MESSAGE, PASSED, append, hold, tell
from muhatap.channels.chat_models import Chat, ChatLine, ChatState
from muhatap.channels.events import ChatAccepted, ChatHandedOver, ChatPassedOn, ChatWrappedUp
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.notifications import operations as notifications
from muhatap.topics.models import Queue


class TakenAlready(Exception):
    """Somebody else was quicker; the words are her name."""


class NotWithBot(Exception):
    """A bot wants to write where a person writes."""


def accept_chat(*, chat: Chat, staff: Staff, by: Actor, at: datetime) -> None:
    """Take part in a chat: the case is hers and the visitor reads her name; `TakenAlready` by another."""
    with unit_of_work():
        lock(chat.case)
        hold(chat)
        if chat.state == ChatState.WITH_PERSON and chat.staff_id != staff.pk:
            raise TakenAlready(chat.staff.name if chat.staff else "")
        if chat.state == ChatState.WITH_PERSON:
            return
        cases.assign(case=chat.case, owner=staff, by=by, at=at)
        _join(chat, staff, by=by, at=at)


def _join(chat: Chat, staff: Staff, *, by: Actor, at: datetime) -> None:
    waited = max(0, int((at - chat.waits_since).total_seconds()))
    chat.state, chat.staff, chat.accepted_at, chat.ended_at = ChatState.WITH_PERSON, staff, at, None
    chat.wrapped_at = None
    chat.save(update_fields=["state", "staff", "accepted_at", "ended_at", "wrapped_at"])
    append(chat, JOINED, at, number=chat.case.number, params={"name": staff.name})
    record(
        ChatAccepted(
            brand=chat.brand_id, case=chat.case_id, chat=chat.id, staff=staff.pk, waited_seconds=waited
        ),
        by=by,
        at=at,
    )


def show_in_chat(*, chat: Chat, message: Message, by: Actor, at: datetime) -> ChatLine:
    """Let the visitor read what was written on the case; whoever of the staff writes takes part by that."""
    with unit_of_work():
        hold(chat)
        is_person = message.author == Author.STAFF and message.staff is not None
        if is_person and chat.state in (ChatState.WAITING, ChatState.BOT):
            _join(chat, message.staff, by=by, at=at)
        return append(chat, MESSAGE, at, number=chat.case.number, message=message)


def pass_on_chat(
    *,
    chat: Chat,
    to: Staff | None,
    queue: Queue | None,
    summary: str,
    by: Actor,
    at: datetime,
) -> None:
    """Give a chat to a colleague or a queue; the summary is a note that whoever takes over reads first."""
    with unit_of_work() as unit:
        lock(chat.case)
        hold(chat)
        case = chat.case
        masked = mask(summary)
        spans = [{"kind": each.kind, "start": each.start, "end": each.end} for each in masked.found]
        note = cases.NewMessage(author=Author.NOTE, channel="desk", text=masked.text, masked=spans)
        message = cases.post_message(case=case, new=note, by=by, at=at)
        unit.flush()
        if queue is not None:
            cases.move_to_queue(case=case, queue=queue, reason="chat_passed_on", by=by, at=at)
        cases.assign(case=case, owner=to, by=by, at=at)
        chat.state, chat.staff, chat.waits_since = ChatState.WAITING, None, at
        chat.save(update_fields=["state", "staff", "waits_since"])
        append(chat, PASSED, at, number=case.number, params={"name": to.name if to else ""})
        record(
            ChatPassedOn(
                brand=chat.brand_id,
                case=case.id,
                chat=chat.id,
                staff=to.pk if to else None,
                queue=queue.id if queue else None,
                note=message.id,
            ),
            by=by,
            at=at,
        )
        if to is not None:
            _tell_colleague(case, to, message, by=by, at=at)


def _tell_colleague(case: Case, to: Staff, note: Message, *, by: Actor, at: datetime) -> None:
    notifications.tell(
        staff_ids={to.pk},
        kind="chat_passed_on",
        brand_id=case.brand_id,
        case_id=case.id,
        params={"number": case.number, "subject": case.subject},
        once_key=f"chat:{note.id}",
        by=by,
        at=at,
    )


def wrap_up_chat(*, chat: Chat, staff: Staff, by: Actor, at: datetime) -> None:
    """What was left to do after a chat is done: from now on it weighs like a letter."""
    with unit_of_work():
        hold(chat)
        if chat.wrapped_at is not None or chat.ended_at is None:
            return
        chat.wrapped_at = at
        chat.save(update_fields=["wrapped_at"])
        record(
            ChatWrappedUp(
                brand=chat.brand_id,
                case=chat.case_id,
                chat=chat.id,
                staff=staff.pk,
                seconds=int((at - chat.ended_at).total_seconds()),
            ),
            by=by,
            at=at,
        )


def note_staff_read(*, chat: Chat, seq: int, by: Actor, at: datetime) -> None:
    """Staff have read up to a line; the visitor sees that."""
    seq = min(seq, chat.last_seq)
    if seq > chat.staff_read:
        with unit_of_work():
            Chat.objects.filter(id=chat.id, staff_read__lt=seq).update(staff_read=seq)
            tell(chat.case.number)


def write_as_bot(
    *, chat: Chat, text: str, choices: tuple[str, ...] = (), by: Actor, at: datetime
) -> ChatLine:
    """Let a bot write, disclosed as one, with answers to choose from; `NotWithBot` once a person was asked.

    Its words are automatic: no clock takes them for the answer of a person.
    """
    with unit_of_work() as unit:
        lock(chat.case)
        hold(chat)
        if chat.state != ChatState.BOT:
            raise NotWithBot(chat.state)
        new = cases.NewMessage(
            author=Author.AUTOMATIC,
            channel=chat.case.channel,
            text=mask(text).text,
            external_id=f"bot:{chat.id}:{chat.last_seq + 1}",
        )
        message = cases.post_message(case=chat.case, new=new, by=by, at=at)
        unit.flush()
        params = {"choices": list(choices)[:6]} if choices else {}
        return append(chat, BOT, at, number=chat.case.number, message=message, params=params)


def ask_for_person(*, chat: Chat, reason: str, by: Actor, at: datetime) -> bool:
    """Let a chat wait for a person, keeping the place of when it began; False when no bot had it."""
    with unit_of_work():
        lock(chat.case)
        hold(chat)
        if chat.state != ChatState.BOT:
            return False
        chat.state = ChatState.WAITING
        chat.save(update_fields=["state"])
        record(
            ChatHandedOver(brand=chat.brand_id, case=chat.case_id, chat=chat.id, reason=reason), by=by, at=at
        )
        tell(chat.case.number)
    return True
