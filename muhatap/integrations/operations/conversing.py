"""The operator's own bot in live chats: asked by a signed call, shown as one, and given up when it fails."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation

from muhatap.bot.answering import Answer, quotes_for
from muhatap.bot.queries import last_line_of, takes_part_in_chats, told_of, unanswered_in
from muhatap.bot.wishes import PERSON, reason_to_hand_over
from muhatap.bot.wording import chat_words
from muhatap.brands.models import Brand
from muhatap.channels.chat_models import Chat, ChatLine
from muhatap.channels.chat_queries import lines_after
from muhatap.channels.operations.chat_desk import NotWithBot, ask_for_person, write_as_bot
from muhatap.integrations.calling import Peer, PeerFailed, ask
from muhatap.integrations.chat_bots import BadAnswer, BotAnswer, read_answer
from muhatap.kernel.actors import Actor

FAILED = "bot_failed"
# So long a bot may think that said it would write later.
PATIENCE = timedelta(seconds=30)
_LINES_TOLD = 20
_asked: dict[int, tuple[int, datetime]] = {}


def ask_bots(*, brands: Iterable[Brand], by: Actor, at: datetime) -> int:
    """Let the operator's bots answer in the chats that they have; returns how many were answered.

    Whoever asks for a person, is angry, or speaks of her own money or identity gets a person before any bot
    is asked; so does everybody whose bot fails or keeps silent for half a minute.
    """
    theirs = [
        each for each in brands if takes_part_in_chats(each) and each.code in settings.MUHATAP_CHAT_BOTS
    ]
    done = 0
    for chat, line in unanswered_in(theirs):
        done += _converse(chat, line, by, at)
    return done


def _converse(chat: Chat, line: ChatLine, by: Actor, at: datetime) -> bool:
    text = line.message.text if line.message else ""
    reason = reason_to_hand_over(text)
    if reason:
        return _give_way(chat, reason, by, at)
    seq, since = _asked.get(chat.id, (0, at))
    if seq == line.seq:
        return at - since > PATIENCE and _give_way(chat, FAILED, by, at)
    try:
        answer = _ask(chat, line, text, at)
    except (PeerFailed, BadAnswer):
        return _give_way(chat, FAILED, by, at)
    latest = last_line_of(chat)
    if latest is not None and latest.seq != line.seq:
        # She wrote on meanwhile: the bot is asked again with all of it.
        return False
    _remember(chat, line, at)
    return _say(chat, answer, by, at)


def _ask(chat: Chat, line: ChatLine, text: str, at: datetime) -> BotAnswer:
    brand = chat.brand
    root = f"{settings.MUHATAP_ORIGIN}/{brand.code}/help/"
    quotes = quotes_for(brand, chat.case.language, text)
    body = {
        "type": "chat.said",
        "brand": brand.code,
        "chat": str(chat.id),
        "language": chat.case.language,
        "text": text,
        "lines": told_of(lines_after(chat, max(0, line.seq - _LINES_TOLD))),
        "articles": [
            {"title": each.title, "words": each.words, "url": f"{root}{each.slug}/"} for each in quotes
        ],
    }
    # Asked twice about one line, after a restart for instance, the bot knows it by this name.
    return read_answer(
        ask(
            Peer(*settings.MUHATAP_CHAT_BOTS[brand.code]),
            call_id=f"chat_{chat.id}_{line.seq}",
            timestamp=int(at.timestamp()),
            body=json.dumps(body, ensure_ascii=False).encode(),
        )
    )


def _remember(chat: Chat, line: ChatLine, at: datetime) -> None:
    if len(_asked) > 10_000:
        _asked.clear()
    _asked[chat.id] = (line.seq, at)


def _say(chat: Chat, answer: BotAnswer, by: Actor, at: datetime) -> bool:
    try:
        if answer.text:
            write_as_bot(chat=chat, text=answer.text, choices=answer.choices, by=by, at=at)
    except NotWithBot:
        return False
    if answer.hands_over:
        ask_for_person(chat=chat, reason=answer.reason or "asked", by=by, at=at)
    return bool(answer.text or answer.hands_over)


def _give_way(chat: Chat, reason: str, by: Actor, at: datetime) -> bool:
    with translation.override(chat.case.language):
        words = chat_words(Answer("person", reason=PERSON if reason == FAILED else reason))
    try:
        write_as_bot(chat=chat, text=words, by=by, at=at)
    except NotWithBot:
        return False
    _asked.pop(chat.id, None)
    return ask_for_person(chat=chat, reason=reason, by=by, at=at)
