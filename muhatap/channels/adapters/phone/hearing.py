"""Taking in what a telephone system tells: kept as it came, then noted on the attempt, once."""

from datetime import datetime
from enum import StrEnum

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.channels.adapters.phone.telling import Kind, NotTold, Told, screened, told_in
from muhatap.channels.call_models import CallAttempt, CallDetails
from muhatap.channels.models import VaultState
from muhatap.channels.operations.vaulting import put_in_case, set_aside, store_item
from muhatap.kernel.actors import Actor

_BY = Actor.channel("phone")


class Heard(StrEnum):
    """What became of one thing told."""

    NOTED = "noted"
    REPEATED = "repeated"
    NOT_UNDERSTOOD = "not_understood"
    UNKNOWN_CALL = "unknown_call"


def hear(*, brand: Brand, call_id: str, body: bytes, at: datetime) -> Heard:
    """Keep a signed request and note what it tells; the same id is noted once.

    Of a transcript only what may be kept is: no word without a notice, and no number of a card.
    """
    try:
        body = screened(body)
    except NotTold:
        return Heard.NOT_UNDERSTOOD
    item, is_new = store_item(
        brand_id=brand.id, source="telephone", external_id=f"{brand.id}:{call_id}", data=body, by=_BY, at=at
    )
    if not is_new and item.state != VaultState.STORED:
        return Heard.REPEATED
    try:
        told = told_in(body)
    except NotTold as fault:
        set_aside(item=item, reason=f"telephone: {fault}", by=_BY, at=at)
        return Heard.NOT_UNDERSTOOD
    with unit_of_work():
        rows = CallAttempt.objects.select_for_update(of=("self",)).select_related("callback__case")
        attempt = rows.filter(call_id=told.call, callback__brand=brand).first()
        if attempt is not None:
            _note(attempt, told)
            put_in_case(item=item, case=attempt.callback.case, by=_BY, at=at)
            return Heard.NOTED
    set_aside(item=item, reason="telephone: unknown call", by=_BY, at=at)
    return Heard.UNKNOWN_CALL


def _note(attempt: CallAttempt, told: Told) -> None:
    """Whatever comes late or twice, the earliest moment of each sort stands."""
    match told.kind:
        case Kind.RINGING:
            attempt.ringing_at = min(attempt.ringing_at or told.at, told.at)
        case Kind.ANSWERED:
            attempt.answered_at = min(attempt.answered_at or told.at, told.at)
        case Kind.ENDED:
            attempt.ended_at = told.at
            attempt.seconds = told.seconds if told.seconds is not None else _spoken(attempt, told)
            _keep_details(
                attempt,
                hold_seconds=told.hold,
                wrap_up_seconds=told.wrap_up,
                was_transferred=told.was_transferred,
                was_abandoned=told.was_abandoned,
            )
        case Kind.TRANSCRIPT:
            _keep_details(attempt, notice_given=told.notice, turns=[list(each) for each in told.turns])
    attempt.save(update_fields=["ringing_at", "answered_at", "ended_at", "seconds"])


def _spoken(attempt: CallAttempt, told: Told) -> int:
    if attempt.answered_at is None:
        return 0
    return max(0, int((told.at - attempt.answered_at).total_seconds()))


def _keep_details(attempt: CallAttempt, **values: object) -> None:
    CallDetails.objects.update_or_create(attempt=attempt, defaults=values)
