"""Telling people what the ladder says: staff by a notice, the customer in writing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from muhatap.accounts.queries import staff_of_team, staff_with_role
from muhatap.accounts.roles import Role
from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from muhatap.letters.rendering import render_letter
from muhatap.notifications import operations as notifications
from muhatap.promises.models import Clock
from muhatap.topics.models import Queue

_ROLES = {
    "supervisor": (Role.SUPERVISOR,),
    "department_head": (Role.SUPERVISOR,),
    "executive": (Role.SUPERVISOR, Role.COMPLIANCE),
    "compliance": (Role.COMPLIANCE,),
}


def tell_of_step(
    *,
    clock: Clock,
    threshold: str,
    actions: Iterable[dict[str, Any]],
    key: str,
    by: Actor,
    at: datetime,
) -> None:
    """Tell everyone whom the ladder names for this step, each person once."""
    case = Case.objects.select_related("brand", "customer", "queue__team", "queue__escalates_to").get(
        id=clock.case_id
    )
    to_tell = [action for action in actions if "tell" in action.get("do", ())]
    staff_ids = sorted({person for action in to_tell for person in _people(case, str(action.get("to", "")))})
    with unit_of_work():
        notifications.tell(
            staff_ids=staff_ids,
            kind="clock_broken" if threshold == "100" else "clock_step",
            brand_id=case.brand_id,
            case_id=case.id,
            params={
                "number": case.number,
                "subject": case.subject,
                "promise": clock.promise.names,
                "threshold": threshold,
                "limit_at": clock.limit_at.isoformat(),
            },
            once_key=key,
            by=by,
            at=at,
        )
        # She is not told that a promise was missed which she was never told of.
        if clock.promise.is_public and any(action.get("tell_customer") for action in actions):
            _write_to_customer(case, clock, threshold, by=by, at=at)


def tell_of_objection(*, case: Case, key: str, by: Actor, at: datetime) -> None:
    """Tell the owner and the supervisors that the customer is not satisfied."""
    staff_ids = {*_people(case, "owner"), *_people(case, "supervisor")}
    notifications.tell(
        staff_ids=sorted(staff_ids),
        kind="objection",
        brand_id=case.brand_id,
        case_id=case.id,
        params={"number": case.number, "subject": case.subject},
        once_key=key,
        by=by,
        at=at,
    )


def tell_of_question(
    *, case: Case, names: dict[str, str], asked_by: int | None, key: str, by: Actor, at: datetime
) -> None:
    """Tell those who may agree that a later time waits for a second person."""
    staff_ids = {*_people(case, "supervisor"), *_people(case, "compliance")} - {asked_by}
    notifications.tell(
        staff_ids=sorted(staff_ids),
        kind="later_limit_asked",
        brand_id=case.brand_id,
        case_id=case.id,
        params={"number": case.number, "subject": case.subject, "promise": names},
        once_key=key,
        by=by,
        at=at,
    )


def _people(case: Case, to: str) -> list[int]:
    if to == "owner":
        owners = [case.owner_id] if case.owner_id else []
        return owners or _team(case.queue)
    if to.startswith("queue:"):
        queue = Queue.objects.filter(brand_id=case.brand_id, code=to.removeprefix("queue:")).first()
        return _team(queue)
    return [person.pk for person in staff_with_role(case.brand_id, *_ROLES.get(to, (Role.SUPERVISOR,)))]


def _team(queue: Queue | None) -> list[int]:
    return [person.pk for person in staff_of_team(queue.team_id)] if queue else []


def _write_to_customer(case: Case, clock: Clock, threshold: str, *, by: Actor, at: datetime) -> None:
    external_id = f"step:{clock.id}:{threshold}"
    if not case.is_open or Message.objects.filter(case=case, external_id=external_id).exists():
        return
    letter = render_letter(
        "promise_missed" if threshold in {"100", "125"} else "escalated",
        case=case,
        slots={
            "promise": case.brand.in_language(clock.promise.names, case.language),
            "limit_at": clock.limit_at,
            "next_update_at": case.next_update_at,
        },
        language=case.language,
    )
    cases.post_message(
        case=case,
        new=cases.NewMessage(
            author=Author.AUTOMATIC, channel=case.channel, text=letter, external_id=external_id
        ),
        by=by,
        at=at,
    )
