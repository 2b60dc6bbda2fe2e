"""Bringing messages to their recipients: tried with growing pauses, until they are taken or given up."""

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db import Error, connection

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.channels.caretakers import caretakers_of
from muhatap.channels.contract import Delayed, Held, Line, NotReady, OutboundMessage, Rejected, Rendered
from muhatap.channels.dead_addresses import says_dead
from muhatap.channels.events import DeliveryDeferred, DeliveryGivenUp, MessageDelivered
from muhatap.channels.manners import Manner
from muhatap.channels.models import Delivery, DeliveryState, MarkReason
from muhatap.channels.operations.marking import mark_address
from muhatap.channels.operations.waiting import hold, hurry_what_a_clock_put_ahead, wait_for_quiet_end
from muhatap.channels.outbox import frame_of, outbound_of
from muhatap.channels.quiet import quiet_until
from muhatap.channels.registry import adapter_for, door_of
from muhatap.kernel import signs
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications

# Longer than any conversation with a mail server takes, so that no two workers hold the same delivery.
_LEASE = timedelta(minutes=5)
_SECOND, _MINUTE, _HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
_PAUSES = (
    5 * _SECOND,
    30 * _SECOND,
    2 * _MINUTE,
    10 * _MINUTE,
    30 * _MINUTE,
    *[_HOUR] * 4,
    *[4 * _HOUR] * 5,
    *[12 * _HOUR] * 6,
)
_UNANSWERED = 10 * _MINUTE


@dataclass(frozen=True, slots=True)
class _Taken:
    """How a delivery left, as it is written down."""

    is_automatic: bool
    external_id: str
    rendered_sha256: str


# Taken by the other side and not written down yet, because the database could not: a full disk for example.
_taken: dict[int, _Taken] = {}
# Leases are reckoned from `at`: a call that lasts takes nothing more, so that they outlast conversations.
_LONGEST_CALL = 20.0


def deliver_due(*, by: Actor, at: datetime, limit: int = 20) -> int:
    """Try what is due, at most `limit`; returns how many were tried, 0 while no channel is set up."""
    tried, began = 0, monotonic()
    _take_up_what_the_dead_left(at)
    hurry_what_a_clock_put_ahead(by=by, at=at)
    for channel in _ready_channels(at):
        with adapter_for(channel).line() as line:
            while tried < limit and (delivery := _claim(channel, at)) is not None:
                tried += 1
                try:
                    _try(delivery, line, by=by, at=at)
                except Error:
                    # Nobody knows what was written down: better one more copy than minutes of waiting.
                    signs.abandon(_signs(), str(delivery.id))
                    raise
                finally:
                    signs.take_down(_signs(), str(delivery.id))
                if monotonic() - began > _LONGEST_CALL:
                    return tried
    return tried


def give_up(*, delivery: Delivery, code: str, words: str, by: Actor, at: datetime) -> None:
    """Stop trying, say so on the case's record, and tell who looks after the case."""
    with unit_of_work():
        delivery.state, delivery.given_up_at = DeliveryState.BOUNCED, at
        delivery.error, delivery.next_try_at = words, None
        delivery.save(update_fields=["state", "given_up_at", "error", "next_try_at"])
        record(
            DeliveryGivenUp(
                brand=delivery.brand_id,
                case=delivery.case_id,
                message=delivery.message_id,
                delivery=delivery.id,
                channel=delivery.channel,
                reason=code,
            ),
            by=by,
            at=at,
        )
        if code.startswith("refused_5") and says_dead(words):
            mark_address(delivery=delivery, reason=MarkReason.BOUNCED, words=words, by=by, at=at)
        case = Case.objects.select_related("queue").get(id=delivery.case_id)
        notifications.tell(
            staff_ids=caretakers_of(case),
            kind="delivery_given_up",
            brand_id=case.brand_id,
            case_id=case.id,
            params={"number": case.number, "recipient": delivery.recipient, "reason": code},
            once_key=f"delivery:{delivery.id}",
            by=by,
            at=at,
        )


def _ready_channels(at: datetime) -> list[str]:
    due = Delivery.objects.filter(sent_at__isnull=True, given_up_at__isnull=True, next_try_at__lte=at)
    ready = []
    for channel in due.order_by().values_list("channel", flat=True).distinct():
        try:
            adapter_for(channel).ready()
        except (NotReady, KeyError):
            continue
        ready.append(channel)
    return ready


def _claim(channel: str, at: datetime) -> Delivery | None:
    """Take one delivery for the length of the lease; on its machine the next need not wait for its end."""
    with unit_of_work():
        delivery = (
            Delivery.objects.select_for_update(
                skip_locked=connection.features.has_select_for_update_skip_locked
            )
            .filter(channel=channel, sent_at__isnull=True, given_up_at__isnull=True, next_try_at__lte=at)
            .order_by("next_try_at", "id")
            .first()
        )
        if delivery is not None:
            signs.show(_signs(), str(delivery.id))
            delivery.attempts += 1
            delivery.next_try_at = at + _LEASE
            delivery.save(update_fields=["attempts", "next_try_at"])
    return delivery


