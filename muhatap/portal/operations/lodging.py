"""Lodging a formal complaint: stored as it came, one case however often it is sent."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundFile, InboundMessage, Sender
from muhatap.channels.models import VaultState
from muhatap.channels.operations.vaulting import put_in_case
from muhatap.complaints import operations as complaints
from muhatap.complaints.queries import complaint_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.topics.models import Topic

CHANNEL = "web_form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lodged:
    """A formal complaint as it was written."""

    brand: Brand
    topic: Topic
    sender: Sender
    subject: str
    text: str
    points: Sequence[str]
    remedy_sought: str
    language: str
    files: Sequence[InboundFile] = ()
    token: str = ""


def lodge_complaint(*, lodged: Lodged, by: Actor, at: datetime) -> Case:
    """Make a case of it that is a registered complaint; the same token makes one case only."""
    item, is_new = channels.store_item(
        brand_id=lodged.brand.id,
        source=CHANNEL,
        external_id=f"formal-{lodged.token}",
        data=_as_it_came(lodged),
        by=by,
        at=at,
    )
    if not is_new and item.state == VaultState.IN_CASE:
        return Case.objects.select_related("brand", "customer").get(id=item.case_id)
    with unit_of_work() as unit:
        receipt = channels.receive(inbound=_inbound(lodged, item.id, at), by=by, at=at)
        unit.flush()
        case = Case.objects.select_related("brand", "customer").get(id=receipt.case_id)
        if lodged.points:
            complaints.split_points(
                complaint=complaint_of(case),
                points=lodged.points,
                remedy_sought=lodged.remedy_sought,
                by=by,
                at=at,
            )
            complaints.confirm_points(complaint=complaint_of(case), by=by, at=at)
        put_in_case(item=item, case=case, by=by, at=at)
    return case


def _inbound(lodged: Lodged, item_id: int, at: datetime) -> InboundMessage:
    return InboundMessage(
        brand_id=lodged.brand.id,
        channel=CHANNEL,
        sender=lodged.sender,
        subject=lodged.subject,
        text=lodged.text,
        topic=lodged.topic.code,
        language=lodged.language,
        files=tuple(lodged.files),
        vault_item_id=item_id,
        external_id=f"formal-{lodged.token}",
        received_at=at,
    )


def _as_it_came(lodged: Lodged) -> bytes:
    sent = {
        "text": mask(lodged.text).text,
        "points": [mask(point).text for point in lodged.points],
        "sought": mask(lodged.remedy_sought).text,
        "files": [each.name for each in lodged.files],
    }
    return json.dumps(sent, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
