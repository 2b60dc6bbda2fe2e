"""Telling people what the ladder says: staff by a notice, the customer in writing."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from muhatap.audit.recording import unit_of_work
from muhatap.calendars.hours import Span, due_at
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from muhatap.letters.rendering import render_letter, template_mark
from muhatap.notifications import operations as notifications
from muhatap.promises.delays import delay_sentence
from muhatap.promises.ladders import BREACH
from muhatap.promises.models import Clock, ClockStep
from muhatap.promises.reached_people import people_of
from muhatap.promises.rules import rule_with_id

_NEXT_WORD = Span(1, "bd")
_FOLDING = notifications.Folding(
    kinds=("clock_broken", "clock_step"), into="found_late", over=3, within=timedelta(hours=1)
)


def tell_of_step(
    *,
    clock: Clock,
    threshold: str,
    actions: Iterable[dict[str, Any]],
    key: str,
    by: Actor,
    at: datetime,
) -> None:
    """Tell everyone whom the ladder names for this step; of steps taken in one sweep each person once.

    What was found late is summed up in one notice for a person who would get many at once.
    """
    case = Case.objects.select_related("brand", "customer", "queue__team", "queue__escalates_to").get(
        id=clock.case_id
    )
    told = [action for action in actions if "tell" in action.get("do", ())]
    staff_ids = sorted(
        {person for action in told for person in people_of(case, str(action.get("to", "")), at)}
    )
    taken = _taken_together(clock, threshold)
    with unit_of_work():
        notifications.tell(
            staff_ids=staff_ids,
            kind="clock_broken" if _is_break(taken, threshold) else "clock_step",
            brand_id=case.brand_id,
            case_id=case.id,
            params={
                "number": case.number,
                "subject": case.subject,
                "promise": clock.promise.names,
                "threshold": taken[-1].threshold if taken else threshold,
                "limit_at": clock.limit_at.isoformat(),
                "clock": clock.id,
                "steps": [step.threshold for step in taken] or [threshold],
                **_lateness(taken),
            },
            once_key=_key_of(clock, taken[-1].threshold) if taken else key,
            by=by,
            at=at,
        )
        if _lateness(taken):
            notifications.fold(staff_ids=staff_ids, brand_id=case.brand_id, folding=_FOLDING, by=by, at=at)
        # She is not told that a promise was missed which she was never told of.
        if clock.promise.is_public and any(action.get("tell_customer") for action in actions):
            _write_to_customer(case, clock, threshold, taken, by=by, at=at)


def _taken_together(clock: Clock, threshold: str) -> list[ClockStep]:
    """The steps that were taken in the same sweep as this one, in the order in which they came."""
    steps = list(clock.steps.filter(turn=clock.turn).order_by("due_at", "id"))
    this = next((step for step in steps if step.threshold == threshold), None)
    return [step for step in steps if this is not None and step.reached_at == this.reached_at]


def _key_of(clock: Clock, threshold: str) -> str:
    key = f"step:{clock.id}:{threshold}"
    return f"{key}:{clock.turn}" if clock.turn else key


def _is_break(taken: list[ClockStep], threshold: str) -> bool:
    return BREACH in {threshold, *(step.threshold for step in taken)}


def _lateness(taken: list[ClockStep]) -> dict[str, int]:
    late = [step for step in taken if step.is_late_detected]
    if not late or not taken[-1].is_late_detected:
        return {}
    return {"late_seconds": int((taken[-1].reached_at - taken[-1].due_at).total_seconds())}


def tell_of_objection(*, case: Case, key: str, by: Actor, at: datetime) -> None:
    """Tell the owner and the supervisors that the customer is not satisfied."""
    staff_ids = {*people_of(case, "owner", at), *people_of(case, "supervisor", at)}
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
    *,
    case: Case,
    names: Mapping[str, str],
    asked_by: int | None,
    key: str,
    kind: str = "later_limit_asked",
    by: Actor,
    at: datetime,
) -> None:
    """Tell those who may agree that a later time, or a longer pause, waits for a second person."""
    staff_ids = {*people_of(case, "supervisor", at), *people_of(case, "compliance", at)} - {asked_by}
    notifications.tell(
        staff_ids=sorted(staff_ids),
        kind=kind,
        brand_id=case.brand_id,
        case_id=case.id,
        params={"number": case.number, "subject": case.subject, "promise": dict(names)},
        once_key=key,
        by=by,
        at=at,
    )


def _write_to_customer(
    case: Case, clock: Clock, threshold: str, taken: list[ClockStep], *, by: Actor, at: datetime
) -> None:
    """One letter for the steps of a sweep, with the reason and the day of the next word."""
    named = {_key_of(clock, each) for each in (threshold, *(step.threshold for step in taken))}
    # Whoever was promised a call is told its new time in a letter of its own.
    if clock.name == "callback":
        return
    if not case.is_open or Message.objects.filter(case=case, external_id__in=named).exists():
        return
    with unit_of_work():
        if case.next_update_at is None or case.next_update_at <= at:
            _plan_next_word(case, clock, by=by, at=at)
        code = "promise_missed" if clock.limit_at < at else "escalated"
        letter = render_letter(
            code,
            case=case,
            slots={
                "promise": case.brand.in_language(clock.promise.names, case.language),
                "limit_at": clock.limit_at,
                "next_update_at": case.next_update_at,
                "reason": delay_sentence(clock.delay_reason),
            },
            language=case.language,
        )
        cases.post_message(
            case=case,
            new=cases.NewMessage(
                author=Author.AUTOMATIC,
                channel=case.channel,
                text=letter,
                external_id=_key_of(clock, threshold),
                template=template_mark(code),
            ),
            by=by,
            at=at,
        )


def _plan_next_word(case: Case, clock: Clock, *, by: Actor, at: datetime) -> None:
    """A day that has passed is no new date: the end of the next business day is promised instead."""
    schedule = rule_with_id(clock.promise_id).schedule
    cases.plan_next_step(
        case=case, next_step=case.next_step, next_update_at=due_at(schedule, at, _NEXT_WORD), by=by, at=at
    )
