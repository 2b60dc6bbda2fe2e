"""What can be done with bots: begin a talk, say something, hand it over to a person."""

from muhatap.bot.operations.chatting import answer_chats
from muhatap.bot.operations.handing_over import NothingSaid, hand_over
from muhatap.bot.operations.talking import (
    ASSISTANT,
    TalkIsOver,
    begin_talk,
    forget_talks,
    keep_line,
    say,
)

__all__ = [
    "ASSISTANT",
    "NothingSaid",
    "TalkIsOver",
    "answer_chats",
    "begin_talk",
    "forget_talks",
    "hand_over",
    "keep_line",
    "say",
]
