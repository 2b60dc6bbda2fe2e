"""Walking through quick-fix guides: every step's outcome is kept, nobody's name is."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.help_centre.events import GuideEnded
from muhatap.help_centre.guides import Guide, Standing, standing_after
from muhatap.help_centre.models import GuideRun
from muhatap.kernel.actors import Actor

MOST_STEPS = 40


def begin_guide(
    *, brand: Brand, guide: Guide, topic: str, language: str, by: Actor, at: datetime
) -> GuideRun:
    """Begin a walk through a guide."""
    with unit_of_work():
        return GuideRun.objects.create(
            brand=brand,
            guide=guide.code,
            topic=topic,
            language=language,
            charter_number=brand.charter_number,
            began_at=at,
        )


def take_step(*, run: GuideRun, guide: Guide, step: str, outcome: str, by: Actor, at: datetime) -> Standing:
    """Keep what came of a step and say where it leads; a step that is over already changes nothing."""
    with unit_of_work():
        row = GuideRun.objects.select_for_update().get(id=run.id)
        here = standing_after(guide, row.steps)
        is_here = here.step is not None and here.step.code == step and here.step.outcome(outcome)
        if row.ended_at is not None or not is_here or len(row.steps) >= MOST_STEPS:
            return here
        row.steps = [*row.steps, {"step": step, "outcome": outcome}]
        after = standing_after(guide, row.steps)
        if after.end:
            _end(row, after.end, by, at)
        row.save(update_fields=["steps", "outcome", "ended_at"])
    run.steps, run.outcome, run.ended_at = row.steps, row.outcome, row.ended_at
    return after


def leave_guide(*, run: GuideRun, by: Actor, at: datetime) -> None:
    """Go on to the form before the guide's end: who wants to write writes."""
    with unit_of_work():
        row = GuideRun.objects.select_for_update().get(id=run.id)
        if row.ended_at is None:
            _end(row, "form", by, at)
            row.save(update_fields=["outcome", "ended_at"])
    run.outcome, run.ended_at = row.outcome, row.ended_at


def _end(row: GuideRun, outcome: str, by: Actor, at: datetime) -> None:
    row.outcome, row.ended_at = outcome, at
    ended = GuideEnded(
        brand=row.brand_id,
        run=row.id,
        guide=row.guide,
        topic=row.topic,
        outcome=outcome,
        tried=len(row.steps),
    )
    record(ended, by=by, at=at)
