"""Taking in what WhatsApp tells: the request is kept first, then each message by itself, once.

A message that brings a file waits in the vault until the file is fetched; no other waits for anything.
"""

import hashlib
import json
import logging
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import translation

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.adapters.whatsapp.accounts import CHANNEL
from muhatap.channels.adapters.whatsapp.conversations import WINDOW_CLOSED, case_of
from muhatap.channels.adapters.whatsapp.telling import NotTold, Standing, Told, heard_in, kept_in
from muhatap.channels.adapters.whatsapp.wording import file_name, reaction_words, words_of
from muhatap.channels.contract import InboundFile, InboundMessage, Sender
from muhatap.channels.models import Delivery, VaultItem, VaultState
from muhatap.channels.operations.vaulting import put_in_case
from muhatap.channels.operations.waiting import let_go_held
from muhatap.files.operations import FileRefused
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask, mask_json

_BY = Actor.channel(CHANNEL)
_REQUESTS = "whatsapp-hook"
_DEAD_AFTER = timedelta(minutes=1)
_NEVER_KEPT = frozenset({"card", "cvv"})
_log = logging.getLogger("muhatap.whatsapp")


def hear(*, brand: Brand, phone_id: str, body: bytes, at: datetime) -> None:
    """Keep a signed request and take in what it tells; a failure leaves it in the vault for later."""
    item, _is_new = channels.store_item(
        brand_id=brand.id,
        source=_REQUESTS,
        external_id=f"{brand.id}:{phone_id}:{hashlib.sha256(body).hexdigest()}",
        data=body,
        by=_BY,
        at=at,
    )
    if item.state == VaultState.STORED:
        _take_in_safely(item, at)


def take_in_waiting(*, at: datetime, limit: int = 100) -> int:
    """Try what could not be taken in at once; returns how many items were tried."""
    # One that was never tried belongs to a process that died; whoever works on it needs no minute.
    left = Q(attempts__gt=0) | Q(stored_at__lt=at - _DEAD_AFTER)
    waiting = VaultItem.objects.filter(left, state=VaultState.STORED).select_related("brand")
    requests = list(waiting.filter(source=_REQUESTS).order_by("stored_at", "id")[:limit])
    for item in requests:
        _take_in_safely(item, at)
    messages = list(waiting.filter(source=CHANNEL).order_by("stored_at", "id")[:limit])
    plain = [item for item in messages if kept_in(channels.open_item(item=item)).media is None]
    for item in plain:
        _file_safely(item, at)
    return len(requests) + len(plain)


def take_in_again(*, item: VaultItem, at: datetime) -> VaultItem:
    """Try what waits, or failed however often, once more; the item as it stands then."""
    rows = VaultItem.objects.filter(id=item.id)
    rows.filter(reason__startswith="failed:").update(state=VaultState.STORED, reason="", attempts=0)
    known = rows.select_related("brand").get()
    if known.state == VaultState.STORED:
        if known.source == _REQUESTS:
            _take_in_safely(known, at)
        elif not _brings_file(known):
            _file_safely(known, at)
    return rows.select_related("case").get()


def file_message(
    *, item: VaultItem, at: datetime, files: tuple[InboundFile, ...] = (), lost: str = ""
) -> None:
    """Make a message of the vault part of its case, or open one; done before, nothing happens.

    `lost` says why its file is missing. A file that is not kept is named in the words in its place.
    """
    try:
        _file(item.id, files, lost, at)
    except FileRefused as refused:
        _file(item.id, (), refused.code, at)


def _take_in_safely(item: VaultItem, at: datetime) -> None:
    try:
        _take_in(item, at)
    except NotTold as fault:
        channels.set_aside(item=item, reason=f"whatsapp: {fault}", by=_BY, at=at)
    except Exception as error:
        _log.exception("what WhatsApp told could not be taken in", extra={"item": item.id})
        channels.note_attempt(item=item, reason=type(error).__name__, by=_BY, at=at)


