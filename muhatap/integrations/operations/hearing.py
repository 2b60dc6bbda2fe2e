"""Noting what each webhook is to be told: exactly one row for each event, whatever dies in between."""

from datetime import datetime

from django.db.models import Max

from muhatap.audit.models import Event, Publication
from muhatap.audit.recording import unit_of_work
from muhatap.integrations.events import WebhookTested
from muhatap.integrations.models import Webhook, WebhookCall
from muhatap.integrations.offering import hears, may_hear
from muhatap.kernel.actors import Actor

_BATCH = 500


def hear_events(*, by: Actor, at: datetime, limit: int = _BATCH) -> int:
    """Note the next published events for every webhook that hears them; how many were looked at."""
    last = Publication.objects.aggregate(last=Max("published_seq"))["last"] or 0
    behind = Webhook.objects.filter(stopped_at__isnull=True, removed_at__isnull=True, seen_seq__lt=last)
    return sum(_hear(webhook_id, at, limit) for webhook_id in list(behind.values_list("id", flat=True)))


def _hear(webhook_id: int, at: datetime, limit: int) -> int:
    with unit_of_work():
        # Locked until its rows stand: how far it was looked and what was noted are one thing.
        webhook = Webhook.objects.select_for_update(of=("self",)).get(id=webhook_id)
        if not webhook.is_on:
            return 0
        rows = Publication.objects.filter(published_seq__gt=webhook.seen_seq).order_by("published_seq")
        numbers = dict(rows.values_list("event_id", "published_seq")[:limit])
        if not numbers:
            return 0
        events = Event.objects.filter(id__in=numbers, brand_id=webhook.brand_id)
        wanted = sorted((each for each in events if _is_for(webhook, each)), key=lambda e: numbers[e.id])
        WebhookCall.objects.bulk_create(
            WebhookCall(webhook=webhook, event_id=event.id, kind=event.kind, due_at=at, noted_at=at)
            for event in wanted
        )
        webhook.seen_seq = max(numbers.values())
        webhook.save(update_fields=["seen_seq"])
    return len(numbers)


def _is_for(webhook: Webhook, event: Event) -> bool:
    # A test is noted for its own webhook when it is asked for.
    if event.kind == WebhookTested.kind or not hears(webhook.kinds, event.kind):
        return False
    # Only a kind whose content decides needs to be read.
    author = "note" if event.kind == "message.posted" and '"author":"note"' in event.content else ""
    return may_hear(webhook.rights, event.kind, {"author": author})
