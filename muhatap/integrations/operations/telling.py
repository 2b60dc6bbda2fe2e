"""Calling webhooks: at least once, with patience for days, and an end to it."""

import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from muhatap.accounts.queries import staff_with_role
from muhatap.accounts.roles import Role
from muhatap.audit.recording import record, unit_of_work
from muhatap.integrations.events import WebhookReplayed, WebhookTested
from muhatap.integrations.models import CallState, Webhook, WebhookAttempt, WebhookCall
from muhatap.integrations.operations.webhooks import stop_webhook
from muhatap.integrations.outgoing import NotReached, WrongAddress, post
from muhatap.integrations.patience import PATIENCE, next_try
from muhatap.integrations.payloads import headers_of, payload_of, secrets_of
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications

_log = logging.getLogger("muhatap.webhooks")
# Whoever answers nothing right for so long is called no more until a person says so.
LONG_FAILURE = timedelta(days=5)
SECONDS = 10.0
KEPT = timedelta(days=30)
_AT_ONCE = 8
_OF_ONE = 10
# A claim of a process that died ends by itself, and the call is made by another.
_CLAIM = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class _Ready:
    call: WebhookCall
    url: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Went:
    status: int | None
    failure: str
    said: str
    milliseconds: int

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def call_webhooks(*, by: Actor, at: datetime) -> int:
    """Make the calls that are due, those of several webhooks beside each other; how many were made."""
    claimed = _claim(at)
    if not claimed:
        return 0
    lines: dict[int, list[_Ready]] = {}
    for call in claimed:
        ready = _ready(call, at)
        if ready is None:
            _note(call.id, _Went(None, "unreadable", "", 0), by=by, at=at)
        else:
            lines.setdefault(call.webhook_id, []).append(ready)
    # No thread touches the database: what went is noted here.
    with ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="webhook") as pool:
        told = list(pool.map(_send_in_turn, lines.values()))
    made = [pair for line in told for pair in line]
    for ready, went in made:
        _note(ready.call.id, went, by=by, at=at)
    _give_back(
        {ready.call.id for line in lines.values() for ready in line} - {e.call.id for e, _ in made}, at
    )
    return len(made)


def replay(*, webhook: Webhook, calls: Sequence[WebhookCall], by: Actor, at: datetime) -> int:
    """Tell a webhook again of events, under the ids that they had; how many are told."""
    with unit_of_work():
        rows = WebhookCall.objects.filter(webhook=webhook, id__in=[each.id for each in calls])
        again = rows.update(state=CallState.WAITING, attempts=0, due_at=at, ended_at=None)
        if again:
            record(WebhookReplayed(brand=webhook.brand_id, webhook=webhook.id, calls=again), by=by, at=at)
    return again


def test_webhook(*, webhook: Webhook, by: Actor, at: datetime) -> WebhookCall:
    """Have a webhook called with an event that says only that it is a test, whatever else it hears."""
    with unit_of_work():
        event_id = record(WebhookTested(brand=webhook.brand_id, webhook=webhook.id), by=by, at=at)
        return WebhookCall.objects.create(
            webhook=webhook, event_id=event_id, kind=WebhookTested.kind, due_at=at, noted_at=at
        )


def forget_calls(*, by: Actor, at: datetime) -> int:
    """Forget what was told or given up more than 30 days ago; how many calls."""
    with unit_of_work():
        old = WebhookCall.objects.filter(ended_at__lt=at - KEPT).values_list("id", flat=True)[:1000]
        ids = list(old)
        WebhookAttempt.objects.filter(call_id__in=ids).delete()
        WebhookCall.objects.filter(id__in=ids).delete()
    return len(ids)


def _claim(at: datetime) -> list[WebhookCall]:
    with unit_of_work():
        on = Webhook.objects.filter(
            id=OuterRef("webhook_id"), stopped_at__isnull=True, removed_at__isnull=True
        )
        due = WebhookCall.objects.filter(Exists(on), state=CallState.WAITING, due_at__lte=at)
        webhook_ids = list(due.order_by().values_list("webhook_id", flat=True).distinct())
        ids = [
            call_id
            for webhook_id in webhook_ids
            for call_id in due.filter(webhook_id=webhook_id)
            .order_by("due_at", "event_id")
            .values_list("id", flat=True)[:_OF_ONE]
        ]
        WebhookCall.objects.filter(id__in=ids, due_at__lte=at).update(due_at=at + _CLAIM)
        rows = WebhookCall.objects.filter(id__in=ids).select_related("webhook", "webhook__brand")
        return list(rows.order_by("event_id"))