def _take_in(item: VaultItem, at: datetime) -> None:
    phone_id = item.external_id.split(":")[1]
    heard = heard_in(channels.open_item(item=item), phone_id)
    arrivals = [
        channels.Arrival(
            brand_id=item.brand_id,
            source=CHANNEL,
            external_id=f"{item.brand_id}:{raw['message']['id']}"[:250],
            data=json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace"),
        )
        for raw in heard.raw
    ]
    stored = channels.store_items(arrivals=arrivals, by=_BY, at=item.stored_at) if arrivals else []
    for standing in heard.standings:
        _note(item.brand_id, standing, at)
    # Every message is safe by itself now: redacting one must not leave a copy in its envelope.
    if heard.strange:
        channels.set_aside(item=item, reason=f"whatsapp: {heard.strange} not understood", by=_BY, at=at)
    else:
        channels.spend_item(item=item, reason=f"became:{len(stored)}", by=_BY, at=at)
    for each, is_new in stored:
        if is_new and not _brings_file(each):
            _file_safely(each, at)


def _brings_file(item: VaultItem) -> bool:
    return kept_in(channels.open_item(item=item)).media is not None


def _file_safely(item: VaultItem, at: datetime) -> None:
    try:
        file_message(item=item, at=at)
    except Exception as error:
        _log.exception("a WhatsApp message could not be filed", extra={"item": item.id})
        channels.note_attempt(item=item, reason=type(error).__name__, by=_BY, at=at)


def _file(item_id: int, files: tuple[InboundFile, ...], lost: str, at: datetime) -> None:
    with unit_of_work() as unit:
        item = VaultItem.objects.select_for_update(of=("self",)).select_related("brand").get(id=item_id)
        if item.state != VaultState.STORED:
            return
        # Two messages of one second must not open two cases.
        brand = Brand.objects.select_for_update(no_key=True).get(id=item.brand_id)
        told = kept_in(channels.open_item(item=item))
        item.sender = told.number
        item.save(update_fields=["sender"])
        case = case_of(brand, told.number, told.answers)
        with translation.override(brand.default_language):
            if told.sort == "reaction":
                _note_sign(item, told, case, at)
                return
            case_id = _receive(item, told, case, files, lost, at)
        unit.flush()
        put_in_case(item=item, case=Case.objects.get(id=case_id), by=_BY, at=at)
        _redact(item, told, at)
        let_go_held(
            brand_id=brand.id, channel=CHANNEL, recipient=told.number, because=WINDOW_CLOSED, by=_BY, at=at
        )


def _receive(
    item: VaultItem, told: Told, case: Case | None, files: tuple[InboundFile, ...], lost: str, at: datetime
) -> int:
    named = tuple(InboundFile(file_name(told), each.data) for each in files)
    receipt = channels.receive(
        inbound=InboundMessage(
            brand_id=item.brand_id,
            channel=CHANNEL,
            # The number is WhatsApp's word for who wrote, and no proof of whose account is meant.
            sender=Sender(name=told.name, phone=told.number),
            text=words_of(told, lost=lost),
            received_at=item.stored_at,
            language=case.language if case else "",
            external_id=told.id,
            case_id=case.id if case else None,
            vault_item_id=item.id,
            files=named,
        ),
        by=_BY,
        at=at,
    )
    return receipt.case_id


def _note_sign(item: VaultItem, told: Told, case: Case | None, at: datetime) -> None:
    if case is None:
        channels.set_aside(item=item, reason="whatsapp: reaction", by=_BY, at=at)
        return
    new = cases.NewMessage(author=Author.NOTE, channel=CHANNEL, text=reaction_words(told))
    cases.post_message(case=case, new=new, by=_BY, at=at)
    put_in_case(item=item, case=case, by=_BY, at=at)


def _redact(item: VaultItem, told: Told, at: datetime) -> None:
    kinds = {each.kind for each in mask(json.dumps(told.body, ensure_ascii=False)).found}
    if kinds & _NEVER_KEPT:
        said = {"redacted": True, "original_sha256": item.sha256, "body": mask_json(told.body)}
        data = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
        channels.redact_item(item=item, data=data, by=_BY, at=at)


def _note(brand_id: int, standing: Standing, at: datetime) -> None:
    """On the delivery that the sign in their words names; it must be ours and have gone to that number."""
    if not (standing.delivery.isascii() and standing.delivery.isdecimal() and len(standing.delivery) < 19):
        return
    found = Delivery.objects.filter(
        id=int(standing.delivery), brand_id=brand_id, channel=CHANNEL, recipient=standing.number
    ).first()
    if found is None:
        return
    if standing.status == "failed":
        channels.note_bounce(
            delivery=found, status="", hard=False, words=standing.words or "failed", by=_BY, at=at
        )
    elif standing.status in {"delivered", "read"}:
        channels.note_arrival(
            delivery=found, moment=min(standing.at, at), was_read=standing.status == "read", by=_BY, at=at
        )
