"""Saying why a promise takes longer, before the letter about it is written."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.kernel.actors import Actor
from muhatap.promises.delays import REASONS
from muhatap.promises.events import DelayReasonChosen
from muhatap.promises.models import Clock


def choose_delay_reason(*, clock: Clock, reason: str, by: Actor, at: datetime) -> None:
    """Choose the reason that the letter about a broken promise gives; ValueError for an unknown one."""
    if reason not in REASONS:
        raise ValueError(reason)
    if clock.delay_reason == reason or clock.stopped_at is not None:
        return
    with unit_of_work():
        clock.delay_reason = reason
        clock.save(update_fields=["delay_reason"])
        record(
            DelayReasonChosen(
                brand=clock.brand_id,
                case=clock.case_id,
                clock=clock.id,
                promise=clock.promise.code,
                reason=reason,
            ),
            by=by,
            at=at,
        )
