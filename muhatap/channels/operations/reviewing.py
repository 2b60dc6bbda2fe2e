"""Doubtful matches: a mail that names a case without a right to it waits for a person's decision."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import ClosedReason, Status
from muhatap.channels.events import DoubtSettled, MatchDoubted
from muhatap.channels.models import Doubt, VaultItem
from muhatap.kernel.actors import Actor, ActorKind

JOINED, OWN, SPAM = "joined", "own", "spam"


class Settled(Exception):
    """Somebody decided about this mail already."""


def doubt_match(*, case: Case, quoted: Case, reason: str, item: VaultItem, by: Actor, at: datetime) -> Doubt:
    """Put the case that a mail opened on the review list, beside the one that the mail names."""
    with unit_of_work() as unit:
        doubt = Doubt(brand_id=case.brand_id, case=case, quoted=quoted, reason=reason, item=item, made_at=at)
        unit.add(doubt)
        record(
            MatchDoubted(
                brand=case.brand_id,
                case=case.id,
                quoted=quoted.id,
                quoted_number=quoted.number,
                reason=reason,
            ),
            by=by,
            at=at,
        )
    return doubt


def settle_as_joined(*, doubt: Doubt, by: Actor, at: datetime) -> Case:
    """Let the mail's case go on in the one that it names and return that; `CannotJoin` says why it cannot."""
    with unit_of_work():
        case = _claimed(doubt)
        into = cases.join_cases(case=case, into=doubt.quoted, reason="review", by=by, at=at)
        _settle(doubt, JOINED, by=by, at=at)
    return into


def settle_as_own(*, doubt: Doubt, by: Actor, at: datetime) -> None:
    """Leave the mail in the case that it opened."""
    with unit_of_work():
        _claimed(doubt)
        _settle(doubt, OWN, by=by, at=at)


def settle_as_spam(*, doubt: Doubt, by: Actor, at: datetime) -> None:
    """Close the mail's case as an attack or spam; nobody is written to."""
    with unit_of_work():
        case = _claimed(doubt)
        if case.status != Status.CLOSED:
            cases.change_status(case=case, status=Status.CLOSED, closed=ClosedReason.SPAM, by=by, at=at)
        _settle(doubt, SPAM, by=by, at=at)


def _claimed(doubt: Doubt) -> Case:
    """The doubtful mail's case, with the doubt locked; `Settled` when another person was quicker."""
    fresh = Doubt.objects.select_for_update(of=("self",)).select_related("case").get(id=doubt.id)
    if fresh.settled_at is not None:
        raise Settled(fresh.outcome)
    return fresh.case


def _settle(doubt: Doubt, outcome: str, *, by: Actor, at: datetime) -> None:
    doubt.settled_at, doubt.outcome = at, outcome
    doubt.settled_by_id = by.id if by.kind is ActorKind.STAFF else None
    doubt.save(update_fields=["settled_at", "outcome", "settled_by"])
    record(
        DoubtSettled(
            brand=doubt.brand_id,
            case=doubt.case_id,
            quoted=doubt.quoted_id,
            quoted_number=doubt.quoted.number,
            outcome=outcome,
        ),
        by=by,
        at=at,
    )
