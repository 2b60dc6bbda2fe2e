"""Mail that a sending provider brings by webhook: its request is kept first, then its mail like any other.

What each provider signs and how it words its fields is known to django-anymail; the mail itself is taken as
the bytes that the provider was given, wherever it hands them on.
"""

import base64
import hashlib
import json
import logging
import re
import warnings
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from muhatap.brands.models import Brand
from muhatap.channels import operations as channels
from muhatap.channels.adapters.email import filing, intake
from muhatap.channels.adapters.email.hook_requests import unpacked
from muhatap.channels.adapters.email.intake import BY_MAIL
from muhatap.channels.adapters.email.sittings import folded
from muhatap.channels.models import Mailbox, VaultItem, VaultState
from muhatap.channels.operations.returning import note_bounce_of
from muhatap.channels.queries import delivery_sent_as

_log = logging.getLogger("muhatap.mail")
_VIEWS = {
    "mailgun": ("mailgun", "Mailgun", "webhook_signing_key"),
    "mandrill": ("mandrill", "MandrillCombined", "webhook_key"),
    "postmark": ("postmark", "Postmark", ""),
    "sendgrid": ("sendgrid", "SendGrid", ""),
    "sparkpost": ("sparkpost", "SparkPost", ""),
}
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b", re.ASCII)
# The library's words for what became of a letter.
_BOUNCED, _COMPLAINED = frozenset({"bounced", "rejected", "failed"}), "complained"
_HARD = frozenset({"bounced", "invalid"})


class NoSuchHook(LookupError):
    """The provider is unknown, or no secret is set for it and the brand."""


def hook_of(brand: str, provider: str, kind: str) -> Any:
    """The provider's reader for `inbound` or `tracking`, holding the brand's secret; NoSuchHook otherwise."""
    secret = settings.MUHATAP_MAIL_HOOKS.get(f"{brand}/{provider}", "")
    if provider not in _VIEWS or not secret:
        raise NoSuchHook(f"{brand}/{provider}")
    module, name, key = _VIEWS[provider]
    door, _, signing = secret.partition(",")
    name = f"{name}WebhookView" if name.endswith("Combined") else f"{name}{kind.capitalize()}WebhookView"
    more: dict = {"webhook_secret": [door]}
    if key:
        more[key] = signing
    if provider == "mandrill":
        # It signs the address that it was told, with the password in it.
        scheme, _, rest = settings.MUHATAP_ORIGIN.partition("://")
        more["webhook_url"] = f"{scheme}://{door}@{rest}/hooks/mail/{brand}/{provider}/{kind}/"
    with warnings.catch_warnings():
        # It says which provider nobody pays the library for.
        warnings.simplefilter("ignore")
        return getattr(import_module(f"anymail.webhooks.{module}"), name)(**more)


def keep_request(*, brand: Brand, provider: str, data: bytes, at: datetime) -> tuple[VaultItem, bool]:
    """Store a provider's request, once however often it comes."""
    return channels.store_item(
        brand_id=brand.id,
        source=f"hook:{provider}",
        external_id=hashlib.sha256(data).hexdigest(),
        data=data,
        by=BY_MAIL,
        at=at,
    )


def take_in_one(*, item: VaultItem, at: datetime) -> None:
    """Store and file the mail of a kept request; a failure leaves the request for later."""
    if item.state != VaultState.STORED:
        return
    try:
        _take_in(item, at)
    except Exception as error:
        _log.exception("a webhook's mail could not be read", extra={"item": item.id})
        channels.note_attempt(item=item, reason=f"{type(error).__name__}: {error}"[:250], by=BY_MAIL, at=at)


def take_in_again(*, item: VaultItem, at: datetime) -> VaultItem:
    """Try a request once more that waits or was set aside; the item as it stands then."""
    VaultItem.objects.filter(id=item.id, reason__startswith="failed:").update(
        state=VaultState.STORED, reason="", attempts=0
    )
    take_in_one(item=VaultItem.objects.select_related("brand").get(id=item.id), at=at)
    return VaultItem.objects.select_related("case").get(id=item.id)


