"""Lines of a chat: numbered without gaps, and told to both sides at commit."""

from datetime import datetime
from typing import Any

from muhatap.audit.recording import unit_of_work
from muhatap.channels.chat_models import Chat, ChatLine
from muhatap.live.whispering import whisper_on_commit

MESSAGE, JOINED, PASSED, ENDED, BOT = "message", "joined", "passed", "ended", "bot"


def hold(chat: Chat) -> None:
    """Hold the chat until the transaction ends and read what changed since it was loaded."""
    with unit_of_work():
        names = ["state", "last_seq", "staff", "waits_since", "accepted_at", "ended_at", "wrapped_at"]
        chat.refresh_from_db(fields=names, from_queryset=Chat.objects.select_for_update(of=("self",)))


def append(chat: Chat, kind: str, at: datetime, *, number: str, **more: Any) -> ChatLine:
    """Write the next line of a chat that is held; `number` is its case's."""
    with unit_of_work():
        chat.last_seq += 1
        line = ChatLine.objects.create(chat=chat, seq=chat.last_seq, kind=kind, at=at, **more)
        chat.save(update_fields=["last_seq"])
        tell(number)
    return line


def tell(number: str) -> None:
    """Tell the visitor and the open desks, at commit, that something of this chat is new."""
    whisper_on_commit(f"chat:{number}", f"case:{number}")
