"""Moving a problem along its states, and what its watch needs by itself."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from muhatap.audit.recording import record, unit_of_work
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.problems.events import ProblemMoved
from muhatap.problems.keeping import keep_step
from muhatap.problems.models import KnownIssue, Problem
from muhatap.problems.states import Known, State, may_move, missing_for
from muhatap.problems.watch import end_of_watch

_TOLD_AGAIN = timedelta(days=7)


class CannotMove(Exception):
    """A problem cannot go to this state now; `missing` names what is needed, nothing where no step is."""

    def __init__(self, old: str, new: str, missing: tuple[str, ...] = ()) -> None:
        super().__init__(f"{old} → {new}: {', '.join(missing)}")
        self.old = old
        self.new = new
        self.missing = missing


def move(*, problem: Problem, to: State, reason: str = "", by: Actor, at: datetime) -> None:
    """Take a problem to another state; `CannotMove` says what is missing, and nothing changes."""
    with unit_of_work():
        held = Problem.objects.select_for_update(of=("self",)).select_related("brand").get(id=problem.id)
        old = State(held.state)
        if not may_move(old, to):
            raise CannotMove(old, to)
        missing = missing_for(old, to, _known(held, reason, at))
        if missing:
            raise CannotMove(old, to, missing)
        shift(problem=held, to=to, reason=reason.strip(), by=by, at=at)
        problem.refresh_from_db()


def shift(*, problem: Problem, to: State, reason: str, by: Actor, at: datetime) -> None:
    """Write a move down that may be taken; the problem is held."""
    with unit_of_work():
        old, problem.state, problem.state_since = problem.state, to, at
        if to is State.FIXED:
            problem.watch_until = end_of_watch(problem)
        elif to in {State.REOPENED, State.CLOSED}:
            problem.watch_until = None
        problem.save(update_fields=["state", "state_since", "watch_until"])
        if to is State.CLOSED:
            KnownIssue.objects.filter(problem=problem, ended_at__isnull=True).update(ended_at=at)
        keep_step(problem, "moved", words=reason, by=by, at=at)
        record(
            ProblemMoved(
                brand=problem.brand_id,
                problem=problem.id,
                number=problem.number,
                state=to,
                previous=old,
                reason=reason,
                fixed_on=problem.fixed_on,
            ),
            by=by,
            at=at,
        )


def tend(*, by: Actor, at: datetime) -> int:
    """Begin watches whose fix is out, and close or ask about those that are over; safe to run again."""
    done = 0
    # All of them: some wait for long, and are few.
    for problem in Problem.objects.filter(state=State.FIXED).select_related("brand").order_by("id"):
        if problem.fixed_on <= at.astimezone(ZoneInfo(problem.brand.zone)).date():
            move(problem=problem, to=State.WATCHED, by=by, at=at)
            done += 1
    over = Problem.objects.filter(state=State.WATCHED, watch_until__lte=at)
    for problem in over.select_related("brand").order_by("id"):
        done += _end_watch(problem, by=by, at=at)
    return done


def _end_watch(problem: Problem, *, by: Actor, at: datetime) -> int:
    """A fix that held closes its problem; its owner is asked each week while nobody decided what improves."""
    if problem.improves is not None:
        move(problem=problem, to=State.CLOSED, by=by, at=at)
        return 1
    week = (at - problem.watch_until) // _TOLD_AGAIN
    return notifications.tell(
        staff_ids=[problem.owner_id],
        kind="problem_watch_over",
        brand_id=problem.brand_id,
        case_id=None,
        params={"problem": problem.name, "id": str(problem.id), "title": problem.title},
        once_key=f"problem-watch:{problem.id}:{problem.fixed_on}:{week}",
        by=by,
        at=at,
    )


def _known(problem: Problem, reason: str, at: datetime) -> Known:
    return Known(
        has_cause=bool(problem.root_cause),
        has_fix=bool(problem.fix),
        fixed_on=problem.fixed_on,
        is_watch_over=problem.watch_until is not None and problem.watch_until <= at,
        improvement_decided=problem.improves is not None
        and (not problem.improves or bool(problem.improvement)),
        has_reason=bool(reason.strip()),
    )
