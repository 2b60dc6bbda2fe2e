"""Asking a provider to trace a payment, beside our own work: asked, answered, and told of once it is late."""

from dataclasses import dataclass
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.locking import lock
from muhatap.cases.models import Case
from muhatap.cases.statuses import Status, may_move
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.money.events import TraceAnswered, TraceAsked
from muhatap.money.models import ProviderTrace
from muhatap.money.trace_models import TraceResult
from muhatap.notifications import operations as notifications

_LATE_AT_ONCE = 50


class NotATrace(ValueError):
    """A trace names the provider, our reference and a moment that lies ahead; an answer what was found."""


class TraceOver(Exception):
    """The provider answered before, or the same payment is being traced already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTrace:
    """What a provider is asked, and by when; `awaited` lets the case wait for the answer."""

    provider: str
    reference: str
    due_at: datetime
    provider_reference: str = ""
    awaited: bool = False


def ask_trace(*, case: Case, new: NewTrace, by: Actor, at: datetime) -> ProviderTrace:
    """Note that a provider was asked; our promises run on unless the case waits and the charter pauses."""
    provider, reference = mask(new.provider.strip()).text[:120], mask(new.reference.strip()).text[:120]
    if not provider or not reference or new.due_at <= at or not case.is_open:
        raise NotATrace(reference)
    with unit_of_work():
        lock(case)
        same = ProviderTrace.objects.filter(
            case=case, provider=provider, reference=reference, answered_at__isnull=True
        )
        if same.exists():
            raise TraceOver(reference)
        waits = Status(case.status) is Status.WAITING_THIRD_PARTY
        may_wait = new.awaited and (waits or may_move(Status(case.status), Status.WAITING_THIRD_PARTY))
        trace = ProviderTrace.objects.create(
            case=case,
            provider=provider,
            reference=reference,
            provider_reference=mask(new.provider_reference.strip()).text[:120],
            asked_by_id=by.id,
            asked_at=at,
            due_at=new.due_at,
            is_awaited=may_wait,
        )
        record(
            TraceAsked(
                brand=case.brand_id,
                case=case.id,
                trace=trace.id,
                due_at=new.due_at,
                is_awaited=may_wait,
                provider=provider,
                reference=reference,
            ),
            by=by,
            at=at,
        )
        if may_wait and not waits:
            cases.change_status(
                case=case, status=Status.WAITING_THIRD_PARTY, reason="provider_trace", by=by, at=at
            )
    return trace


def answer_trace(
    *, trace: ProviderTrace, result: str, answer: str, provider_reference: str = "", by: Actor, at: datetime
) -> ProviderTrace:
    """Keep what the provider found; a case that waited for this one alone goes on."""
    said = mask(answer.strip()).text[:4000]
    if result not in TraceResult.values or not said:
        raise NotATrace(result)
    with unit_of_work():
        lock(trace.case)
        held = ProviderTrace.objects.select_for_update(of=("self",)).get(id=trace.id)
        if not held.is_open:
            raise TraceOver(held.reference)
        held.case = trace.case
        held.result, held.answer, held.answered_at, held.answered_by_id = result, said, at, by.id
        held.provider_reference = mask(provider_reference.strip()).text[:120] or held.provider_reference
        held.save()
        record(
            TraceAnswered(
                brand=held.case.brand_id,
                case=held.case_id,
                trace=held.id,
                result=result,
                was_late=at > held.due_at,
                answer=said,
            ),
            by=by,
            at=at,
        )
        others = ProviderTrace.objects.filter(case_id=held.case_id, is_awaited=True, answered_at__isnull=True)
        if held.is_awaited and held.case.status == Status.WAITING_THIRD_PARTY and not others.exists():
            cases.change_status(case=held.case, status=Status.OPEN, reason="provider_trace", by=by, at=at)
    return held


def remind_of_traces(*, by: Actor, at: datetime) -> int:
    """Tell once of traces whose time has passed; how many there were."""
    late = ProviderTrace.objects.filter(
        answered_at__isnull=True, late_told_at__isnull=True, due_at__lte=at
    ).select_related("case")
    rows = list(late.order_by("due_at", "id")[:_LATE_AT_ONCE])
    for trace in rows:
        with unit_of_work():
            notifications.tell(
                staff_ids=sorted({trace.asked_by_id, trace.case.owner_id} - {None}),
                kind="trace_late",
                brand_id=trace.case.brand_id,
                case_id=trace.case_id,
                params={
                    "number": trace.case.number,
                    "subject": trace.case.subject,
                    "provider": trace.provider,
                },
                once_key=f"trace-late:{trace.id}",
                by=by,
                at=at,
            )
            trace.late_told_at = at
            trace.save(update_fields=["late_told_at"])
    return len(rows)
