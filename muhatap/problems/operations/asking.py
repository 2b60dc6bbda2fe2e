"""Keeping whom the operator's system named as affected, until a notice went or thirty days passed."""

from datetime import datetime, timedelta

from muhatap.audit.recording import record, unit_of_work
from muhatap.kernel.actors import Actor
from muhatap.kernel.identifiers import normal_email
from muhatap.problems.events import AffectedAsked
from muhatap.problems.hooks import AffectedAnswer
from muhatap.problems.keeping import keep_step
from muhatap.problems.models import AffectedPerson, Problem

KEPT_FOR = timedelta(days=30)
ANSWERED = "answered"


def note_affected(*, problem: Problem, answer: AffectedAnswer, by: Actor, at: datetime) -> int:
    """Keep who is affected and put the asking on record, whatever came of it; returns how many are known.

    A new answer takes the place of the last one. What is no address is left out.
    """
    people = {
        address.lower(): each for each in answer.people if (address := normal_email(each.email)) is not None
    }
    with unit_of_work():
        if answer.outcome == ANSWERED:
            AffectedPerson.objects.filter(problem=problem).delete()
            AffectedPerson.objects.bulk_create(
                AffectedPerson(
                    problem=problem,
                    email=address,
                    name=each.name[:200],
                    language=each.language[:8],
                    named_at=at,
                )
                for address, each in people.items()
            )
        keep_step(problem, "asked", words=f"{answer.outcome} {len(people)}", by=by, at=at)
        record(
            AffectedAsked(
                brand=problem.brand_id,
                problem=problem.id,
                number=problem.number,
                call=answer.call,
                outcome=answer.outcome,
                count=len(people),
            ),
            by=by,
            at=at,
        )
    return len(people)


def forget_affected(*, by: Actor, at: datetime) -> int:
    """Forget people whom a system named thirty days ago; returns how many."""
    with unit_of_work():
        gone, _ = AffectedPerson.objects.filter(named_at__lt=at - KEPT_FOR).delete()
    return gone
