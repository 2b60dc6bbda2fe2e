"""Taking what a program sends, once: the same call is answered the same, what is refused is kept."""

import secrets
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError

from muhatap.audit.recording import WroteEarly, unit_of_work
from muhatap.cases.models import Case, Message
from muhatap.channels.calls import Call, Submission, answer_before
from muhatap.channels.contract import InboundMessage
from muhatap.channels.models import IdempotencyKey, VaultItem
from muhatap.channels.operations.receiving import receive
from muhatap.channels.operations.vaulting import keep_item, set_aside, store_item
from muhatap.kernel.actors import Actor

_ATTEMPTS = 3


def submit(*, inbound: InboundMessage, call: Call, by: Actor, at: datetime) -> Submission:
    """Receive what a program sent, once for each idempotency key; `KeyReused` for another request."""
    late = inbound.case_id is None
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return _submit_once(inbound, call, late=late, by=by, at=at)
        except WroteEarly:
            late = False
        except IntegrityError:
            # A twin was quicker: with the same key, or making the acquaintance of the same customer.
            known = answer_before(call)
            if known is not None:
                return known
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def do_once(*, call: Call, case: Case, act: Callable[[Actor], None], by: Actor, at: datetime) -> bool:
    """Do what a program asks of a case, once for each idempotency key; whether it was done before.

    `KeyReused` for another request. What is refused is not remembered and can be sent again.
    """
    if answer_before(call) is not None:
        return True
    try:
        with unit_of_work() as unit:
            act(by)
            if call.key:
                unit.add(
                    IdempotencyKey(
                        token_id=call.token_id,
                        key=call.key,
                        request_sha256=call.request_sha256,
                        case=case,
                        created_at=at,
                    )
                )
    except IntegrityError:
        if answer_before(call) is None:
            raise
        return True
    return False


def keep_refused(
    *, brand_id: int, source: str, external_id: str, data: bytes, reason: str, by: Actor, at: datetime
) -> VaultItem:
    """Keep what had to be refused, with the reason; the same bytes of the same sender are kept once."""
    item, is_new = store_item(
        brand_id=brand_id, source=source, external_id=external_id, data=data, by=by, at=at
    )
    if is_new:
        set_aside(item=item, reason=reason, by=by, at=at)
    return item


def _submit_once(inbound: InboundMessage, call: Call, *, late: bool, by: Actor, at: datetime) -> Submission:
    with unit_of_work(late=late) as unit:
        receipt = receive(inbound=inbound, by=by, at=at)
        case = unit.pending(Case, receipt.case_id) or Case.objects.select_related("brand").get(
            id=receipt.case_id
        )
        message = unit.pending(Message, receipt.message_id) or Message.objects.get(id=receipt.message_id)
        item = keep_item(
            brand_id=inbound.brand_id,
            source=inbound.channel,
            external_id=f"{call.token_id}:{call.key or secrets.token_hex(16)}",
            data=call.redacted() if _was_masked(inbound, case, message) else call.body,
            case=case,
            by=by,
            at=at,
        )
        message.vault_item_id = item.id
        if not message._state.adding:
            message.save(update_fields=["vault_item_id"])
        if call.key:
            unit.add(
                IdempotencyKey(
                    token_id=call.token_id,
                    key=call.key,
                    request_sha256=call.request_sha256,
                    case=case,
                    message_id=receipt.message_id,
                    created_at=at,
                )
            )
        promises = call.promises(case) if receipt.opened else None
    return Submission(receipt, case, promises, is_repeated=False)


def _was_masked(inbound: InboundMessage, case: Case, message: Message) -> bool:
    if message.masked or inbound.sensitive:
        return True
    if inbound.case_id is not None:
        return False
    return case.fields != inbound.fields or bool(inbound.subject and case.subject != inbound.subject)
