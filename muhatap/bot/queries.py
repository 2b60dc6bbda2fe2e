"""Reads of talks with bots."""

import hashlib
from collections.abc import Sequence

from django.conf import settings

from muhatap.bot.models import Line, Talk
from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.cases.statuses import Author
from muhatap.channels.chat_lines import BOT, MESSAGE
from muhatap.channels.chat_models import Chat, ChatLine, ChatState

_AT_A_TIME = 50


def digest_of(key: str) -> str:
    """What is kept of a talk's key."""
    return hashlib.sha256(key.encode()).hexdigest()


def talk_with_key(brand: Brand, key: str) -> Talk | None:
    """The talk that a visitor's key opens."""
    return Talk.objects.filter(brand=brand, key_digest=digest_of(key)).first()


def talk_of_bot(brand: Brand, bot: str, external_id: str) -> Talk | None:
    """The talk that another bot began under its own name for it."""
    return Talk.objects.filter(brand=brand, bot=bot, external_id=external_id).first()


def lines_of(talk: Talk) -> list[Line]:
    """What was said, in order."""
    return list(Line.objects.filter(talk=talk).order_by("id"))


def has_assistant(brand: Brand) -> bool:
    """Whether the charter lets the built-in assistant answer on its page."""
    return bool((section_of(brand, "help_centre") or {}).get("assistant", True))


def takes_part_in_chats(brand: Brand) -> bool:
    """Whether the charter lets the built-in assistant answer first in live chats."""
    return bool((section_of(brand, "help_centre") or {}).get("assistant_in_chat", False))


def unanswered_in(brands: Sequence[Brand]) -> list[tuple[Chat, ChatLine]]:
    """The chats of these brands that a bot has and in which the visitor had the last word, and that word."""
    if not brands:
        return []
    ids = [each.id for each in brands]
    chats = Chat.objects.filter(brand_id__in=ids, state=ChatState.BOT, ended_at__isnull=True)
    found = []
    for chat in chats.select_related("case__brand", "brand").order_by("id")[:_AT_A_TIME]:
        line = last_line_of(chat)
        if line and line.kind == MESSAGE and line.message and line.message.author == Author.CUSTOMER:
            found.append((chat, line))
    return found


def last_line_of(chat: Chat) -> ChatLine | None:
    """What was said last in a chat, by whomever."""
    return ChatLine.objects.filter(chat=chat).select_related("message").order_by("-seq").first()


def told_of(lines: Sequence[ChatLine]) -> list[dict[str, str]]:
    """What visitor and bot said in these lines of a chat, as a bot may read it."""
    told = []
    for line in lines:
        message = line.message
        if message is None or message.erased_at or (line.kind != BOT and message.author != Author.CUSTOMER):
            continue
        told.append({"who": "bot" if line.kind == BOT else "visitor", "text": message.text})
    return told


def secret_of_bot(brand: Brand, bot: str) -> str:
    """The secret of the operator's own bot with this name, empty where the installation knows none."""
    return settings.MUHATAP_BOTS.get(f"{brand.code}/{bot}", "")
