"""What the widget, and any other client of the visitor's, can ask."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from muhatap.cases.keys import secret_of
from muhatap.channels.chat_hours import openness_of
from muhatap.channels.chat_models import Chat, ChatState
from muhatap.channels.chat_queries import all_lines, chat_with_secret, is_blocked
from muhatap.channels.operations import chat_desk, chatting
from muhatap.channels.visitors.calls import VISITOR, Call, Refused, visitor_of
from muhatap.channels.visitors.crossing import origin_of
from muhatap.channels.visitors.openings import opening_of
from muhatap.channels.visitors.setup import setup_told
from muhatap.channels.visitors.surroundings import Rating
from muhatap.channels.visitors.telling import as_text, chat_told, line_told
from muhatap.files.operations import FileRefused
from muhatap.ui.dates import moment_words


def setup(call: Call) -> dict[str, Any]:
    """What must be known before anybody writes."""
    return setup_told(call)


def start(call: Call) -> dict[str, Any]:
    """Open a case with its chat, once for each secret, and say its number."""
    known = chat_with_secret(call.brand.id, call.secret())
    if known is not None:
        return _begun(call, known)
    call.count("chat_start")
    return begin(call, chatting_opening(call))


def chatting_opening(call: Call) -> chatting.Opening:
    """The checked opening of a visitor who is not blocked."""
    opening = opening_of(call)
    if is_blocked(call.brand.id, (opening.network,), call.at):
        raise Refused(403, "blocked", form=f"/{call.brand.code}/")
    return opening


def begin(call: Call, opening: chatting.Opening) -> dict[str, Any]:
    """Begin a chat and tell its visitor number, key and promise."""
    try:
        chat = chatting.start_chat(opening=opening, by=VISITOR, at=call.at)
    except FileRefused:
        raise Refused(422, "file") from None
    return _begun(call, chat_with_secret(call.brand.id, opening.secret) or chat)


def _begun(call: Call, chat: Chat) -> dict[str, Any]:
    told = chat_told(chat, 0, call.at, origin_of(call.request))
    promise = call.around.promise(chat.case, call.language, call.at)
    told |= {
        "key": secret_of(chat.case),
        "track": f"/{call.brand.code}/cases/{chat.case.number}/",
        "written": chat.state == ChatState.ENDED,
    }
    if promise is not None:
        told["promise"] = {"name": promise[0], "time": moment_words(promise[1], call.at)}
    return told


def log(call: Call) -> dict[str, Any]:
    """The lines after a number and how the chat stands; with `read`, what the visitor has read."""
    chat = call.chat()
    read = call.number("read")
    if read > chat.visitor_read:
        chatting.note_read(chat=chat, seq=read, by=VISITOR, at=call.at)
    chatting.note_seen(chat=chat, by=VISITOR, at=call.at)
    told = chat_told(chat, call.number("after"), call.at, origin_of(call.request))
    if chat.state == ChatState.ENDED:
        told["asks"] = call.around.asks(chat.case, call.at)
    return told


def write(call: Call) -> dict[str, Any]:
    """Add a message, once for each `client_id`."""
    chat = call.chat()
    text = call.text("text", int((call.said.get("capabilities") or {}).get("longest_message") or 4000))
    name, files = call.name("client_id"), call.files()
    if not text and not files:
        raise Refused(422, "empty")
    call.count("chat_write", visitor_of(call.secret()))
    call.count("chat_network")
    if is_blocked(call.brand.id, (chat.app_user or chat.network,), call.at):
        raise Refused(403, "blocked", form=f"/{call.brand.code}/")
    said = chatting.Said(
        client_id=name,
        text=text,
        files=files,
        is_open=openness_of(call.brand, call.said, call.at).is_open,
    )
    try:
        line = chatting.write_in_chat(chat=chat, said=said, by=VISITOR, at=call.at)
    except FileRefused:
        raise Refused(422, "file") from None
    return {"line": line_told(line, call.at), "number": chat.case.number}


def typing(call: Call) -> dict[str, Any]:
    """The visitor is writing."""
    chatting.note_typing(chat=call.chat(), by=VISITOR, at=call.at)
    return {}


def leave(call: Call) -> dict[str, Any]:
    """The page is closed: what she has not read goes by mail now."""
    chatting.mail_what_is_unread(chat=call.chat(), by=VISITOR, at=call.at)
    return {}


def person(call: Call) -> dict[str, Any]:
    """Ask for a person instead of the bot; always possible."""
    chat = call.chat()
    chat_desk.ask_for_person(chat=chat, reason="asked", by=VISITOR, at=call.at)
    return {}


def end(call: Call) -> dict[str, Any]:
    """End the live talk; the case goes on."""
    chatting.end_chat(chat=call.chat(), ended_by="visitor", by=VISITOR, at=call.at)
    return {}


def rate(call: Call) -> dict[str, Any]:
    """Take the rating, one for each case: satisfaction, what else the charter asks, and words."""
    chat = call.chat()
    given = Rating(
        score=_scored(call, "score", 1, 5) or 0,
        effort=_scored(call, "effort", 1, 7),
        recommend=_scored(call, "recommend", 0, 10),
        comment=call.text("comment", 2000),
    )
    if not given.score:
        raise Refused(422, "score")
    if not call.around.rate(chat.case, given, call.at):
        raise Refused(409, "rated")
    return {}


def _scored(call: Call, name: str, low: int, high: int) -> int | None:
    if call.sent.get(name) in (None, ""):
        return None
    score = call.number(name)
    # What is no number at all reads as 0, which is an answer on one scale.
    if not low <= score <= high or (score == 0 and str(call.sent[name]) != "0"):
        raise Refused(422, name)
    return score


def transcript(call: Call) -> dict[str, Any]:
    """Mail the conversation to the address of the case, at most once for each state of it."""
    chat = call.chat()
    if not chat.case.customer_email:
        raise Refused(409, "no_email")
    call.count("chat_transcript", visitor_of(call.secret()))
    lines = all_lines(chat)
    moments = [date_format(timezone.localtime(each.at), "j F Y H:i") for each in lines]
    names = {"me": str(chat.case.customer), "bot": _("Bot, not a person"), "letter": chat.brand.name}
    head = _("Your conversation with us, case %(number)s:") % {"number": chat.case.number}
    text = f"{head}\n\n{as_text(lines, names, moments)}"
    chatting.mail_transcript(chat=chat, text=text, by=VISITOR, at=call.at)
    return {}
