"""A chat as its visitor may read it: lines in their order, and how it stands."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from muhatap.cases.statuses import Author
from muhatap.channels.chat_lines import BOT, MESSAGE
from muhatap.channels.chat_models import Chat, ChatLine, ChatState
from muhatap.channels.chat_queries import lines_after, waiting_of, who_writes
from muhatap.files import links
from muhatap.live.queries import grant_for


def chat_told(chat: Chat, after: int, at: datetime, origin: str) -> dict[str, Any]:
    """The lines after a number and how the chat stands; `more` when there are further lines."""
    lines = lines_after(chat, after)
    told: dict[str, Any] = {
        "number": chat.case.number,
        "state": chat.state,
        "seq": lines[-1].seq if lines else min(after, chat.last_seq),
        "more": bool(lines) and lines[-1].seq < chat.last_seq,
        "lines": [line_told(each, at) for each in lines],
        "staff": _first_name(chat),
        "writing": who_writes(chat, at) if chat.state == ChatState.WITH_PERSON else "",
        "read": chat.staff_read,
        "grant": grant_for([f"chat:{chat.case.number}"], at, origin),
    }
    if chat.state == ChatState.WAITING:
        waiting = waiting_of(chat, at)
        told |= {"place": waiting.place, "wait": waiting.seconds}
    return told


def _first_name(chat: Chat) -> str:
    return chat.staff.name if chat.staff_id and chat.state == ChatState.WITH_PERSON else ""


def line_told(line: ChatLine, at: datetime) -> dict[str, Any]:
    """One line: who says what, when, with which files; an erased message keeps its place."""
    told: dict[str, Any] = {"seq": line.seq, "kind": line.kind, "at": line.at.isoformat()}
    if line.kind not in (MESSAGE, BOT) or line.message is None:
        return told | {"from": "system", "params": line.params}
    message = line.message
    told |= {"from": _face(line), "text": "" if message.erased_at else message.text}
    told["name"] = message.staff.name if message.staff else ""
    if line.client_id:
        told["id"] = line.client_id
    if line.params.get("choices"):
        told["choices"] = line.params["choices"]
    files = [each for each in message.attachments.all() if each.file.destroyed_at is None]
    if files and not message.erased_at:
        told["files"] = [
            {
                "name": each.file.name,
                "size": each.file.size,
                "url": links.signed_url(each.file, each.file.name, links.CUSTOMER, at),
            }
            for each in files
        ]
    return told


def _face(line: ChatLine) -> str:
    if line.kind == BOT:
        return "bot"
    match line.message.author if line.message else "":
        case Author.CUSTOMER:
            return "me"
        case Author.STAFF:
            return "them"
        case _:
            return "letter"


def as_text(lines: Iterable[ChatLine], names: dict[str, str], moments: Iterable[str]) -> str:
    """A conversation as plain text, one line each with its time and who says it."""
    rows = []
    for line, moment in zip(lines, moments, strict=True):
        if line.message is None or line.message.erased_at:
            continue
        face = _face(line)
        who = line.message.staff.name if line.message.staff else names.get(face, face)
        rows.append(f"[{moment}] {who}:\n{line.message.text}")
    return "\n\n".join(rows)
