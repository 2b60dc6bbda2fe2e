"""“I have this too”: a form begins with its known issue, and its case is tied to the problem."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.problems.models import IssueClaim, Problem
from muhatap.problems.operations.tying import tie
from muhatap.problems.states import How, State


def claim_issue(*, problem: Problem, form_id: int, by: Actor, at: datetime) -> None:
    """Remember that a form is about a known issue; the last one that was chosen counts."""
    with unit_of_work():
        IssueClaim.objects.update_or_create(
            form_id=form_id, defaults={"problem_id": problem.id, "claimed_at": at}
        )


def tie_claimed(*, form_id: int, case: Case, by: Actor, at: datetime) -> Problem | None:
    """Tie the case of a form to the known issue that it was begun with, if it was; not to a closed one."""
    with unit_of_work():
        claim = IssueClaim.objects.filter(form_id=form_id).select_related("problem__brand").first()
        if claim is None:
            return None
        claim.delete()
        if claim.problem.state == State.CLOSED:
            return None
        tie(problem=claim.problem, case=case, how=How.KNOWN_ISSUE, by=by, at=at)
    return claim.problem


def forget_claims(*, before: datetime, by: Actor, at: datetime) -> int:
    """Forget claims of forms that were never sent; returns how many."""
    with unit_of_work():
        gone, _ = IssueClaim.objects.filter(claimed_at__lt=before).delete()
    return gone
