"""The history of a problem as its page tells it."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.problems.models import Problem, ProblemStep


def keep_step(problem: Problem, what: str, *, words: str = "", by: Actor, at: datetime) -> None:
    """Keep one step; whoever is not of the staff stays unnamed."""
    with unit_of_work() as unit:
        unit.add(
            ProblemStep(
                problem=problem,
                what=what,
                state=problem.state,
                words=words,
                at=at,
                staff_id=by.id if by.kind is ActorKind.STAFF else None,
            )
        )
