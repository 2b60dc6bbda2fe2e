"""Handing over: a talk becomes a case with all that was said, a complaint where one was recognised."""

import json
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.bot.events import BotHandedOver
from muhatap.bot.models import Line, Talk, Who
from muhatap.bot.wishes import PERSON
from muhatap.bot.wording import transcript_of
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.channels.operations.vaulting import put_in_case
from muhatap.kernel.actors import Actor
from muhatap.topics.queries import topic_in_force, topics_in_force

CHANNEL = "web_form"
_SUBJECT = 80


class NothingSaid(Exception):
    """There is nothing to hand over."""


def hand_over(*, talk: Talk, sender: Sender, by: Actor, at: datetime) -> Case:
    """Make a case of a talk, once; `NothingSaid` where the visitor said nothing."""
    lines = list(Line.objects.filter(talk=talk).order_by("id"))
    told = [each.text for each in lines if each.who == Who.VISITOR]
    if not told:
        raise NothingSaid(talk.id)
    item, _is_new = channels.store_item(
        brand_id=talk.brand_id,
        source=CHANNEL,
        external_id=f"talk-{talk.id}",
        data=json.dumps([[each.who, each.text] for each in lines], ensure_ascii=False).encode(),
        by=by,
        at=at,
    )
    with unit_of_work() as unit:
        row = Talk.objects.select_for_update(of=("self",)).select_related("brand").get(id=talk.id)
        if row.case_id is not None:
            return Case.objects.select_related("brand", "customer").get(id=row.case_id)
        inbound = InboundMessage(
            brand_id=row.brand_id,
            channel=CHANNEL,
            sender=sender,
            subject=told[0][:_SUBJECT],
            text=transcript_of(lines),
            topic=_topic_of(row),
            language=row.language,
            notices=row.notices,
            vault_item_id=item.id,
            external_id=f"talk-{row.id}",
            received_at=at,
        )
        receipt = channels.receive(inbound=inbound, by=by, at=at)
        unit.flush()
        case = Case.objects.select_related("brand", "customer").get(id=receipt.case_id)
        row.case_id, row.handed_over_at = case.id, at
        row.save(update_fields=["case_id", "handed_over_at"])
        put_in_case(item=item, case=case, by=by, at=at)
        handed = BotHandedOver(
            brand=row.brand_id,
            case=case.id,
            bot=row.bot,
            talk=row.id,
            reason=row.reason or PERSON,
            lines=len(lines),
            is_complaint=row.is_complaint,
        )
        record(handed, by=by, at=at)
    return case


def _topic_of(talk: Talk) -> str:
    """Of the topic that was found; a complaint belongs to the topic of complaints."""
    found = topic_in_force(talk.brand, talk.topic) if talk.topic else None
    if talk.is_complaint and (found is None or found.kind not in {"complaint", "emergency"}):
        return next((each.code for each in topics_in_force(talk.brand) if each.kind == "complaint"), "")
    return found.code if found else ""