def _take_up_what_the_dead_left(at: datetime) -> None:
    """Make due at once what a killed process of this machine was sending."""
    ids = [int(name) for name in signs.left_by_the_dead(_signs()) if name.isdecimal()]
    if not ids:
        return
    left = Delivery.objects.filter(id__in=ids, sent_at__isnull=True, given_up_at__isnull=True)
    try:
        left.filter(next_try_at__gt=at).update(next_try_at=at)
    except Error:
        # Each sign is told once; whoever asks next must hear of it again, or waits for the lease's end.
        for delivery_id in ids:
            signs.show(_signs(), str(delivery_id))
            signs.abandon(_signs(), str(delivery_id))
        raise


def _signs() -> Path:
    """Where a process shows which deliveries it is sending."""
    return Path(settings.MUHATAP_DATA) / "run" / "sending"


def _try(delivery: Delivery, line: Line, *, by: Actor, at: datetime) -> None:
    """Send outside of any transaction, then write down what became of it."""
    if delivery.id in _taken:
        # Not sent again: only written down.
        _note_sent(delivery, _taken[delivery.id], by=by, at=at)
        return
    adapter = adapter_for(delivery.channel)
    if (until := quiet_until(delivery, at)) is not None:
        wait_for_quiet_end(delivery=delivery, until=until, by=by, at=at)
        return
    try:
        _pass_door(delivery, at)
        message = outbound_of(delivery)
        result = adapter.render(message)
        _remember(delivery, message, result)
        taken_as = line.send(message, result)
    except Held as held:
        hold(delivery=delivery, because=str(held), by=by, at=at)
    except Rejected as refusal:
        give_up(delivery=delivery, code=refusal.code, words=str(refusal), by=by, at=at)
    except Delayed as delay:
        _try_later(
            delivery, DeliveryState.DEFERRED, str(delay), was_answered=delay.was_answered, by=by, at=at
        )
    except NotReady as missing:
        _try_later(delivery, DeliveryState.QUEUED, str(missing), was_answered=False, by=by, at=at)
    except (OSError, LookupError, ValueError) as trouble:
        words = f"{type(trouble).__name__}: {trouble}"
        _try_later(delivery, DeliveryState.QUEUED, words, was_answered=False, by=by, at=at)
    else:
        digest = hashlib.sha256(result.raw).hexdigest()
        _taken[delivery.id] = _Taken(message.is_automatic, taken_as or result.external_id, digest)
        _note_sent(delivery, _taken[delivery.id], by=by, at=at)


def _pass_door(delivery: Delivery, at: datetime) -> None:
    """A channel may take our own words only at times: then a notice goes, or it is `Held`."""
    door = door_of(delivery.channel)
    if door is None:
        return
    manner = door.admit(delivery, at)
    if Manner.NOTICE in (manner, delivery.manner) and manner != delivery.manner:
        with unit_of_work():
            delivery.manner = manner
            delivery.save(update_fields=["manner"])


def _remember(delivery: Delivery, message: OutboundMessage, result: Rendered) -> None:
    """Before the mail goes: a bounce may be quicker than the answer that the mail was taken."""
    if not delivery.frame or delivery.external_id != result.external_id:
        with unit_of_work():
            delivery.external_id, delivery.frame = result.external_id, frame_of(message)
            delivery.save(update_fields=["external_id", "frame"])


def _note_sent(delivery: Delivery, taken: _Taken, *, by: Actor, at: datetime) -> None:
    with unit_of_work():
        known = Delivery.objects.select_for_update().get(id=delivery.id)
        if known.sent_at is None:
            _note(known, taken, by=by, at=at)
    _taken.pop(delivery.id, None)


def _note(known: Delivery, taken: _Taken, *, by: Actor, at: datetime) -> None:
    known.sent_at, known.next_try_at = at, None
    known.external_id, known.rendered_sha256 = taken.external_id, taken.rendered_sha256
    # A bounce may come back before the server has said that it took the mail.
    if known.given_up_at is None:
        known.state, known.error = DeliveryState.SENT, ""
    known.save(update_fields=["state", "sent_at", "error", "next_try_at", "external_id", "rendered_sha256"])
    record(
        MessageDelivered(
            brand=known.brand_id,
            case=known.case_id,
            message=known.message_id,
            delivery=known.id,
            channel=known.channel,
            author="automatic" if taken.is_automatic else "staff",
            rendered=known.rendered_sha256,
        ),
        by=by,
        at=at,
    )


def _try_later(
    delivery: Delivery, state: DeliveryState, words: str, *, was_answered: bool, by: Actor, at: datetime
) -> None:
    """A server that answers is asked for about four days; one that is not reached, without end."""
    if was_answered and delivery.attempts > len(_PAUSES):
        give_up(delivery=delivery, code="too_long", words=words, by=by, at=at)
        return
    place = min(delivery.attempts, len(_PAUSES)) - 1
    pause = _PAUSES[place] if was_answered else min(_PAUSES[place], _UNANSWERED)
    with unit_of_work():
        is_news = state == DeliveryState.DEFERRED and delivery.state != state
        delivery.state, delivery.error = state, words
        delivery.next_try_at = at + pause * _jitter(delivery)
        delivery.save(update_fields=["state", "next_try_at", "error"])
        if is_news:
            record(
                DeliveryDeferred(
                    brand=delivery.brand_id,
                    case=delivery.case_id,
                    message=delivery.message_id,
                    delivery=delivery.id,
                    channel=delivery.channel,
                ),
                by=by,
                at=at,
            )


def _jitter(delivery: Delivery) -> float:
    """1.0 to 1.2, the same whenever asked: what failed together does not come back together."""
    return 1 + zlib.crc32(f"{delivery.id}:{delivery.attempts}".encode()) % 1000 / 5000
