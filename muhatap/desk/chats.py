"""Chats as the desk shows them: beside their case, and all that one person has at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import answering_in, scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.cases.queries import cases_visible_to
from muhatap.cases.statuses import Kind
from muhatap.cases.trust import may_tell
from muhatap.channels.chat_models import Chat, ChatState
from muhatap.channels.chat_queries import (
    chat_of_case,
    chats_of_staff,
    waiting_chats,
    who_said_last,
)
from muhatap.topics.models import Queue, Topic
from muhatap.topics.queries import queues_of, topics_in_force

_REQUESTS = 5
_PLACE_ORDER = ("page", "title", "device", "screen", "zone", "app", "os")


@dataclass(frozen=True, slots=True)
class ChatFace:
    """A chat beside its case: how it stands, what its visitor does, and what can be done."""

    chat: Chat
    is_hers: bool
    is_live: bool
    is_writing: bool
    is_here: bool
    has_read: bool
    needs_wrapping: bool
    place: Sequence[tuple[str, str]]
    draft: Sequence[tuple[str, str]]
    colleagues: Sequence[tuple[int, str]]
    queues: Sequence[Queue]
    others: Sequence[Chat]
    identity_topics: Sequence[tuple[str, str]] = ()
    identity_requests: Sequence[Case] = ()
    may_tell: bool = False


@dataclass(frozen=True, slots=True)
class ChatRow:
    """One chat in the list of all: its case and whether its visitor waits for an answer."""

    chat: Chat
    waits_for_answer: bool
    is_writing: bool


def chat_face(staff: Staff, case: Case, at: datetime) -> ChatFace | None:
    """The chat of a case as a member of staff sees it; None where there is none."""
    chat = chat_of_case(case)
    if chat is None:
        return None
    is_hers = chat.staff_id == staff.pk
    return ChatFace(
        chat=chat,
        is_hers=is_hers,
        is_live=chat.state != ChatState.ENDED,
        is_writing=bool(chat.visitor_writes_until and chat.visitor_writes_until > at),
        is_here=(at - chat.visitor_seen_at).total_seconds() < 150,
        has_read=chat.visitor_read >= chat.last_seq,
        needs_wrapping=is_hers and chat.ended_at is not None and chat.wrapped_at is None,
        place=[(name, chat.place[name]) for name in _PLACE_ORDER if chat.place.get(name)],
        draft=[(str(label), str(value)) for label, value in chat.draft],
        colleagues=[each for each in answering_in(case.brand_id) if each[0] != staff.pk],
        queues=queues_of(case.brand_id),
        others=[each for each in chats_of_staff(staff.pk) if each.id != chat.id],
        **_identity(staff, case),
    )


def identity_requests_of(staff: Staff, case: Case) -> list[Case]:
    """The identity requests of a case's customer that she may read, the newest first, this one too."""
    rows = cases_visible_to(staff).filter(customer_id=case.customer_id, kind=Kind.IDENTITY)
    return list(rows.order_by("-received_at", "-id")[:_REQUESTS])


def identity_topics_of(case: Case) -> list[Topic]:
    """The topics about which an identity request is opened."""
    return [each for each in topics_in_force(case.brand) if each.kind == Kind.IDENTITY]


def _identity(staff: Staff, case: Case) -> dict[str, Any]:
    language = get_language() or case.language
    topics = [(each.code, case.brand.in_language(each.names, language)) for each in identity_topics_of(case)]
    found = identity_requests_of(staff, case)
    return {
        "identity_topics": topics,
        "identity_requests": found,
        "may_tell": bool(found) and may_tell(case),
    }


def chats_for(staff: Staff, at: datetime) -> tuple[list[ChatRow], list[ChatRow]]:
    """The chats that wait for a person, as far as she may answer them, and her own."""
    brands = scope_of(staff).brand_ids_with(Permission.ANSWER_CASES)
    waiting = waiting_chats(cases_visible_to(staff).values("id"), brands)
    return _rows(waiting, at), _rows(chats_of_staff(staff.pk), at)


def _rows(chats: list[Chat], at: datetime) -> list[ChatRow]:
    last = who_said_last([each.id for each in chats])
    return [
        ChatRow(
            each,
            last.get(each.id) == "customer",
            bool(each.visitor_writes_until and each.visitor_writes_until > at),
        )
        for each in chats
    ]