def _ready(call: WebhookCall, at: datetime) -> _Ready | None:
    try:
        body = payload_of(call.event_id, call.webhook)
    except Exception:
        # One event that cannot be read must not keep the others from leaving.
        _log.exception("event cannot be told: %s", call.event_id)
        return None
    stamp = int(at.timestamp())
    headers = headers_of(call.message_id, stamp, body, secrets_of(call.webhook, at))
    return _Ready(call, call.webhook.url, body, headers)


def _send_in_turn(line: list[_Ready]) -> list[tuple[_Ready, _Went]]:
    """One webhook's calls in order; after the first that fails the others wait for their next turn."""
    told = []
    for ready in line:
        went = _send(ready)
        told.append((ready, went))
        if not went.is_taken:
            break
    return told


def _send(ready: _Ready) -> _Went:
    began = time.monotonic()
    status, failure, said = None, "", ""
    try:
        answered = post(
            ready.url,
            ready.body,
            ready.headers,
            seconds=SECONDS,
            inside=settings.MUHATAP_WEBHOOK_NETWORKS,
        )
        status, said = answered.status, answered.excerpt
    except NotReached as trouble:
        failure = trouble.code
    except WrongAddress:
        failure = "wrong_address"
    return _Went(status, failure, said[:500], int((time.monotonic() - began) * 1000))


def _note(call_id: int, went: _Went, *, by: Actor, at: datetime) -> None:
    with unit_of_work():
        call = WebhookCall.objects.select_for_update(of=("self",)).select_related("webhook").get(id=call_id)
        WebhookAttempt.objects.create(
            call=call,
            at=at,
            status=went.status,
            failure=went.failure,
            milliseconds=went.milliseconds,
            said=went.said,
        )
        call.attempts += 1
        webhook = call.webhook
        if went.is_taken:
            call.state, call.ended_at = CallState.TAKEN, at
            Webhook.objects.filter(id=webhook.id, failing_since__isnull=False).update(failing_since=None)
        else:
            later = next_try(call.id, call.attempts, at)
            if later is None:
                call.state, call.ended_at = CallState.GIVEN_UP, at
            else:
                call.due_at = later
            Webhook.objects.filter(id=webhook.id, failing_since__isnull=True).update(failing_since=at)
        call.save(update_fields=["attempts", "state", "ended_at", "due_at"])
        if not went.is_taken:
            _stop_where_hopeless(webhook, went, by=by, at=at)


def _stop_where_hopeless(webhook: Webhook, went: _Went, *, by: Actor, at: datetime) -> None:
    # 410 says that the address wants no calls any more (Standard Webhooks).
    is_gone = went.status == 410
    is_long = webhook.failing_since is not None and at - webhook.failing_since >= LONG_FAILURE
    if not (is_gone or is_long):
        return
    reason = "gone" if is_gone else "failing"
    if stop_webhook(webhook=webhook, reason=reason, by=by, at=at):
        people = staff_with_role(webhook.brand_id, Role.ADMIN, Role.SUPERVISOR)
        notifications.tell(
            staff_ids=[each.pk for each in people],
            kind="webhook_stopped",
            brand_id=webhook.brand_id,
            case_id=None,
            params={"webhook": str(webhook.id), "name": webhook.name, "because": reason},
            once_key=f"webhook-stopped:{webhook.id}:{at.isoformat()}",
            by=by,
            at=at,
        )


def _give_back(call_ids: set[int], at: datetime) -> None:
    """Let those that were claimed and not called be due a moment later."""
    if call_ids:
        waiting = Q(id__in=call_ids, state=CallState.WAITING)
        WebhookCall.objects.filter(waiting).update(due_at=at + timedelta(seconds=PATIENCE[0]))
