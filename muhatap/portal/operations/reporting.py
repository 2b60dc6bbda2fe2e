"""Reports of false accounts and addresses: kept as they came, then a case like any other."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.channels.operations.vaulting import put_in_case
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask, with_masks

_SOURCE = "impostor_report"
_CHANNEL = "web_form"
_NEVER_KEPT = frozenset({"card", "cvv"})


class NotReported(Exception):
    """A report could not become a case; what was sent lies in the vault and a person sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpostorReport:
    """Who pretends to be the brand, where, and what happened; sent twice, the same `page` is one case."""

    page: str
    topic: str
    address: str
    seen_on: str
    story: str
    subject: str
    language: str
    reporter: str = ""
    email: str = ""
    verdict: str = ""
    notices: dict[str, Any] = field(default_factory=dict)


def report_impostor(*, brand: Brand, report: ImpostorReport, by: Actor, at: datetime) -> Case:
    """Keep a report and open its case; the same page sent again gives the same case; `NotReported`."""
    item, is_new = channels.store_item(
        brand_id=brand.id,
        source=_SOURCE,
        external_id=report.page,
        data=_as_it_came(report),
        by=by,
        at=at,
    )
    if not is_new and item.case_id is not None:
        return _case(item.case_id)
    try:
        with unit_of_work():
            receipt = channels.receive(inbound=_inbound(brand, report, item.id, at), by=by, at=at)
    except Exception as trouble:
        # Whatever went wrong, the words are safe in the vault and a person sees them.
        channels.set_aside(item=item, reason=f"{_SOURCE}: {type(trouble).__name__}", by=by, at=at)
        raise NotReported(item.id) from trouble
    case = _case(receipt.case_id)
    put_in_case(item=item, case=case, by=by, at=at)
    return case


def _as_it_came(report: ImpostorReport) -> bytes:
    """The report as JSON; card numbers and security codes are masked even here (PCI DSS 3.3.1)."""
    text = json.dumps(asdict(report), ensure_ascii=False, sort_keys=True)
    found = [secret for secret in mask(text).found if secret.kind in _NEVER_KEPT]
    return with_masks(text, found).encode("utf-8", "replace")


def _inbound(brand: Brand, report: ImpostorReport, item_id: int, at: datetime) -> InboundMessage:
    return InboundMessage(
        brand_id=brand.id,
        channel=_CHANNEL,
        sender=Sender(name=report.reporter, email=report.email),
        subject=report.subject,
        text=f"{report.address}\n{report.seen_on}\n\n{report.story}".strip(),
        topic=report.topic,
        language=report.language,
        fields={
            "impostor_address": report.address,
            "impostor_seen_on": report.seen_on,
            "impostor_verdict": report.verdict,
        },
        notices=report.notices,
        external_id=f"impostor-{report.page}",
        vault_item_id=item_id,
        received_at=at,
    )


def _case(case_id: int) -> Case:
    return Case.objects.select_related("brand", "customer").get(id=case_id)
