"""Fetching the files that messages bring: soon, again with growing pauses, and without them in the end."""

import logging
from datetime import datetime, timedelta

from django.conf import settings

from muhatap.channels import operations as channels
from muhatap.channels.adapters.whatsapp.accounts import CHANNEL, WrongAccount, account_of
from muhatap.channels.adapters.whatsapp.hearing import file_message, take_in_waiting
from muhatap.channels.adapters.whatsapp.telling import Told, kept_in
from muhatap.channels.adapters.whatsapp.wording import file_name
from muhatap.channels.contract import InboundFile
from muhatap.channels.models import VaultItem, VaultState
from muhatap.integrations.whatsapp.graph import NoFile, file_of
from muhatap.kernel.actors import Actor

_PAUSES = tuple(timedelta(seconds=each) for each in (0, 10, 30, 120, 600))
_log = logging.getLogger("muhatap.whatsapp")


def fetch_files(*, by: Actor, at: datetime, limit: int = 20) -> int:
    """File the messages whose file is here now or is given up; returns how many were looked at.

    Half an hour at the most stands between a message and its case: then it goes on without its file.
    """
    waiting = VaultItem.objects.filter(source=CHANNEL, state=VaultState.STORED).select_related("brand")
    due = [each for each in waiting.order_by("stored_at", "id")[: 10 * limit] if _is_due(each, at)][:limit]
    for item in due:
        _fetch(item, by, at)
    return len(due)


def take_in_again(*, at: datetime) -> int:
    """What could not be taken in when it came."""
    return take_in_waiting(at=at)


def _is_due(item: VaultItem, at: datetime) -> bool:
    return at >= item.stored_at + sum(_PAUSES[: item.attempts + 1], timedelta())


def _fetch(item: VaultItem, by: Actor, at: datetime) -> None:
    told = kept_in(channels.open_item(item=item))
    if told.media is None:
        return
    try:
        data = _file(item, told)
    except NoFile as trouble:
        if trouble.code == "later" and item.attempts + 1 < len(_PAUSES):
            channels.note_attempt(item=item, reason="file: later", by=by, at=at)
            return
        _file_safely(item, by, at, lost=trouble.code)
    else:
        _file_safely(item, by, at, files=(InboundFile(file_name(told), data),))


def _file(item: VaultItem, told: Told) -> bytes:
    try:
        account = account_of(item.brand.code)
    except WrongAccount:
        account = None
    if account is None or told.media is None:
        raise NoFile("later")
    return file_of(account, told.media.id, settings.MUHATAP_MAX_UPLOAD_BYTES)


def _file_safely(
    item: VaultItem, by: Actor, at: datetime, *, files: tuple[InboundFile, ...] = (), lost: str = ""
) -> None:
    try:
        file_message(item=item, at=at, files=files, lost=lost)
    except Exception as error:
        _log.exception("a WhatsApp message could not be filed", extra={"item": item.id})
        channels.note_attempt(item=item, reason=type(error).__name__, by=by, at=at)
