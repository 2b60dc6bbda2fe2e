"""Answers to side conversations, and who else a mail was copied to: neither ever reaches the customer."""

import re
from dataclasses import replace
from datetime import datetime

from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message, SideConversation, SideParty
from muhatap.cases.people import Person, folded
from muhatap.channels import operations as channels
from muhatap.channels.adapters.email.intake import BY_MAIL, known_id
from muhatap.channels.adapters.email.own_ids import case_number_of_address, delivery_of
from muhatap.channels.adapters.email.parsed import ParsedMail
from muhatap.channels.adapters.email.placing import is_party
from muhatap.channels.adapters.email.reading import Reading
from muhatap.channels.models import Delivery, VaultItem
from muhatap.channels.queries import bare_form, own_addresses

_MOST_REFERENCES = 50
_MOST_SUGGESTED = 10
_NOBODY = re.compile(
    r"(?:no|do-?not|don?t)[-_.]?reply|yanit(?:lama(?:yin)?)?[-_.]?yok|cevaplamayin|bounces?|mailer-daemon|postmaster",
    re.IGNORECASE,
)
_WITH_CASE = ("side__case__brand", "side__case__customer", "side__case__queue")


def side_of(mail: ParsedMail, brand_id: int) -> SideConversation | None:
    """The side conversation that a mail answers.

    A signed id of one of its letters proves it, except for the customer's own word. Foreign ids and case
    numbers count only from those to whom the side conversation is written.
    """
    ids = [one for one in (mail.in_reply_to, *reversed(mail.references)) if one][:_MOST_REFERENCES]
    sender = folded(mail.from_email)
    signed = [found for found in map(delivery_of, ids) if found is not None]
    if signed:
        rows = Delivery.objects.filter(id__in=signed, brand_id=brand_id, message__side__isnull=False)
        for delivery in rows.select_related(*(f"message__{path}" for path in _WITH_CASE)).order_by("-id"):
            side = delivery.message.side
            if _is_written_to(side, sender) or not is_party(side.case, mail.from_email):
                return side
    numbers = {*mail.case_numbers, *_tagged(mail, brand_id)}
    return _claimed(ids, numbers, sender, brand_id) if sender and (ids or numbers) else None


def take_aside(
    item: VaultItem, side: SideConversation, mail: ParsedMail, reading: Reading, *, at: datetime
) -> Case:
    """Keep a mail in its side conversation."""
    item.sender = reading.sender.email or "-"
    item.no_auto_reply = True
    item.save(update_fields=["sender", "no_auto_reply"])
    inbound = replace(reading.inbound(item, side.case_id), is_automatic=mail.is_auto)
    channels.receive_aside(side=side, inbound=inbound, by=BY_MAIL, at=at)
    return side.case


def suggest_copied(case: Case, mail: ParsedMail, *, at: datetime) -> None:
    """Suggest whom a mail was also sent to as participants: not us, not the customer, no machines."""
    if len(mail.to) + len(mail.cc) < 2:
        return
    left_out = {bare_form(mail.from_email), bare_form(case.customer_email), ""} | own_addresses(case.brand)
    left_out |= {bare_form(address) for address in mail.delivered_to}
    people = [
        Person(each.email, each.name)
        for each in (*mail.cc, *mail.to)
        if bare_form(each.email) not in left_out and not _NOBODY.search(each.email.partition("@")[0])
    ]
    if people:
        cases.suggest_participants(case=case, people=people[:_MOST_SUGGESTED], by=BY_MAIL, at=at)


def _is_written_to(side: SideConversation, sender: str) -> bool:
    return bool(sender) and SideParty.objects.filter(side=side, email=sender).exists()


def _tagged(mail: ParsedMail, brand_id: int) -> set[str]:
    """The cases whose signed reply addresses a mail was sent to."""
    written_to = (*(each.email for each in (*mail.to, *mail.cc)), *mail.delivered_to)
    return {number for each in written_to if (number := case_number_of_address(each, brand_id))}


def _claimed(ids: list[str], numbers: set[str], sender: str, brand_id: int) -> SideConversation | None:
    parties = SideParty.objects.filter(email=sender, side__case__brand_id=brand_id)
    hers = {party.side_id: party.side for party in parties.select_related(*_WITH_CASE).order_by("id")}
    if not hers:
        return None
    known = Message.objects.filter(external_id__in=[known_id(one) for one in ids], side_id__in=hers)
    named = known.order_by("-at").values_list("side_id", flat=True).first()
    if named is not None:
        return hers[named]
    plain = {number.replace("-", "") for number in numbers}
    return next((side for side in hers.values() if side.case.number.replace("-", "") in plain), None)
