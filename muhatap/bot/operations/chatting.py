"""The built-in bot in live chats: it answers what a visitor wrote last, or asks for a person."""

from datetime import datetime

from django.conf import settings
from django.utils import translation

from muhatap.bot.answering import Answer, answer_to
from muhatap.bot.queries import takes_part_in_chats, unanswered_in
from muhatap.bot.wording import chat_words
from muhatap.brands.queries import all_brands
from muhatap.channels.chat_models import Chat
from muhatap.channels.operations.chat_desk import NotWithBot, ask_for_person, write_as_bot
from muhatap.kernel.actors import Actor


def answer_chats(*, by: Actor, at: datetime) -> int:
    """Answer in the chats that a bot has and in which a visitor had the last word; returns how many.

    No consequence of a message but a look of its own: a bot that answered messages would answer itself.
    """
    own = settings.MUHATAP_CHAT_BOTS
    brands = [each for each in all_brands() if takes_part_in_chats(each) and each.code not in own]
    unanswered = unanswered_in(brands)
    for chat, line in unanswered:
        _answer(chat, line.message.text, by, at)
    return len(unanswered)


def _answer(chat: Chat, text: str, by: Actor, at: datetime) -> None:
    case = chat.case
    answer = answer_to(case.brand, case.language, text)
    with translation.override(case.language):
        words = _text(answer, case.brand.code)
    try:
        write_as_bot(chat=chat, text=words, by=by, at=at)
    except NotWithBot:
        return
    if answer.reason or answer.kind in {"person", "unknown"}:
        ask_for_person(chat=chat, reason=answer.reason or answer.kind, by=by, at=at)


def _text(answer: Answer, brand: str) -> str:
    # The chat may stand on a page of another origin.
    root = f"{settings.MUHATAP_ORIGIN}/{brand}/help/"
    quotes = "\n\n".join(f"“{each.words}”\n{each.title}: {root}{each.slug}/" for each in answer.quotes)
    return f"{chat_words(answer)}\n\n{quotes}".strip()
