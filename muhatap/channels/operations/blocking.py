"""Keeping somebody from beginning chats, for a time and with a reason."""

from datetime import datetime, timedelta

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.channels.chat_marks import NETWORK, USER
from muhatap.channels.chat_models import Chat, ChatBlock
from muhatap.channels.events import VisitorBlocked, VisitorUnblocked
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask

LONGEST_BLOCK = timedelta(days=90)


class NobodyToBlock(Exception):
    """Nothing is known of where a chat comes from."""


def block_visitor(
    *, chat: Chat, staff: Staff, reason: str, lasts: timedelta, by: Actor, at: datetime
) -> ChatBlock:
    """Let nobody begin a chat from where this one came; other channels stay open to everybody."""
    what, mark = (USER, chat.app_user) if chat.app_user else (NETWORK, chat.network)
    if not mark:
        raise NobodyToBlock(chat.id)
    with unit_of_work():
        block = ChatBlock.objects.create(
            brand_id=chat.brand_id,
            what=what,
            mark=mark,
            reason=mask(reason).text[:300],
            made_by=staff,
            made_at=at,
            until=at + min(lasts, LONGEST_BLOCK),
        )
        record(
            VisitorBlocked(brand=chat.brand_id, block=block.id, what=what, until=block.until), by=by, at=at
        )
    return block


def lift_block(*, block: ChatBlock, staff: Staff, by: Actor, at: datetime) -> None:
    """Let chats begin again before the time of a block has passed."""
    with unit_of_work():
        if block.lifted_at is None:
            block.lifted_at, block.lifted_by = at, staff
            block.save(update_fields=["lifted_at", "lifted_by"])
            record(VisitorUnblocked(brand=block.brand_id, block=block.id), by=by, at=at)
