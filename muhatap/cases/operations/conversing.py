"""Side conversations: threads with somebody outside about a case, which the customer never sees."""

from collections.abc import Sequence
from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.events import SideConversationAwaited, SideConversationOpened
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, SideConversation, SideParty
from muhatap.cases.operations.handling import change_status
from muhatap.cases.people import Person, folded
from muhatap.cases.statuses import Status, may_move
from muhatap.kernel.actors import Actor


def open_side_conversation(
    *, case: Case, subject: str, people: Sequence[Person], staff: Staff, by: Actor, at: datetime
) -> SideConversation:
    """Begin a thread with these people; its first message is posted next."""
    with unit_of_work():
        side = SideConversation(case=case, subject=subject, opened_at=at, opened_by_id=staff.pk)
        side.save(force_insert=True)
        named = {folded(person.email): person for person in people}
        for email, person in named.items():
            SideParty(side=side, email=email, name=person.name).save(force_insert=True)
        record(
            SideConversationOpened(
                brand=case.brand_id, case=case.id, side=side.id, subject=subject, parties=tuple(named)
            ),
            by=by,
            at=at,
        )
    return side


def await_side(*, side: SideConversation, by: Actor, at: datetime) -> None:
    """Let the case wait for the answer: clocks that may pause for a third party stand still."""
    with unit_of_work():
        if side.awaited_at is None:
            side.awaited_at = at
            side.save(update_fields=["awaited_at"])
            _record_awaited(side, True, by=by, at=at)
        lock(side.case)
        if may_move(Status(side.case.status), Status.WAITING_THIRD_PARTY):
            change_status(case=side.case, status=Status.WAITING_THIRD_PARTY, by=by, at=at)


def end_waiting(*, side: SideConversation, by: Actor, at: datetime) -> None:
    """The awaited answer came: the case is open again once nobody else is waited for."""
    with unit_of_work():
        if side.awaited_at is None:
            return
        side.awaited_at = None
        side.save(update_fields=["awaited_at"])
        _record_awaited(side, False, by=by, at=at)
        lock(side.case)
        others = SideConversation.objects.filter(case=side.case, awaited_at__isnull=False).exists()
        if side.case.status == Status.WAITING_THIRD_PARTY and not others:
            reason = "third_party_answered"
            change_status(case=side.case, status=Status.OPEN, reason=reason, by=by, at=at)


def _record_awaited(side: SideConversation, awaited: bool, *, by: Actor, at: datetime) -> None:
    case = side.case
    record(
        SideConversationAwaited(brand=case.brand_id, case=case.id, side=side.id, awaited=awaited),
        by=by,
        at=at,
    )
