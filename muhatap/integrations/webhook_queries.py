"""Reads of webhooks and of what they were told."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.audit.models import Event, Publication
from muhatap.integrations.models import CallState, Webhook, WebhookAttempt, WebhookCall, WebhookSecret
from muhatap.integrations.offering import hears, may_hear
from muhatap.integrations.payloads import told_event

SHOWN = 100


def webhooks_visible_to(staff: Staff) -> QuerySet[Webhook]:
    """The webhooks of the brands that she configures, by brand and name."""
    ids = scope_of(staff).brand_ids_with(Permission.CONFIGURE)
    rows = Webhook.objects.filter(brand_id__in=ids, removed_at__isnull=True).select_related(
        "brand", "made_by"
    )
    return rows.order_by("brand__name", "name", "id")


def webhook_visible_to(staff: Staff, webhook_id: int) -> Webhook | None:
    """One webhook, if she configures its brand."""
    return webhooks_visible_to(staff).filter(id=webhook_id).first()


def all_webhooks() -> list[Webhook]:
    """Every webhook of every brand, for the console."""
    return list(
        Webhook.objects.filter(removed_at__isnull=True).select_related("brand").order_by("brand__code", "id")
    )


def secret_ends(webhook: Webhook, at: datetime) -> list[datetime | None]:
    """For each secret that signs now until when it does, the newest first; None for good."""
    rows = WebhookSecret.objects.filter(webhook=webhook).order_by("-made_at", "-id")
    return [each.ends_at for each in rows if each.ends_at is None or each.ends_at > at]


def calls_of(webhook: Webhook, state: str = "", limit: int = SHOWN) -> list[WebhookCall]:
    """What a webhook was told or is to be told, the newest event first, in one state or in all."""
    rows = WebhookCall.objects.filter(webhook=webhook)
    rows = rows.filter(state=state) if state in CallState.values else rows
    return list(rows.prefetch_related("tries").order_by("-event_id")[:limit])


def calls_among(webhook: Webhook, ids: Iterable[str]) -> list[WebhookCall]:
    """Those of a webhook's calls that were named by their ids."""
    wanted = [int(each) for each in ids if each.isdecimal() and len(each) < 20]
    return list(WebhookCall.objects.filter(webhook=webhook, id__in=wanted))


def call_with_id(webhook: Webhook, call_id: int) -> WebhookCall | None:
    """One call of a webhook."""
    return WebhookCall.objects.filter(webhook=webhook, id=call_id).first()


def attempts_of(call: WebhookCall) -> list[WebhookAttempt]:
    """How a call went each time, the newest first."""
    return list(WebhookAttempt.objects.filter(call=call).order_by("-at", "-id")[:SHOWN])


def counts_of(webhooks: Iterable[Webhook], at: datetime) -> dict[int, dict[str, int]]:
    """For each webhook how many calls of the last day stand how; what waits counts however old it is."""
    ids = [each.id for each in webhooks]
    rows = WebhookCall.objects.filter(webhook_id__in=ids, noted_at__gt=at - timedelta(days=1))
    counts: dict[int, dict[str, int]] = {each: dict.fromkeys(CallState.values, 0) for each in ids}
    for webhook_id, state, count in rows.values_list("webhook_id", "state").annotate(n=Count("id")):
        counts[webhook_id][state] = count
    return counts


def events_after(
    brand_id: int, brand_code: str, after: int, limit: int, kinds: Iterable[str] = ("*",)
) -> tuple[list[dict[str, object]], int]:
    """What a webhook without rights would have been told after a number, and up to which it was looked."""
    rows = Publication.objects.filter(published_seq__gt=after).order_by("published_seq")
    numbers = dict(rows.values_list("event_id", "published_seq")[:limit])
    events = Event.objects.filter(id__in=numbers, brand_id=brand_id)
    told = []
    for event in sorted(events, key=lambda each: numbers[each.id]):
        author = "note" if '"author":"note"' in event.content else ""
        if hears(kinds, event.kind) and may_hear((), event.kind, {"author": author}):
            told.append({"number": str(numbers[event.id]), **told_event(event, brand_code, [])})
    return told, max(numbers.values(), default=after)
