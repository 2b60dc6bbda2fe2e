"""A reply on its way: held for the moment of undo or until its time, then gone, stopped or taken back."""

from datetime import datetime, timedelta

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.audit.recording import unit_of_work
from muhatap.cases.joined import lead_of
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, Message
from muhatap.cases.operations import CannotMove
from muhatap.cases.operations.drafting import drop_draft, give_back
from muhatap.cases.statuses import Author
from muhatap.channels.registry import is_public
from muhatap.desk import about_case
from muhatap.desk.guarding import secrets_in
from muhatap.desk.operations.answering import answer_customer, post_reply, stored_files
from muhatap.desk.operations.handling import PastMoment
from muhatap.desk.replies import (
    Answer,
    Written,
    channel_of_reply,
    check_answer,
    check_move,
    held_until,
    spans_of,
)
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.letters import operations as letters
from muhatap.letters.models import HeldReply
from muhatap.letters.queries import held_reply_of
from muhatap.notifications import operations as notifications
from muhatap.promises.reached_people import people_of

FARTHEST = timedelta(days=90)
# Why a reply stops whose writer was deactivated or lost her role.
GONE = "gone"


class AlreadyGone(Exception):
    """The reply has left, or somebody took it back before."""


def send_reply(*, case: Case, staff: Staff, answer: Answer, by: Actor, at: datetime) -> HeldReply | Message:
    """Send a reply: it leaves after the moment of undo, or at the time that its writer chose.

    `Outdated` and `SaysTooMuch` as for `answer_customer`; `CannotMove` when the case cannot go on as asked;
    `PastMoment` for a time gone by or too far away. Where a promise would break meanwhile it leaves at once.
    """
    leaves_at = answer.leaves_at or held_until(case, at)
    if answer.leaves_at is not None and not at < leaves_at <= at + FARTHEST:
        raise PastMoment(leaves_at)
    if leaves_at <= at:
        return answer_customer(case=case, staff=staff, answer=answer, by=by, at=at)
    with unit_of_work():
        lock(case)
        check_answer(case, staff, answer)
        check_move(case, answer.then)
        masked = mask(answer.text)
        held = letters.Held(
            text=masked.text,
            masked=spans_of(masked),
            files=stored_files(case=case, answer=answer, by=by, at=at),
            cc=answer.cc,
            bcc=answer.bcc,
            then=answer.then,
            seen=answer.seen,
        )
        row = letters.hold_reply(
            case=case,
            staff=staff,
            held=held,
            leaves_at=leaves_at,
            is_planned=answer.leaves_at is not None,
            by=by,
            at=at,
        )
        drop_draft(case=case, staff=staff, author=Author.STAFF, by=by, at=at)
    return row


def let_leave(*, case: Case, held_id: int, by: Actor, at: datetime) -> bool:
    """Let a held reply leave if its time has come; True when it left, False when it was stopped or is gone.

    What would have kept its writer from sending stops it too, and she is told.
    """
    with unit_of_work():
        lock(case)
        held = held_reply_of(case, held_id)
        if held is None or held.stopped_at is not None or held.leaves_at > at:
            return False
        because = _obstacle(case, held)
        if because:
            letters.stop_reply(held=held, because=because, by=by, at=at)
            _tell_stopped(held, case, because, by=by, at=at)
            return False
        _leave(case, held, at=at, answers=held.staff)
    return True


def send_at_once(*, case: Case, held_id: int, staff: Staff, seen: int, by: Actor, at: datetime) -> None:
    """Let a held reply leave now, also one that was stopped; `AlreadyGone`, `Outdated` or `CannotMove`.

    Where its writer may no longer answer, it is the reply of whoever lets it go.
    """
    with unit_of_work():
        lock(case)
        held = _held(case, held_id)
        check_answer(case, staff, Answer(text=held.text, seen=max(seen, held.seen)))
        check_move(case, held.then)
        _leave(case, held, at=at, answers=held.staff if _may_answer(held.staff, case) else staff)


def plan_again(
    *, case: Case, held_id: int, leaves_at: datetime, seen: int, by: Actor, at: datetime
) -> HeldReply:
    """Let a held reply leave at another time; `AlreadyGone`, or `PastMoment` for a time gone by."""
    if not at < leaves_at <= at + FARTHEST:
        raise PastMoment(leaves_at)
    with unit_of_work():
        held = _held(case, held_id)
        letters.plan_again(held=held, leaves_at=leaves_at, seen=seen, by=by, at=at)
    return held


def take_back(*, case: Case, held_id: int, staff: Staff, by: Actor, at: datetime) -> None:
    """Make a held reply the draft of whoever takes it back; `AlreadyGone` when it has left."""
    with unit_of_work():
        held = _held(case, held_id)
        give_back(
            case=case,
            staff=staff,
            text=held.text,
            copies=(", ".join(held.cc), ", ".join(held.bcc)),
            files=[each.file for each in held.files.select_related("file")],
            by=by,
            at=at,
        )
        letters.call_off(held=held, by=by, at=at)


def _held(case: Case, held_id: int) -> HeldReply:
    held = held_reply_of(case, held_id)
    if held is None:
        raise AlreadyGone(held_id)
    held.case = case
    return held


def _leave(case: Case, held: HeldReply, *, at: datetime, answers: Staff) -> None:
    written = Written(
        text=held.text,
        masked=held.masked,
        files=[each.file for each in held.files.select_related("file")],
        cc=held.cc,
        bcc=held.bcc,
        then=held.then,
    )
    # Whoever wrote it has answered, not the sweep that lets it go.
    by = Actor.staff(answers.pk)
    letters.let_go(held=held, by=by, at=at)
    post_reply(case=case, written=written, by=by, at=at)


def _obstacle(case: Case, held: HeldReply) -> str:
    if about_case.has_public_news_for(case, held.staff_id, held.seen):
        return "news"
    if lead_of(case).pk != case.pk:
        return "joined"
    if is_public(channel_of_reply(case)) and secrets_in(held.text):
        return "public"
    if not _may_answer(held.staff, case):
        return GONE
    try:
        check_move(case, held.then)
    except CannotMove:
        return "status"
    return ""


def _may_answer(staff: Staff, case: Case) -> bool:
    return staff.is_active and scope_of(staff).may(Permission.ANSWER_CASES, case.brand_id)


def _tell_stopped(held: HeldReply, case: Case, because: str, *, by: Actor, at: datetime) -> None:
    people = {held.staff_id, case.owner_id} - {None}
    if because == GONE:
        people |= set(people_of(case, "supervisor", at))
    notifications.tell(
        staff_ids=people,
        kind="reply_stopped",
        brand_id=case.brand_id,
        case_id=case.id,
        params={"number": case.number, "subject": case.subject, "because": because},
        once_key=f"stopped:{held.id}:{at.isoformat()}",
        by=by,
        at=at,
    )
