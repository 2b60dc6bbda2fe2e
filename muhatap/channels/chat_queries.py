"""Reads of chats: by their secret, by their case, what waits, and how long that takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from muhatap.brands.models import Brand
from muhatap.cases.joined import ids_with_followers
from muhatap.cases.models import Case, Presence
from muhatap.channels.chat_marks import CHAT_CHANNELS, digest_of
from muhatap.channels.chat_models import LIVE, AppKey, Chat, ChatBlock, ChatLine, ChatState
from muhatap.help_centre.queries import announcements_shown

_LOOKED_BACK = timedelta(hours=2)
_PACE_OF = 20
_LEAST_WAIT = 30
# Browsers of the desk say every half minute what is done on a case.
_WRITING = timedelta(seconds=40)
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A place in the queue, 1 is the first, and the seconds that it takes at today's pace, if known."""

    place: int
    seconds: int | None


def chat_with_secret(brand_id: int, secret: str) -> Chat | None:
    """The chat of this brand that the secret opens."""
    rows = Chat.objects.select_related("case__brand", "case__customer", "case__queue", "staff", "brand")
    return rows.filter(brand_id=brand_id, secret_digest=digest_of(secret)).first()


def chat_of_case(case: Case) -> Chat | None:
    """The chat by which a case came, or one of those that go on in it."""
    rows = Chat.objects.select_related("case__customer", "case__queue", "staff", "brand")
    return rows.filter(case_id__in=ids_with_followers(case)).order_by("-started_at").first()


def is_being_chatted(case: Case) -> bool:
    """Whether a visitor has a live chat about this case."""
    return case.channel in CHAT_CHANNELS and Chat.objects.filter(case_id=case.id, state__in=LIVE).exists()


def chat_with_id(chat_id: int) -> Chat | None:
    """A chat by its id, for whoever takes part without a secret, such as a bot."""
    return Chat.objects.select_related("case__brand", "case__customer", "staff").filter(id=chat_id).first()


def line_named(chat: Chat, client_id: str) -> ChatLine | None:
    """The line that the visitor's device sent under this name."""
    return ChatLine.objects.filter(chat=chat, client_id=client_id).first() if client_id else None


def lines_after(chat: Chat, seq: int) -> list[ChatLine]:
    """The lines after a number, in their order, at most two hundred at once."""
    rows = ChatLine.objects.filter(chat=chat, seq__gt=seq).order_by("seq")
    rows = rows.select_related("message__staff").prefetch_related("message__attachments__file")
    return list(rows[:MOST_LINES])


def all_lines(chat: Chat) -> list[ChatLine]:
    """Every line of a chat, in their order."""
    lines = lines_after(chat, 0)
    while lines and lines[-1].seq < chat.last_seq and (more := lines_after(chat, lines[-1].seq)):
        lines += more
    return lines


def waiting_of(chat: Chat, at: datetime) -> Waiting:
    """The place of a chat that waits: all that came before to the same queue stand in front of it."""
    ahead = Chat.objects.filter(
        Q(waits_since__lt=chat.waits_since) | Q(waits_since=chat.waits_since, id__lt=chat.id),
        brand_id=chat.brand_id,
        state=ChatState.WAITING,
        case__queue_id=chat.case.queue_id,
    )
    place = ahead.count() + 1
    return Waiting(place, estimate(chat.brand_id, place, at))


def expected_wait(brand_id: int, at: datetime) -> int | None:
    """How many seconds somebody who comes now would wait, if the pace of today tells."""
    waiting = Chat.objects.filter(brand_id=brand_id, state=ChatState.WAITING).count()
    return estimate(brand_id, waiting + 1, at)


