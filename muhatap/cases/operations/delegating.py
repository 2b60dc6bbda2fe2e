"""Tasks for other departments: given, taken, answered once, or taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from muhatap.accounts.models import Staff, Team
from muhatap.accounts.queries import staff_of_team
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.events import WorkAnswered, WorkGiven, WorkTaken, WorkWithdrawn
from muhatap.cases.models import Case, WorkItem, WorkState
from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.notifications import operations as notifications

_LATE_AT_ONCE = 100


class WorkEnded(Exception):
    """A task is answered or taken back once."""


class WorkTakenAlready(Exception):
    """A task has one owner, who is somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWork:
    """What a department is asked, by when, and which files it is shown; without `owner` the team's task."""

    team: Team
    title: str
    question: str
    due_at: datetime
    owner: Staff | None = None
    shown: Sequence[StoredFile] = ()


def give_work(*, case: Case, new: NewWork, by: Actor, at: datetime) -> WorkItem:
    """Give a department a task with its own due time and the files that it may see."""
    with unit_of_work() as unit:
        unit.flush()
        work = WorkItem.objects.create(
            brand_id=case.brand_id,
            case=case,
            team=new.team,
            owner=new.owner,
            title=new.title.strip(),
            question=new.question.strip(),
            due_at=new.due_at,
            asked_by_id=by.id if by.kind is ActorKind.STAFF else None,
            asked_at=at,
        )
        work.shown.set(new.shown)
        record(
            WorkGiven(
                brand=case.brand_id,
                case=case.id,
                work=work.id,
                team=new.team.id,
                owner=work.owner_id,
                due_at=new.due_at,
                title=work.title,
            ),
            by=by,
            at=at,
        )
    return work


def take_work(*, work: WorkItem, staff: Staff, by: Actor, at: datetime) -> None:
    """Make a task of her department hers; `WorkEnded`, or `WorkTakenAlready` by somebody else."""
    with unit_of_work():
        held = _held(work)
        if held.owner_id == staff.pk:
            return
        if held.owner_id is not None:
            raise WorkTakenAlready(work.id)
        work.owner = staff
        work.save(update_fields=["owner"])
        record(WorkTaken(brand=work.brand_id, case=work.case_id, work=work.id, owner=staff.pk), by=by, at=at)


def answer_work(
    *, work: WorkItem, answer: str, added: Sequence[tuple[str, bytes]], by: Actor, at: datetime
) -> None:
    """Answer a task for the department, with files that become evidence; `WorkEnded` when it has ended."""
    with unit_of_work() as unit:
        _held(work)
        stored = [
            files.store_file(brand_id=work.brand_id, name=name, data=data, by=by, at=at)
            for name, data in added
        ]
        unit.flush()
        work.answer = answer.strip()
        _end(work, WorkState.ANSWERED, by, at)
        work.added.set(stored)
        record(
            WorkAnswered(
                brand=work.brand_id,
                case=work.case_id,
                work=work.id,
                files=tuple(each.sha256 for each in stored),
                answer=work.answer,
            ),
            by=by,
            at=at,
        )


def withdraw_work(*, work: WorkItem, by: Actor, at: datetime) -> None:
    """Take a task back before it is answered; `WorkEnded` when it has ended."""
    with unit_of_work():
        _held(work)
        _end(work, WorkState.WITHDRAWN, by, at)
        record(WorkWithdrawn(brand=work.brand_id, case=work.case_id, work=work.id), by=by, at=at)


def tell_department(*, work: WorkItem, key: str, by: Actor, at: datetime) -> None:
    """Tell who has a task, or the whole department where it is nobody's; nothing of the case is told."""
    _tell_doers(work, "task_given", key, by=by, at=at)


def tell_of_answer(*, work: WorkItem, key: str, by: Actor, at: datetime) -> None:
    """Tell who asked, and who has the case now, that a department answered."""
    _tell_askers(work, "task_answered", key, by=by, at=at)


def tell_of_withdrawal(*, work: WorkItem, key: str, by: Actor, at: datetime) -> None:
    """Tell who had taken a task that it need not be done any more."""
    if work.owner_id is not None:
        _tell_doers(work, "task_withdrawn", key, by=by, at=at)


def remind_of_work(*, by: Actor, at: datetime) -> int:
    """Tell once, on both sides, of tasks whose time has passed; how many there were."""
    late = WorkItem.objects.filter(state=WorkState.WAITING, late_told_at__isnull=True, due_at__lte=at)
    rows = list(late.select_related("case").order_by("due_at", "id")[:_LATE_AT_ONCE])
    for work in rows:
        with unit_of_work():
            _tell_doers(work, "task_late", f"task-late:{work.id}", by=by, at=at)
            _tell_askers(work, "task_late_asked", f"task-late-asked:{work.id}", by=by, at=at)
            work.late_told_at = at
            work.save(update_fields=["late_told_at"])
    return len(rows)


def _held(work: WorkItem) -> WorkItem:
    """The task as it stands, held until the transaction ends."""
    held = WorkItem.objects.select_for_update(of=("self",)).get(id=work.id)
    if not held.is_waiting:
        raise WorkEnded(work.id)
    return held


def _end(work: WorkItem, state: WorkState, by: Actor, at: datetime) -> None:
    work.state, work.ended_at = state, at
    work.ended_by_id = by.id if by.kind is ActorKind.STAFF else None
    work.save(update_fields=["state", "answer", "ended_by", "ended_at"])


def _tell_doers(work: WorkItem, kind: str, key: str, *, by: Actor, at: datetime) -> None:
    people = [work.owner_id] if work.owner_id else [each.pk for each in staff_of_team(work.team_id)]
    _tell(work, people, kind, key, None, by=by, at=at)


def _tell_askers(work: WorkItem, kind: str, key: str, *, by: Actor, at: datetime) -> None:
    people = {work.asked_by_id, work.case.owner_id} - {None, work.ended_by_id}
    _tell(work, people, kind, key, work.case, by=by, at=at)


def _tell(
    work: WorkItem,
    people: Iterable[int],
    kind: str,
    key: str,
    case: Case | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """`case` only where those who are told may know of it."""
    about = {"number": case.number, "subject": case.subject} if case else {}
    notifications.tell(
        staff_ids=sorted(people),
        kind=kind,
        brand_id=work.brand_id,
        case_id=case.id if case else None,
        params={"task": work.id, "title": work.title, "due_at": work.due_at.isoformat(), **about},
        once_key=key,
        by=by,
        at=at,
    )
