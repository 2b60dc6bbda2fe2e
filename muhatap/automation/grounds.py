"""What the actions of a brand can name now, and how a case stands, as plans need them."""

from dataclasses import replace
from datetime import datetime

from muhatap.accounts.queries import answering_in
from muhatap.accounts.rotas import present
from muhatap.automation.actions import Ground
from muhatap.cases.folding import CaseState
from muhatap.cases.models import Case
from muhatap.topics.models import Queue, Topic


def ground_of(brand_id: int) -> Ground:
    """Queues and topics that are in use, and the people who may own a case."""
    queues = Queue.objects.filter(brand_id=brand_id, retired_at__isnull=True)
    topics = Topic.objects.filter(brand_id=brand_id, retired_at__isnull=True)
    return Ground(
        queues=dict(queues.values_list("code", "id")),
        topics=frozenset(topics.values_list("code", flat=True)),
        people=frozenset(staff_id for staff_id, _ in answering_in(brand_id)),
    )


def ground_at(brand_id: int, at: datetime) -> Ground:
    """The same with who is away at a moment: a rule gives no case to somebody who is not here."""
    ground = ground_of(brand_id)
    return replace(ground, away=ground.people - frozenset(present(ground.people, at)))


def state_of(case: Case) -> CaseState:
    """A case as its events would tell it."""
    return CaseState(
        number=case.number,
        brand=case.brand_id,
        status=case.status,
        kind=case.kind,
        priority=case.priority,
        queue=case.queue_id,
        owner=case.owner_id,
        topic=case.topic.code if case.topic else "",
        customer=case.customer_id,
        tags=tuple(case.tags),
    )
