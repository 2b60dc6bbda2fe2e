"""Bounces, delays and complaints: what comes back is noted on its delivery and told to staff."""

from datetime import datetime

from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.adapters.email import notes
from muhatap.channels.adapters.email.intake import BY_MAIL
from muhatap.channels.adapters.email.own_ids import delivery_of
from muhatap.channels.adapters.email.parsed import Bounce, ParsedMail
from muhatap.channels.models import Delivery, VaultItem


def take_back(mail: ParsedMail, item: VaultItem, *, at: datetime) -> Case | None:
    """The case whose letter came back, with the delivery marked; None when no letter of ours is named."""
    delivery = _delivery(mail, item.brand_id)
    if delivery is None:
        return None
    case = Case.objects.select_related("brand", "customer", "topic", "queue").get(id=delivery.case_id)
    # A signed id proves the letter; what became of it is said once, whatever comes back again.
    if mail.complaint:
        if channels.note_complaint(delivery=delivery, words=_complained(mail), by=BY_MAIL, at=at):
            notes.complained(case, delivery.recipient, item, at=at)
    elif failed := _about(delivery, [one for one in mail.bounces if one.action != "delayed"]):
        is_news = channels.note_bounce(
            delivery=delivery, status=failed.status, hard=failed.hard, words=_words(failed), by=BY_MAIL, at=at
        )
        if is_news:
            notes.bounced(case, list(mail.bounces), item, at=at)
    elif (late := _about(delivery, list(mail.bounces))) and channels.note_delay(
        delivery=delivery, words=_words(late), by=BY_MAIL, at=at
    ):
        notes.delayed(case, late, item, at=at)
    return case


def _about(delivery: Delivery, bounces: list[Bounce]) -> Bounce | None:
    """What a report says of this delivery; an address that she forwards to may stand for hers."""
    own = [one for one in bounces if one.recipient.lower() == delivery.recipient.lower()]
    return next(iter(own or bounces), None)


def _complained(mail: ParsedMail) -> str:
    return f"{mail.complaint} {mail.from_email}".strip()


def _words(bounce: Bounce) -> str:
    return f"{bounce.recipient} {bounce.status} {bounce.words}".strip()


def _delivery(mail: ParsedMail, brand_id: int) -> Delivery | None:
    for one in (*mail.returned_message_ids, mail.in_reply_to, *reversed(mail.references)):
        delivery_id = delivery_of(one)
        if delivery_id is not None:
            found = Delivery.objects.filter(id=delivery_id, brand_id=brand_id).first()
            if found is not None:
                return found
    return None
