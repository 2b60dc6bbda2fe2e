"""Calls that customers wish for: asked on our pages, and every change told in a letter."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.call_events import CallbackEnded, CallbackMoved, CallbackPromised
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.channels.models import Callback
from muhatap.channels.operations.vaulting import put_in_case
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.letters.rendering import render_letter

CHANNEL = "phone"
_SOURCE = "callback"
_MOVED = {"customer": "callback_moved", "missed": "callback_missed", "unanswered": "callback_unanswered"}
_ENDED = {
    "unreached": "callback_unreached",
    "wrong_number": "callback_wrong_number",
    "cancelled": "callback_cancelled",
}


@dataclass(frozen=True, slots=True)
class WishToBeCalled:
    """Who wishes to be called, on which number, when, and about what; `page` names the form that was sent."""

    page: str
    name: str
    phone: str
    email: str
    about: str
    language: str
    begins_at: datetime


def ask_for_call(*, brand: Brand, wish: WishToBeCalled, subject: str, by: Actor, at: datetime) -> Case:
    """Open a case for a call and promise it; the same page sent again gives the same case.

    `NotANumber` and `NoSuchSlot` open none: a case whose call was not promised would be a broken word.
    """
    raw = asdict(wish) | {"about": mask(wish.about).text, "begins_at": wish.begins_at.isoformat()}
    item, is_new = channels.store_item(
        brand_id=brand.id,
        source=_SOURCE,
        external_id=wish.page,
        data=json.dumps(raw, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace"),
        by=by,
        at=at,
    )
    if not is_new and item.case_id is not None:
        return _case(item.case_id)
    with unit_of_work() as unit:
        receipt = channels.receive(
            inbound=InboundMessage(
                brand_id=brand.id,
                channel=CHANNEL,
                sender=Sender(wish.name, wish.email, wish.phone),
                subject=subject,
                text=wish.about,
                language=wish.language,
                external_id=f"callback-{wish.page}",
                vault_item_id=item.id,
                received_at=at,
            ),
            by=by,
            at=at,
        )
        unit.flush()
        case = _case(receipt.case_id)
        channels.promise_callback(case=case, phone=wish.phone, begins_at=wish.begins_at, by=by, at=at)
    put_in_case(item=item, case=case, by=by, at=at)
    return case


def tell_of_callback(
    *,
    fact: CallbackPromised | CallbackMoved | CallbackEnded,
    key: str,
    by: Actor,
    at: datetime,
) -> None:
    """Write to the customer what became of her call; of one that was answered she knows."""
    code = _letter_of(fact)
    letter_id = f"callback:{key}"
    if not code or Message.objects.filter(case_id=fact.case, external_id=letter_id).exists():
        return
    case = _case(fact.case)
    callback = Callback.objects.get(id=fact.callback)
    named = ("begins_at", "ends_at", "previous_ends_at")
    slots = {name: value for name in named if (value := getattr(fact, name, None))}
    slots |= {"phone": callback.phone, "call_address": _address(case)}
    letter = render_letter(code, case=case, slots=slots, language=case.language)
    new = cases.NewMessage(author=Author.AUTOMATIC, channel=case.channel, text=letter, external_id=letter_id)
    cases.post_message(case=case, new=new, by=by, at=at)


def _address(case: Case) -> str:
    return f"{settings.MUHATAP_ORIGIN}/{case.brand.code}/cases/{case.number}/callback/"


def _letter_of(fact: CallbackPromised | CallbackMoved | CallbackEnded) -> str:
    match fact.kind:
        case "callback.moved":
            return _MOVED[fact.cause]
        case "callback.ended":
            return _ENDED.get(fact.ended_as, "")
        case _:
            return "callback_promised"


def _case(case_id: int) -> Case:
    return Case.objects.select_related("brand", "customer").get(id=case_id)
