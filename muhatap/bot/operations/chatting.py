"""The built-in bot in live chats: it answers what a visitor wrote last, or asks for a person."""

from datetime import datetime

from django.utils import translation

from muhatap.bot.answering import Answer, answer_to
from muhatap.bot.queries import takes_part_in_chats
from muhatap.bot.wording import answer_words
from muhatap.brands.queries import all_brands
from muhatap.cases.statuses import Author
from muhatap.channels.chat_lines import MESSAGE
from muhatap.channels.chat_models import Chat, ChatLine, ChatState
from muhatap.channels.operations.chat_desk import NotWithBot, ask_for_person, write_as_bot
from muhatap.kernel.actors import Actor

_AT_A_TIME = 50


def answer_chats(*, by: Actor, at: datetime) -> int:
    """Answer in the chats that a bot has and in which a visitor had the last word; returns how many.

    No consequence of a message but a look of its own: a bot that answered messages would answer itself.
    """
    brands = [each.id for each in all_brands() if takes_part_in_chats(each)]
    if not brands:
        return 0
    waiting = Chat.objects.filter(brand_id__in=brands, state=ChatState.BOT, ended_at__isnull=True)
    answered = 0
    for chat in waiting.select_related("case__brand").order_by("id")[:_AT_A_TIME]:
        line = ChatLine.objects.filter(chat=chat).select_related("message").order_by("-seq").first()
        if line is None or line.kind != MESSAGE or line.message is None:
            continue
        if line.message.author == Author.CUSTOMER:
            _answer(chat, line.message.text, by, at)
            answered += 1
    return answered


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
    quotes = "\n\n".join(
        f"“{each.words}”\n{each.title}: /{brand}/help/{each.slug}/" for each in answer.quotes
    )
    return f"{answer_words(answer)}\n\n{quotes}".strip()
