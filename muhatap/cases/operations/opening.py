"""Opening a case: a number, a place to wait, a next step and a day for the next word."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases import search
from muhatap.cases.counters import next_counter
from muhatap.cases.events import CaseOpened, FastLaneTaken
from muhatap.cases.keys import numbering
from muhatap.cases.models import Case
from muhatap.cases.operations.belonging import tell_arrival
from muhatap.cases.operations.handling import NEXT_WORD
from muhatap.cases.statuses import Status
from muhatap.customers.models import Customer
from muhatap.customers.plans import raised_by_plan
from muhatap.kernel.actors import Actor
from muhatap.topics.completeness import Completeness, completeness_of, intake_of, priority_of
from muhatap.topics.models import Queue, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """What a case is opened with."""

    brand: Brand
    customer: Customer
    topic: Topic | None
    queue: Queue
    subject: str
    channel: str
    kind: str
    priority: int
    language: str
    received_at: datetime
    next_step: str
    fields: dict[str, Any] = field(default_factory=dict)
    sealed_fields: bytes = b""
    evidence: frozenset[str] = frozenset()
    notices: dict[str, Any] = field(default_factory=dict)


def open_case(*, new: NewCase, by: Actor, at: datetime) -> Case:
    """Open a case under a fresh number; its promises start with the recorded fact."""
    found, own = _completeness(new), raised_by_plan(new.brand, new.customer, new.priority)
    with unit_of_work() as unit:
        case = _case(new, priority=priority_of(found, own), intake=intake_of(found, own), at=at)
        unit.add(case)
        search.add_case(case)
        record(_opened(case), by=by, at=at)
        if case.first_customer_id is not None:
            tell_arrival(case=case, first_id=case.first_customer_id, by=by, at=at)
        if case.priority != own:
            record(
                FastLaneTaken(
                    brand=case.brand_id,
                    case=case.id,
                    rule="evidence_complete",
                    charter=case.charter_number,
                    from_priority=own,
                    to_priority=case.priority,
                ),
                by=by,
                at=at,
            )
    return case


def _case(new: NewCase, *, priority: int, intake: dict[str, Any], at: datetime) -> Case:
    return Case(
        brand=new.brand,
        number=numbering().number(at.year, next_counter(at.year)),
        customer=new.customer,
        first_customer_id=new.customer.known_as,
        subject=new.subject,
        status=Status.NEW,
        kind=new.kind,
        priority=priority,
        queue=new.queue,
        topic=new.topic,
        chosen_topic=new.topic,
        channel=new.channel,
        language=new.language,
        fields=new.fields,
        sealed_fields=new.sealed_fields,
        notices=new.notices,
        received_at=new.received_at,
        updated_at=at,
        next_step=new.next_step,
        next_update_at=new.received_at + NEXT_WORD,
        next_due_at=new.received_at + NEXT_WORD,
        charter_number=new.brand.charter_number,
        intake=intake,
    )


def _opened(case: Case) -> CaseOpened:
    return CaseOpened(
        brand=case.brand_id,
        case=case.id,
        number=case.number,
        subject=case.subject,
        channel=case.channel,
        topic=case.topic.code if case.topic else "",
        case_kind=case.kind,
        priority=case.priority,
        queue=case.queue_id,
        customer=case.first_customer_id or case.customer_id,
        language=case.language,
        received_at=case.received_at,
        next_update_at=case.received_at + NEXT_WORD,
    )


def _completeness(new: NewCase) -> Completeness:
    topic = new.topic
    if topic is None:
        return Completeness()
    return completeness_of(
        fields=topic.fields,
        evidence=topic.evidence,
        rule=topic.guidance.get("completeness") or {},
        answers=new.fields,
        sent=new.evidence,
    )
