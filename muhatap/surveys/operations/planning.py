"""Planning whom to ask, in the transaction in which the occasion comes; once for each occasion."""

from collections.abc import Iterable
from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case
from muhatap.cases.statuses import ClosedReason
from muhatap.kernel.actors import Actor
from muhatap.surveys.asking import later
from muhatap.surveys.models import SurveyInvitation
from muhatap.surveys.questions import asks, stage_of
from muhatap.surveys.sorts import Sort

_AFTER = "1h"
# A case that goes on in another one is asked about there.
_NEVER = frozenset({ClosedReason.MERGED, ClosedReason.SPAM})


def plan_closing(*, case: Case, reason: str, by: Actor, at: datetime) -> SurveyInvitation | None:
    """Plan to ask after a closing, unless the charter leaves out cases that end so."""
    said = case.brand.survey
    if not asks(said) or reason in _NEVER or reason in (said.get("not_for") or ()):
        return None
    due = later(case.brand.zone, said.get("after") or _AFTER, at)
    occasion = f"closing:{case.id}:{at:%Y%m%d%H%M%S%f}"
    return _plan(case, Sort.CLOSING, occasion, due)


def plan_stage(*, case: Case, stage: str, by: Actor, at: datetime) -> SurveyInvitation | None:
    """Plan to ask after a stage that the charter names, once for each time that it is reached."""
    said = case.brand.survey
    asked = stage_of(said, stage)
    if not asked or not asks(said):
        return None
    due = later(case.brand.zone, asked.get("after") or _AFTER, at)
    return _plan(case, Sort.STAGE, f"stage:{stage}:{case.id}:{at:%Y%m%d%H%M%S%f}", due, stage)


def plan_periodic(
    *, cases: Iterable[tuple[Case, datetime]], name: str, by: Actor, at: datetime
) -> list[SurveyInvitation]:
    """Plan to ask the customers of these cases in a round, each in her own moment; rows in bulk."""
    rows = [
        _invitation(case, Sort.PERIODIC, f"periodic:{name}:{case.customer_id}", due) for case, due in cases
    ]
    return SurveyInvitation.objects.bulk_create(rows, ignore_conflicts=True)


def _plan(case: Case, sort: Sort, occasion: str, due: datetime, stage: str = "") -> SurveyInvitation:
    row = _invitation(case, sort, occasion, due, stage)
    with unit_of_work() as unit:
        unit.add(row)
    return row


def _invitation(case: Case, sort: Sort, occasion: str, due: datetime, stage: str = "") -> SurveyInvitation:
    return SurveyInvitation(
        brand_id=case.brand_id,
        case_id=case.id,
        customer_id=case.customer_id,
        sort=sort,
        stage=stage,
        occasion=occasion,
        charter_number=case.brand.charter_number,
        due_at=due,
    )
