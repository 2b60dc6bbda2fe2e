"""Tying cases to the problem behind them; a case that comes after the fix shows that it failed."""

from collections.abc import Sequence
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.notifications import operations as notifications
from muhatap.problems.codes import codes_in, normal_code
from muhatap.problems.events import ProblemReturned, ProblemTied, ProblemUntied
from muhatap.problems.models import Problem, ProblemCase
from muhatap.problems.naming import code_named
from muhatap.problems.operations.moving import shift
from muhatap.problems.queries import problems_with_codes
from muhatap.problems.states import ON_WATCH, How, State
from muhatap.problems.watch import came_after_fix


class OtherBrand(ValueError):
    """The problem does not affect the brand of the case."""


class NotTied(Exception):
    """The case does not belong to the problem now."""


def tie(*, problem: Problem, case: Case, how: How, by: Actor, at: datetime) -> bool:
    """Say that the problem stands behind a case; False where that is known. Reopens a fix that failed.

    The first case after the fix reopens the problem and alarms its owner, once: later ones find it open.
    """
    if case.brand_id != problem.brand_id and case.brand.code not in problem.affected_brands:
        raise OtherBrand(case.number)
    with unit_of_work():
        held = Problem.objects.select_for_update(of=("self",)).select_related("brand").get(id=problem.id)
        if ProblemCase.objects.filter(problem=held, case=case, untied_at__isnull=True).exists():
            return False
        ProblemCase.objects.create(
            problem=held,
            case=case,
            how=how,
            tied_at=at,
            tied_by_id=by.id if by.kind is ActorKind.STAFF else None,
        )
        record(
            ProblemTied(brand=case.brand_id, case=case.id, problem=held.id, number=held.number, how=how),
            by=by,
            at=at,
        )
        if held.state in ON_WATCH and came_after_fix(held, case.received_at):
            _return(held, case, by=by, at=at)
        problem.state, problem.state_since, problem.watch_until = (
            held.state,
            held.state_since,
            held.watch_until,
        )
    return True


def untie(*, problem: Problem, case: Case, by: Actor, at: datetime) -> None:
    """Take a case from a problem again; `NotTied` where it is not there. A reopened problem stays open."""
    with unit_of_work():
        changed = ProblemCase.objects.filter(problem=problem, case=case, untied_at__isnull=True).update(
            untied_at=at, untied_by_id=by.id if by.kind is ActorKind.STAFF else None
        )
        if not changed:
            raise NotTied(case.number)
        record(
            ProblemUntied(brand=case.brand_id, case=case.id, problem=problem.id, number=problem.number),
            by=by,
            at=at,
        )


def tie_all(*, problem: Problem, cases: Sequence[Case], how: How, by: Actor, at: datetime) -> int:
    """Tie several cases, all or none; returns how many are new."""
    with unit_of_work():
        return sum(tie(problem=problem, case=case, how=how, by=by, at=at) for case in cases)


def match_error_code(*, case: Case, by: Actor, at: datetime) -> list[Problem]:
    """Tie a case to the problems whose error code it names, in a field or in the customer's first words."""
    known = problems_with_codes(case)
    if not known:
        return []
    named = normal_code(code_named(case.fields))
    words = [case.subject, *_first_words(case)]
    found = codes_in(" . ".join(words), known) | ({named} & known.keys())
    tied = []
    for code in sorted(found):
        for problem in known[code]:
            if tie(problem=problem, case=case, how=How.ERROR_CODE, by=by, at=at):
                tied.append(problem)
    return tied


def _first_words(case: Case) -> list[str]:
    said = Message.objects.filter(case=case, author=Author.CUSTOMER).order_by("at", "id")
    return list(said.values_list("text", flat=True)[:1])


def _return(problem: Problem, case: Case, *, by: Actor, at: datetime) -> None:
    fixed_on = problem.fixed_on
    record(
        ProblemReturned(
            brand=problem.brand_id,
            problem=problem.id,
            number=problem.number,
            case=case.id,
            fixed_on=fixed_on,
        ),
        by=by,
        at=at,
    )
    shift(problem=problem, to=State.REOPENED, reason=case.number, by=by, at=at)
    notifications.tell(
        staff_ids=[problem.owner_id],
        kind="problem_returned",
        brand_id=problem.brand_id,
        case_id=case.id,
        params={
            "problem": problem.name,
            "id": str(problem.id),
            "title": problem.title,
            "case_number": case.number,
            "subject": case.subject,
        },
        once_key=f"problem-returned:{problem.id}:{problem.state_since.isoformat()}",
        by=by,
        at=at,
    )
