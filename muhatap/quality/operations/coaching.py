"""Coaching: one goal at a time, which the agent's cases of the next sample check."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import IntegrityError

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.notifications import operations as notifications
from muhatap.quality.events import GoalChecked, GoalSet
from muhatap.quality.models import CoachingNote, GoalOutcome, Review, ReviewRole, ReviewState
from muhatap.quality.scoring import WORTH, Criterion, Mark


class NotAGoal(ValueError):
    """A goal needs words, a criterion and a share from 1 to 100; nobody coaches herself."""


class HasAGoal(Exception):
    """The agent has a goal that was not checked yet: one at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What is agreed: in words, by which criterion it is seen, and which share of its mark is wanted."""

    words: str
    criterion: Criterion
    target: int
    note: str


def set_goal(
    *, brand: Brand, agent: Staff, goal: Goal, review: Review | None = None, by: Actor, at: datetime
) -> CoachingNote:
    """Write down a coaching talk with its one goal; `NotAGoal`, `HasAGoal`."""
    words = goal.words.strip()
    if not words or not goal.note.strip() or not 1 <= goal.target <= 100 or by.id in {None, agent.pk}:
        raise NotAGoal(words)
    try:
        with unit_of_work():
            note = CoachingNote(
                brand=brand,
                agent=agent,
                coach_id=by.id,
                review=review,
                note=mask(goal.note.strip()).text,
                goal=mask(words).text,
                criterion=goal.criterion.code,
                criterion_text=goal.criterion.text,
                target=goal.target,
                written_at=at,
            )
            note.save(force_insert=True)
            _tell(note, [agent.pk], "coaching_goal", by, at)
            record(
                GoalSet(
                    brand=brand.id,
                    note=note.id,
                    agent=agent.pk,
                    criterion=goal.criterion.code,
                    target=goal.target,
                ),
                by=by,
                at=at,
            )
    except IntegrityError as twice:
        raise HasAGoal(agent.pk) from twice
    return note


def answer_goal(*, note: CoachingNote, words: str, by: Actor, at: datetime) -> None:
    """Note that the agent has read her goal, with what she says of it; `NotAGoal` for anybody else."""
    if note.agent_id != by.id:
        raise NotAGoal(note.id)
    with unit_of_work():
        note.read_at, note.answer = note.read_at or at, mask(words.strip()).text
        note.save(update_fields=["read_at", "answer"])


def drop_goal(*, note: CoachingNote, by: Actor, at: datetime) -> None:
    """End a goal that is not checked any more, such as when the agent does other work."""
    with unit_of_work():
        held = CoachingNote.objects.select_for_update(of=("self",)).select_related("agent").get(id=note.id)
        if held.checked_at is None:
            _end(held, GoalOutcome.DROPPED, None, by=by, at=at)


def check_goal(*, review: Review, by: Actor, at: datetime) -> None:
    """When the agent's cases of a sample drawn after her goal are all reviewed, say whether it was met.

    Where the criterion was in none of them the goal stays for the sample after.
    """
    with unit_of_work():
        rows = CoachingNote.objects.select_for_update(of=("self",)).select_related("agent")
        note = rows.filter(
            brand_id=review.brand_id, agent_id=review.agent_id, checked_at__isnull=True
        ).first()
        if note is None or note.written_at >= review.sample.drawn_at:
            return
        reviews = Review.objects.filter(
            sample_id=review.sample_id, agent_id=review.agent_id, role=ReviewRole.FIRST
        )
        told = list(reviews.values_list("state", "marks"))
        if any(state == ReviewState.WAITING for state, _ in told):
            return
        given = [marks.get(note.criterion) for _, marks in told]
        worth = [WORTH[Mark(mark)] for mark in given if mark and mark != Mark.NOT_APPLICABLE]
        if not worth:
            return
        share = 100 * sum(worth, Fraction(0)) / len(worth)
        note.sample_id = review.sample_id
        outcome = GoalOutcome.MET if share >= note.target else GoalOutcome.MISSED
        _end(note, outcome, int(share), by=by, at=at)


def _end(note: CoachingNote, outcome: GoalOutcome, found: int | None, *, by: Actor, at: datetime) -> None:
    note.outcome, note.found, note.checked_at = outcome, found, at
    note.save(update_fields=["sample", "outcome", "found", "checked_at"])
    if outcome is not GoalOutcome.DROPPED:
        _tell(note, [note.agent_id, note.coach_id], "coaching_checked", by, at)
    record(
        GoalChecked(brand=note.brand_id, note=note.id, agent=note.agent_id, outcome=outcome, found=found),
        by=by,
        at=at,
    )


def _tell(note: CoachingNote, staff_ids: list[int], kind: str, by: Actor, at: datetime) -> None:
    notifications.tell(
        staff_ids=staff_ids,
        kind=kind,
        brand_id=note.brand_id,
        case_id=None,
        params={"agent": note.agent.name, "goal": note.goal, "outcome": note.outcome, "found": note.found},
        once_key=f"{kind}:{note.id}",
        by=by,
        at=at,
    )
