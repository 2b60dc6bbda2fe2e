"""What complaints need by themselves: a word every seven days, reminders, an end only after two of them."""

import logging
from datetime import datetime, timedelta

from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.complaints.holding import hold
from muhatap.complaints.knowing import known_of
from muhatap.complaints.models import Awaited, Complaint
from muhatap.complaints.operations.answering import write_by_itself
from muhatap.complaints.operations.moving import move
from muhatap.complaints.operations.waiting import ask_customer
from muhatap.complaints.queries import awaited_reminders, complaints_long_silent, complaints_to_update
from muhatap.complaints.stages import SILENCE_AFTER, Stage, refusal_of
from muhatap.complaints.wording import coming_words, stage_words_for_customer
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.promises import operations as promises
from muhatap.promises.lifecycle import Happening
from muhatap.promises.reached_people import people_of

_log = logging.getLogger("muhatap.work")
UPDATE_EVERY = timedelta(days=7)
# The promise is a word within seven days at the latest: the letter goes half a day before it breaks.
_BEFORE = timedelta(hours=12)
_REMINDERS_AFTER_DAYS = (3, 7)
_ASKED_AGAIN_AFTER = timedelta(days=7)


def tend(*, by: Actor, at: datetime) -> int:
    """Do what has come for all open complaints; returns how much there was. Safe to run again at any time."""
    done, failed = 0, []
    for find, act in (
        (lambda: awaited_reminders(at, _REMINDERS_AFTER_DAYS), _remind),
        (lambda: complaints_long_silent(at, _ASKED_AGAIN_AFTER), _ask_again),
        (lambda: complaints_long_silent(at, SILENCE_AFTER), _end_unconfirmed),
        (lambda: complaints_to_update(at, UPDATE_EVERY - _BEFORE), _update),
    ):
        for each in find():
            try:
                done += act(each, by=by, at=at)
            except Exception as error:
                # One that cannot be helped keeps nobody else waiting; the job is told as failed all the same.
                _log.exception("%s failed: %s", act.__name__, each.id)
                failed.append(error)
    if failed:
        raise failed[0]
    return done


def _remind(awaited: Awaited, *, by: Actor, at: datetime) -> int:
    with unit_of_work():
        held = Awaited.objects.select_for_update(of=("self",)).get(id=awaited.id)
        if held.reminders != awaited.reminders or held.ended_at is not None:
            return 0
        awaited.reminders, awaited.reminded_at = held.reminders + 1, at
        awaited.save(update_fields=["reminders", "reminded_at"])
        ask_customer(awaited=awaited, by=by, at=at)
    return 1


def _ask_again(complaint: Complaint, *, by: Actor, at: datetime) -> int:
    with unit_of_work():
        hold(complaint)
        key = f"complaint-again:{complaint.id}:{complaint.stage_since:%Y%m%d%H%M}"
        if not complaint.case.is_open or complaint.case.messages.filter(external_id=key).exists():
            return 0
        if complaint.stage not in {Stage.RESPONDED, Stage.CONFIRMING}:
            return 0
        slots = {"closes_at": complaint.stage_since + SILENCE_AFTER}
        write_by_itself(complaint=complaint, code="complaint_unanswered", slots=slots, key=key, by=by, at=at)
    return 1


def _end_unconfirmed(complaint: Complaint, *, by: Actor, at: datetime) -> int:
    """End it as unconfirmed, never as satisfied; where something is missing, its owner is told once."""
    with unit_of_work():
        hold(complaint)
        to = Stage.CLOSED_UNCONFIRMED
        refusal = refusal_of(Stage(complaint.stage), to, known_of(complaint, reason="", by=by, at=at))
        if refusal is None:
            move(complaint=complaint, to=to, by=by, at=at)
            return 1
        case = complaint.case
        return notifications.tell(
            staff_ids=people_of(case, "owner", at),
            kind="complaint_cannot_end",
            brand_id=case.brand_id,
            case_id=case.id,
            params={"number": case.number, "subject": case.subject, "missing": list(refusal.items)},
            once_key=f"cannot-end:{complaint.id}:{complaint.stage_since.isoformat()}",
            by=by,
            at=at,
        )


def _update(complaint: Complaint, *, by: Actor, at: datetime) -> int:
    with unit_of_work() as unit:
        hold(complaint)
        if not complaint.is_open or not complaint.case.is_open:
            return 0
        next_at = at + UPDATE_EVERY
        write_by_itself(
            complaint=complaint,
            code="complaint_update",
            slots={
                "standing": stage_words_for_customer(complaint.stage),
                "coming": coming_words(complaint.stage),
                "next_at": next_at,
            },
            key=f"complaint-update:{complaint.id}:{at:%Y%m%d}",
            by=by,
            at=at,
        )
        unit.flush()
        promises.happen(case=complaint.case, happening=Happening.CUSTOMER_INFORMED, by=by, at=at)
        cases.plan_next_step(
            case=complaint.case, next_step=complaint.case.next_step, next_update_at=next_at, by=by, at=at
        )
    return 1
