"""A webhook in the demo, stopped by hand so that nobody outside is called, with a log of its calls."""

from datetime import datetime, timedelta

from muhatap.accounts.models import Staff
from muhatap.audit.models import Event
from muhatap.brands.models import Brand
from muhatap.integrations import operations as integrations
from muhatap.integrations.models import CallState, WebhookAttempt, WebhookCall
from muhatap.kernel.actors import Actor

_TOLD = 12


def connect(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    """Make the webhook of an accounting system with what it was told last."""
    by = Actor.staff(staff["arda@nehir.example"].pk)
    wanted = integrations.Wanted(
        name="Muhasebe",
        url="https://muhasebe.nehir.example/olaylar",
        kinds=["case.*", "refund.*", "remedy.*"],
    )
    webhook, _secret = integrations.make_webhook(brand=brand, wanted=wanted, by=by, at=at - timedelta(days=9))
    integrations.stop_webhook(webhook=webhook, reason="by_hand", by=by, at=at - timedelta(minutes=20))
    events = list(Event.objects.filter(brand_id=brand.id, kind__startswith="case.").order_by("-id")[:_TOLD])
    calls = [_call(webhook.id, event, place, at) for place, event in enumerate(reversed(events))]
    WebhookCall.objects.bulk_create(calls)
    WebhookAttempt.objects.bulk_create(_attempt(call, place) for place, call in enumerate(calls))


def _call(webhook_id: int, event: Event, place: int, at: datetime) -> WebhookCall:
    is_lost = place == 1
    noted = at - timedelta(hours=_TOLD - place)
    return WebhookCall(
        webhook_id=webhook_id,
        event_id=event.id,
        kind=event.kind,
        state=CallState.GIVEN_UP if is_lost else CallState.TAKEN,
        attempts=10 if is_lost else 1,
        due_at=noted,
        noted_at=noted,
        ended_at=noted + timedelta(seconds=2),
    )


def _attempt(call: WebhookCall, place: int) -> WebhookAttempt:
    is_lost = call.state == CallState.GIVEN_UP
    return WebhookAttempt(
        call=call,
        at=call.noted_at + timedelta(seconds=1),
        status=503 if is_lost else 204,
        milliseconds=80 + 37 * place,
        said="Bakım çalışması" if is_lost else "",
    )
