"""The visitor's side of a chat: begin, write, read, leave; whatever is sent twice happens once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels.chat_lines import ENDED, MESSAGE, append, hold, tell
from muhatap.channels.chat_marks import digest_of
from muhatap.channels.chat_models import LIVE, Chat, ChatLine, ChatState
from muhatap.channels.chat_queries import chat_with_secret, left_chats, line_named
from muhatap.channels.contract import InboundFile, InboundMessage, Sender
from muhatap.channels.events import ChatEnded, ChatStarted
from muhatap.channels.models import Delivery, DeliveryState
from muhatap.channels.operations.receiving import receive
from muhatap.channels.operations.vaulting import keep_item
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask, mask_json, with_masks

# While the visitor is there her screen is quicker than her mail.
MAIL_AFTER = timedelta(seconds=90)
LEFT_AFTER = timedelta(minutes=30)
PUSH_AFTER = timedelta(seconds=4)
TYPING_FOR = timedelta(seconds=6)
_SEEN_EVERY = timedelta(seconds=20)
READ_IN_CHAT = "read_in_chat"
_NEVER_KEPT = frozenset({"card", "cvv"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a visitor begins with; `secret` and `client_id` are made by her device.

    `has_bot` lets a bot take part first; out of hours (`is_open` false) nobody is expected to write at once.
    """

    brand: Brand
    channel: str
    secret: str
    client_id: str
    text: str
    sender: Sender = field(default_factory=Sender)
    topic: str = ""
    language: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    sensitive: frozenset[str] = frozenset()
    notices: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[InboundFile, ...] = ()
    place: Mapping[str, str] = field(default_factory=dict)
    draft: Sequence[tuple[str, str]] = ()
    network: str = ""
    app_user: str = ""
    is_open: bool = True
    has_bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message of a visitor, under the name that her device gave it."""

    client_id: str
    text: str
    files: tuple[InboundFile, ...] = ()
    is_open: bool = True


def start_chat(*, opening: Opening, by: Actor, at: datetime) -> Chat:
    """Open a case with its chat, or return the one that this secret opened before."""
    known = chat_with_secret(opening.brand.id, opening.secret)
    if known is not None:
        return known
    try:
        return _start(opening, by=by, at=at)
    except IntegrityError:
        # A twin was quicker: with the same secret, or making the acquaintance of the same customer.
        return chat_with_secret(opening.brand.id, opening.secret) or _start(opening, by=by, at=at)


def _start(opening: Opening, *, by: Actor, at: datetime) -> Chat:
    with unit_of_work() as unit:
        receipt = receive(inbound=_inbound(opening, at), by=by, at=at)
        unit.flush()
        case = Case.objects.select_related("brand", "customer", "topic", "queue").get(id=receipt.case_id)
        chat = Chat.objects.create(
            case=case,
            brand=opening.brand,
            state=_first_state(opening),
            secret_digest=digest_of(opening.secret),
            network=opening.network,
            app_user=opening.app_user,
            place=mask_json(dict(opening.place)),
            draft=[[label, mask(value).text] for label, value in opening.draft],
            visitor_seen_at=at,
            started_at=at,
            waits_since=at,
            ended_at=None if opening.is_open else at,
            wrapped_at=None if opening.is_open else at,
        )
        append(
            chat,
            MESSAGE,
            at,
            number=case.number,
            message_id=receipt.message_id,
            client_id=opening.client_id,
        )
        _keep(case, receipt.message_id, opening.secret[:16] + opening.client_id, _as_it_came(opening), by, at)
        record(
            ChatStarted(
                brand=case.brand_id,
                case=case.id,
                chat=chat.id,
                channel=opening.channel,
                waits=chat.state == ChatState.WAITING,
            ),
            by=by,
            at=at,
        )
    return chat


def _first_state(opening: Opening) -> ChatState:
    if not opening.is_open:
        return ChatState.ENDED
    return ChatState.BOT if opening.has_bot else ChatState.WAITING


def _inbound(opening: Opening, at: datetime) -> InboundMessage:
    return InboundMessage(
        brand_id=opening.brand.id,
        # Nobody is there: it is a written request, with the promise that written requests have.
        channel=opening.channel if opening.is_open or opening.channel == "in_app" else "web_form",
        sender=opening.sender,
        text=opening.text,
        topic=opening.topic,
        language=opening.language,
        fields=dict(opening.fields),
        sensitive=opening.sensitive,
        notices=dict(opening.notices),
        files=opening.files,
        external_id=f"chat:{opening.client_id}",
        received_at=at,
    )


def write_in_chat(*, chat: Chat, said: Said, by: Actor, at: datetime) -> ChatLine:
    """Add a message of the visitor; what was sent before under the same name is only answered again."""
    known = line_named(chat, said.client_id)
    if known is not None:
        return known
    try:
        with unit_of_work() as unit:
            case = chat.case
            lock(case)
            hold(chat)
            receipt = receive(inbound=_further(chat, said, at), by=by, at=at)
            unit.flush()
            line = append(
                chat,
                MESSAGE,
                at,
                number=case.number,
                message_id=receipt.message_id,
                client_id=said.client_id,
            )
            raw = {"text": said.text, "files": [each.name for each in said.files]}
            _keep(case, receipt.message_id, f"{chat.id}:{said.client_id}", _bytes(raw), by, at)
            _wait_again(chat, said, at)
    except IntegrityError:
        twin = line_named(chat, said.client_id)
        if twin is None:
            raise
        return twin
    return line


def _further(chat: Chat, said: Said, at: datetime) -> InboundMessage:
    return InboundMessage(
        brand_id=chat.brand_id,
        channel=chat.case.channel,
        sender=Sender(),
        text=said.text,
        files=said.files,
        external_id=f"chat:{said.client_id}",
        case_id=chat.case_id,
        received_at=at,
    )


def _wait_again(chat: Chat, said: Said, at: datetime) -> None:
    chat.visitor_seen_at, chat.visitor_writes_until = at, None
    changed = ["visitor_seen_at", "visitor_writes_until"]
    if chat.state == ChatState.ENDED and said.is_open:
        chat.state, chat.waits_since = ChatState.WAITING, at
        chat.ended_at = chat.wrapped_at = chat.staff = None
        changed += ["state", "waits_since", "ended_at", "wrapped_at", "staff"]
    chat.save(update_fields=changed)


def note_typing(*, chat: Chat, by: Actor, at: datetime) -> None:
    """The visitor is writing."""
    with unit_of_work():
        Chat.objects.filter(id=chat.id).update(visitor_writes_until=at + TYPING_FOR, visitor_seen_at=at)
        tell(chat.case.number)


def note_read(*, chat: Chat, seq: int, by: Actor, at: datetime) -> None:
    """The visitor has read up to a line: what waits to be mailed of that stays unsent."""
    seq = min(seq, chat.last_seq)
    if seq <= chat.visitor_read:
        return
    with unit_of_work():
        read = ChatLine.objects.filter(chat=chat, seq__lte=seq, seq__gt=chat.visitor_read)
        waiting = Delivery.objects.filter(
            message_id__in=read.values("message_id"),
            sent_at__isnull=True,
            given_up_at__isnull=True,
            attempts=0,
        )
        waiting.update(state=DeliveryState.WITHHELD, given_up_at=at, next_try_at=None, error=READ_IN_CHAT)
        Chat.objects.filter(id=chat.id, visitor_read__lt=seq).update(visitor_read=seq, visitor_seen_at=at)
        tell(chat.case.number)
    chat.visitor_read = seq


def note_seen(*, chat: Chat, by: Actor, at: datetime) -> None:
    """The visitor asked what is new; written down now and then."""
    if at - chat.visitor_seen_at > _SEEN_EVERY:
        with unit_of_work():
            Chat.objects.filter(id=chat.id).update(visitor_seen_at=at)


def mail_what_is_unread(*, chat: Chat, by: Actor, at: datetime) -> None:
    """The visitor closed the page: the conversation goes on by mail at once, not after a while."""
    with unit_of_work():
        unread = ChatLine.objects.filter(chat=chat, seq__gt=chat.visitor_read)
        waiting = Delivery.objects.filter(
            message_id__in=unread.values("message_id"),
            sent_at__isnull=True,
            given_up_at__isnull=True,
            next_try_at__gt=at,
        )
        waiting.filter(attempts=0).update(next_try_at=at)
        Chat.objects.filter(id=chat.id).update(visitor_writes_until=None)


def end_chat(*, chat: Chat, ended_by: str, by: Actor, at: datetime) -> bool:
    """End the live talk; the case stays as it is. False when it had ended."""
    with unit_of_work():
        lock(chat.case)
        hold(chat)
        if chat.state not in LIVE:
            return False
        chat.state, chat.ended_at = ChatState.ENDED, at
        # Where nobody of the staff took part there is nothing to write down.
        chat.wrapped_at = None if chat.staff_id else at
        chat.save(update_fields=["state", "ended_at", "wrapped_at"])
        append(chat, ENDED, at, number=chat.case.number, params={"by": ended_by})
        record(
            ChatEnded(
                brand=chat.brand_id,
                case=chat.case_id,
                chat=chat.id,
                ended_by=ended_by,
                lines=chat.last_seq,
            ),
            by=by,
            at=at,
        )
    return True


def end_left_chats(*, by: Actor, at: datetime) -> int:
    """End live chats whose visitor was not heard of for long; what is written further goes by mail."""
    left = left_chats(at - LEFT_AFTER, 50)
    return sum(end_chat(chat=chat, ended_by="left", by=by, at=at) for chat in left)


def mail_transcript(*, chat: Chat, text: str, by: Actor, at: datetime) -> Message:
    """Mail the conversation to its visitor; it stands on the case as a letter, not in the chat."""
    new = cases.NewMessage(
        author=Author.AUTOMATIC,
        channel=chat.case.channel,
        text=text,
        external_id=f"transcript:{chat.id}:{chat.last_seq}",
    )
    with unit_of_work():
        return cases.post_message(case=chat.case, new=new, by=by, at=at)


def _keep(case: Case, message_id: int, name: str, raw: bytes, by: Actor, at: datetime) -> None:
    item = keep_item(
        brand_id=case.brand_id,
        source=f"chat:{case.channel}",
        external_id=name,
        data=raw,
        case=case,
        by=by,
        at=at,
    )
    Message.objects.filter(id=message_id).update(vault_item_id=item.id)


def _as_it_came(opening: Opening) -> bytes:
    return _bytes(
        {
            "topic": opening.topic,
            "text": opening.text,
            "fields": dict(opening.fields),
            "name": opening.sender.name,
            "email": opening.sender.email,
            "phone": opening.sender.phone,
            "notices": dict(opening.notices),
            "files": [each.name for each in opening.files],
        }
    )


def _bytes(sent: Mapping[str, Any]) -> bytes:
    """As JSON; card numbers and security codes are masked even here (PCI DSS 3.3.1)."""
    text = json.dumps(sent, ensure_ascii=False, sort_keys=True)
    found = [secret for secret in mask(text).found if secret.kind in _NEVER_KEPT]
    return with_masks(text, found).encode("utf-8", "replace")