def _take_in(item: VaultItem, at: datetime) -> None:
    # Once the mail is safe, the request's bytes are destroyed: redacting the mail must not leave a copy.
    request = unpacked(channels.open_item(item=item))
    provider = item.source.removeprefix("hook:")
    taken = [
        intake.take(mailbox=mailbox, raw=raw, at=at)
        for raw, recipients in _mails(request, provider, item.brand.code)
        for mailbox in _mailboxes(item.brand_id, recipients)
    ]
    reason = f"became:{','.join(str(one.item.id) for one in taken)}"[:300]
    channels.spend_item(item=item, reason=reason, by=BY_MAIL, at=at)
    filing.file_items(items=[one.item for one in taken if one.item.state == VaultState.STORED], at=at)


def take_in_waiting(*, at: datetime, limit: int = 200) -> int:
    """Take in what could not be taken in at once; returns how many were tried."""
    items = list(waiting_requests().select_related("brand").order_by("stored_at", "id")[:limit])
    for item in items:
        take_in_one(item=item, at=at)
    return len(items)


def waiting_requests() -> QuerySet[VaultItem]:
    """The requests that hold mail which is not in its mailbox yet."""
    return VaultItem.objects.filter(source__startswith="hook:", state=VaultState.STORED)


def note_events(*, brand: Brand, events: list, at: datetime) -> int:
    """Note on our letters what a provider tells of them: bounces and complaints; how many were ours."""
    return sum(_is_noted(brand, event, at) for event in events)


def _is_noted(brand: Brand, event, at: datetime) -> bool:
    message_id = event.message_id or ""
    words = " ".join(filter(None, (event.description, event.mta_response)))
    if event.event_type == _COMPLAINED:
        delivery = delivery_sent_as(message_id, brand.id)
        if delivery is not None:
            channels.note_complaint(delivery=delivery, words=words or "complaint", by=BY_MAIL, at=at)
        return delivery is not None
    if event.event_type not in _BOUNCED:
        return False
    said = _STATUS.search(words)
    status = said[0] if said else ""
    # Providers name a bounce only when they gave up; what they hold back they call deferred.
    noted = note_bounce_of(
        message_external_id=message_id,
        brand_id=brand.id,
        recipient=event.recipient or "",
        status=status,
        hard=status.startswith("5") or event.reject_reason in _HARD,
        words=words or str(event.event_type),
        by=BY_MAIL,
        at=at,
    )
    return noted is not None


def _mails(request: HttpRequest, provider: str, brand: str) -> Iterator[tuple[bytes, list[str]]]:
    """Each mail of a request and whom it is for."""
    whole = list(_whole_mails(request, provider))
    if whole:
        yield from whole
        return
    for event in hook_of(brand, provider, "inbound").parse_events(request):
        if getattr(event, "message", None) is not None:
            yield event.message.as_bytes(), [event.message.envelope_recipient or ""]


def _whole_mails(request: HttpRequest, provider: str) -> Iterator[tuple[bytes, list[str]]]:
    """The mails of which the provider hands on every byte, without another parser in between."""
    fields = request.POST
    if provider == "mailgun" and "body-mime" in fields:
        yield _bytes(fields["body-mime"]), [fields.get("recipient", "")]
    elif provider == "sendgrid" and "email" in fields:
        yield _bytes(fields["email"]), json.loads(fields.get("envelope", "{}")).get("to", [])
    elif provider == "mandrill":
        for event in json.loads(fields["mandrill_events"]):
            if event.get("event") == "inbound":
                yield _bytes(event["msg"]["raw_msg"]), [event["msg"].get("email", "")]
    elif provider == "postmark":
        said = json.loads(request.body)
        if "RawEmail" in said:
            yield _bytes(said["RawEmail"]), [said.get("OriginalRecipient", "")]
    elif provider == "sparkpost":
        for event in json.loads(request.body):
            relay = event.get("msys", {}).get("relay_message")
            if relay:
                yield _sparkpost(relay["content"]), [relay.get("rcpt_to", "")]


def _sparkpost(content: dict) -> bytes:
    text = content["email_rfc822"]
    return base64.b64decode(text) if content.get("email_rfc822_is_base64") else _bytes(text)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _mailboxes(brand_id: int, recipients: list[str]) -> list[Mailbox]:
    """The mailboxes that are named; the brand's first for a mail to an address that it has no more."""
    boxes = list(Mailbox.objects.filter(brand_id=brand_id).order_by("id"))
    by_address = {folded(box.address): box for box in boxes}
    found = {}
    for address in map(folded, recipients):
        local, at, domain = address.rpartition("@")
        box = by_address.get(address) or by_address.get(f"{local.partition('+')[0]}{at}{domain}")
        if box is not None:
            found[box.id] = box
    return list(found.values()) or boxes[:1]
