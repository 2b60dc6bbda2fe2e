"""What a webhook is sent: JSON, the headers of Standard Webhooks 1.0, and its signatures."""

import json
from datetime import UTC, datetime

from django.conf import settings

from muhatap.audit.models import Event
from muhatap.audit.relay import fact_of
from muhatap.cases.models import Case
from muhatap.cases.restriction import is_stopped
from muhatap.integrations.models import Webhook, WebhookSecret
from muhatap.integrations.offering import may_hear, told
from muhatap.kernel.sealing import unseal
from muhatap.kernel.webhook_signing import signature

_PURPOSE = "webhook-secret"


def payload_of(event_id: int, webhook: Webhook) -> bytes:
    """The event as this webhook may know it now; what was erased since is empty."""
    event = Event.objects.get(id=event_id)
    return json.dumps(
        told_event(event, webhook.brand.code, webhook.rights), ensure_ascii=False, separators=(",", ":")
    ).encode()


def told_event(event: Event, brand_code: str, rights: list[str]) -> dict[str, object]:
    """An event as JSON for somebody outside; without any of its fields where the rights have become less.

    Where processing of the customer's data is stopped, nobody outside has a right to her words.
    """
    fact = fact_of(event)
    case = _case_of(getattr(fact, "case", None))
    if case is not None and is_stopped(case):
        rights = []
    data: dict[str, object] = {}
    withheld: list[str] = []
    if may_hear(rights, event.kind, {"author": getattr(fact, "author", "")}):
        data, withheld = told(fact, rights)
    data["brand"] = brand_code
    if "case" in data:
        data["case"] = case.number if case is not None else ""
    at = event.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    payload: dict[str, object] = {"type": event.kind, "timestamp": at, "id": f"evt_{event.id}", "data": data}
    return {**payload, "withheld": withheld} if withheld else payload


def headers_of(message_id: str, stamp: int, body: bytes, secrets: list[str]) -> dict[str, str]:
    """The headers of a call, with one signature for each secret, apart by spaces."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Muhatap-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": " ".join(signature(each, message_id, stamp, body) for each in secrets),
    }


def secrets_of(webhook: Webhook, at: datetime) -> list[str]:
    """The secrets that hold at this moment, the newest first."""
    rows = WebhookSecret.objects.filter(webhook=webhook).order_by("-made_at", "-id")
    return [_clear(each) for each in rows if each.ends_at is None or each.ends_at > at]


def _clear(row: WebhookSecret) -> str:
    return unseal(settings.MUHATAP_KEYRING, _PURPOSE, bytes(row.sealed), str(row.id).encode()).decode()


def _case_of(case_id: int | None) -> Case | None:
    if case_id is None:
        return None
    wanted = ("number", "kind", "customer__preferences")
    return Case.objects.select_related("customer").only(*wanted).filter(id=case_id).first()
