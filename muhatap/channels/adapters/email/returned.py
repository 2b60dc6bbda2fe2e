"""Bounces: a letter that came back is marked on its delivery and told to staff."""

from datetime import datetime

from muhatap.cases.models import Case
from muhatap.channels.adapters.email import notes
from muhatap.channels.adapters.email.intake import BY_MAIL
from muhatap.channels.adapters.email.own_ids import delivery_of
from muhatap.channels.adapters.email.parsed import ParsedMail
from muhatap.channels.models import Delivery, VaultItem
from muhatap.channels.operations.delivering import give_up


def take_back(mail: ParsedMail, item: VaultItem, *, at: datetime) -> Case | None:
    """The case whose letter came back, with the delivery marked; None when no letter of ours is named."""
    delivery = _delivery(mail, item.brand_id)
    if delivery is None:
        return None
    case = Case.objects.select_related("brand", "customer", "topic", "queue").get(id=delivery.case_id)
    notes.bounced(case, list(mail.bounces), item, at=at)
    # A signed id proves the letter; whether the address is dead only a hard failure tells.
    failed = next((one for one in mail.bounces if one.hard and one.action != "delayed"), None)
    if failed is not None and delivery.given_up_at is None:
        words = f"{failed.recipient} {failed.status} {failed.words}".strip()
        give_up(delivery=delivery, code=f"bounced_{failed.status or '5'}", words=words, by=BY_MAIL, at=at)
    return case


def _delivery(mail: ParsedMail, brand_id: int) -> Delivery | None:
    for one in (*mail.returned_message_ids, mail.in_reply_to, *reversed(mail.references)):
        delivery_id = delivery_of(one)
        if delivery_id is not None:
            found = Delivery.objects.filter(id=delivery_id, brand_id=brand_id).first()
            if found is not None:
                return found
    return None