def estimate(brand_id: int, place: int, at: datetime) -> int | None:
    """Seconds until a place is reached: places times the mean time between the last acceptances.

    None with fewer than three of them within two hours.
    """
    rows = Chat.objects.filter(brand_id=brand_id, accepted_at__gt=at - _LOOKED_BACK, accepted_at__lte=at)
    last = list(rows.order_by("-accepted_at").values_list("accepted_at", "waits_since")[:_PACE_OF])
    if len(last) < 3:
        return None
    between = (last[0][0] - last[-1][0]).total_seconds() / (len(last) - 1)
    # Where people come seldom, the time between them is no waiting time.
    waited = sorted((accepted - since).total_seconds() for accepted, since in last)[len(last) // 2]
    return max(_LEAST_WAIT, int(min(between, max(waited, 1)) * place))


def who_writes(chat: Chat, at: datetime) -> str:
    """The name of the member of staff who just writes a reply, or nothing."""
    rows = Presence.objects.filter(case_id=chat.case_id, doing="reply", seen_at__gt=at - _WRITING)
    return rows.values_list("staff__name", flat=True).first() or ""


def is_blocked(brand_id: int, marks: Iterable[str], at: datetime) -> bool:
    """Whether one of these marks is blocked now."""
    asked = [mark for mark in marks if mark]
    rows = ChatBlock.objects.filter(brand_id=brand_id, mark__in=asked, lifted_at__isnull=True, until__gt=at)
    return bool(asked) and rows.exists()


def blocks_of(brand_ids: Iterable[int], at: datetime) -> list[ChatBlock]:
    """The blocks of these brands that hold, the newest first."""
    rows = ChatBlock.objects.filter(brand_id__in=list(brand_ids), lifted_at__isnull=True, until__gt=at)
    return list(rows.select_related("brand", "made_by").order_by("-made_at")[:500])


def block_of_brands(block_id: int, brand_ids: Iterable[int]) -> ChatBlock | None:
    """The block with this id, if one of these brands has it."""
    if block_id >= 1 << 63:
        return None
    return ChatBlock.objects.filter(id=block_id, brand_id__in=list(brand_ids)).first()


def chats_of_staff(staff_id: int) -> list[Chat]:
    """The chats that a member of staff has, and those that she has not written up, the oldest first."""
    rows = Chat.objects.filter(staff_id=staff_id, wrapped_at__isnull=True)
    return list(rows.select_related("case__customer", "case__topic").order_by("started_at"))


def waiting_chats(case_ids: QuerySet[Any], brand_ids: Iterable[int]) -> list[Chat]:
    """Chats of these brands and cases that wait for a person, the longest first."""
    rows = Chat.objects.filter(brand_id__in=list(brand_ids), state=ChatState.WAITING)
    rows = rows.filter(case_id__in=case_ids)
    rows = rows.select_related("case__customer", "case__topic", "case__queue", "case__owner")
    return list(rows.order_by("waits_since")[:100])


def who_said_last(chat_ids: Iterable[int]) -> dict[int, str]:
    """The author of the last message of each of these chats."""
    ids = list(chat_ids)
    rows = ChatLine.objects.filter(chat_id__in=ids, message__isnull=False).order_by("seq")
    return dict(rows.values_list("chat_id", "message__author")) if ids else {}


def quiet_case_ids(case_ids: Iterable[int]) -> set[int]:
    """Those of these cases whose chat has ended and is written up: they weigh like a letter."""
    ids = list(case_ids)
    if not ids:
        return set()
    rows = Chat.objects.filter(case_id__in=ids, wrapped_at__isnull=False)
    return set(rows.exclude(state__in=LIVE).values_list("case_id", flat=True))


def left_chats(before: datetime, limit: int) -> list[Chat]:
    """Live chats whose visitor was last heard of before a moment."""
    rows = Chat.objects.filter(state__in=LIVE, visitor_seen_at__lt=before)
    return list(rows.select_related("case").order_by("visitor_seen_at")[:limit])


def app_key_of(brand_id: int, name: str) -> AppKey | None:
    """The key of this name with which a brand's server signs, unless it is retired."""
    return AppKey.objects.filter(brand_id=brand_id, name=name, retired_at__isnull=True).first()


def app_keys_of(brand_id: int) -> list[AppKey]:
    """All keys of a brand's server, retired ones too, by name."""
    return list(AppKey.objects.filter(brand_id=brand_id).order_by("name"))


def notices_for_app(brand: Brand, language: str, at: datetime) -> list[dict[str, str]]:
    """What the operator announces to everybody now, for the app's own notices."""
    told = announcements_shown(brand, at)
    return [
        {
            "title": brand.in_language(each.titles, language),
            "text": brand.in_language(each.texts, language),
            "since": each.starts_at.isoformat(),
        }
        for each in told
    ]
