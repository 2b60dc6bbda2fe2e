"""The customer's side of her complaint: where it stands, what comes next and when, and what she can say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.cases.models import Case
from muhatap.complaints.knowing import latest_decision
from muhatap.complaints.models import Complaint, Decision, InformationRequest, PlanStep, Point
from muhatap.complaints.plan_models import StepState
from muhatap.complaints.queries import complaint_of, points_of, requests_of, steps_of
from muhatap.complaints.stages import OVER, SILENCE_AFTER, Stage
from muhatap.complaints.wording import ABOUT, coming_words, stage_words_for_customer
from muhatap.portal.remedying import RemedyTold, remedies_told
from muhatap.promises.models import Clock
from muhatap.ui.dates import moment_words

_CLOCKS = {
    Stage.RECEIVED: ("triage",),
    Stage.ACKNOWLEDGED: ("triage", "investigation_start", "resolve"),
    Stage.TRIAGED: ("investigation_start", "resolve"),
    Stage.INVESTIGATING: ("resolve", "legal_response"),
    Stage.PROPOSED: ("resolve", "legal_response"),
    Stage.APPEAL: ("resolve",),
    Stage.REOPENED: ("resolve",),
}


@dataclass(frozen=True, slots=True)
class ComplaintFace:
    """What the page of a case shows about its complaint."""

    stage: str
    standing: str
    coming: str
    coming_by: str
    points: Sequence[Point]
    remedy_sought: str
    asks_points: bool
    asks_decision: bool
    asks_confirmation: bool
    may_withdraw: bool
    decision: Decision | None
    body: str
    body_last_on: object
    remedies: Sequence[RemedyTold] = ()
    steps: Sequence[PlanStep] = ()


def complaint_face(case: Case, at: datetime) -> ComplaintFace | None:
    """The complaint of a case for its customer, if it is one."""
    complaint = complaint_of(case)
    if complaint is None or complaint.stage == Stage.SET_ASIDE:
        return None
    decision = latest_decision(complaint)
    told = decision if decision is not None and decision.told_at is not None else None
    points = points_of(complaint)
    answered = told is not None and told.words.filter(said__in=("accepted", "confirmed")).exists()
    return ComplaintFace(
        stage=complaint.stage,
        standing=stage_words_for_customer(complaint.stage),
        coming=coming_words(complaint.stage),
        coming_by=_coming_by(complaint, told, at),
        points=points,
        remedy_sought=complaint.remedy_sought,
        asks_points=bool(points) and complaint.points_confirmed_at is None and complaint.is_open,
        asks_decision=complaint.stage == Stage.RESPONDED and not answered,
        asks_confirmation=complaint.stage == Stage.CONFIRMING and not _said(told, "confirmed"),
        may_withdraw=complaint.is_open,
        decision=told,
        body=complaint.body,
        body_last_on=complaint.body_last_on,
        remedies=remedies_told(complaint, told),
        steps=_steps(complaint) if told is not None else (),
    )


def _steps(complaint: Complaint) -> list[PlanStep]:
    return [step for step in steps_of(complaint) if step.state != StepState.DROPPED]


def questions_asked(case: Case) -> list[tuple[InformationRequest, str]]:
    """What the customer asked to be told, with the words of each question."""
    return [(each, str(ABOUT.get(each.about, each.about))) for each in requests_of(case)]


def is_over(case: Case) -> bool:
    """Whether the case has no complaint that goes on."""
    complaint = complaint_of(case)
    return complaint is None or complaint.stage in OVER


def _said(decision: Decision | None, said: str) -> bool:
    return decision is not None and decision.words.filter(said=said).exists()


def _coming_by(complaint: Complaint, decision: Decision | None, at: datetime) -> str:
    """By when the next thing comes, in words; the same time that staff see."""
    if complaint.stage in OVER:
        return ""
    if complaint.stage in {Stage.RESPONDED, Stage.CONFIRMING}:
        until = moment_words(complaint.stage_since + SILENCE_AFTER, at)
        return _("We wait for your word until %(day)s. Silence never counts as satisfied.") % {"day": until}
    awaited = complaint.awaited.filter(ended_at__isnull=True).first()
    if awaited is not None:
        return _("By %(day)s.") % {"day": moment_words(awaited.due_at, at)}
    if complaint.stage == Stage.APPLYING and decision is not None and decision.do_by is not None:
        return _("By %(day)s.") % {"day": f"{decision.do_by:%d.%m.%Y}"}
    names = _CLOCKS.get(Stage(complaint.stage), ())
    running = Clock.objects.filter(
        case_id=complaint.case_id, name__in=names, stopped_at__isnull=True, promise__is_public=True
    )
    limit = min((clock.limit_at for clock in running), default=complaint.case.next_update_at)
    return _("At the latest by %(day)s.") % {"day": moment_words(limit, at)} if limit else ""


def told_of_complaint(kind: str, told: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """What happened to a complaint, for its story: title, whose act, more; None where it is ours alone."""
    match kind:
        case "complaint.moved" if told["stage"] in _STORY:
            who = "you" if told["stage"] in {Stage.WITHDRAWN, Stage.APPEAL} else "us"
            return stage_words_for_customer(told["stage"]), who, coming_words(told["stage"])
        case "complaint.points_confirmed":
            return _("You confirmed your points"), "you", ""
        case "complaint.customer_decided" if told["said"] in _SAID:
            return str(_SAID[told["said"]]), "you", ""
        case "information.asked":
            return _("You asked: %(about)s") % {"about": str(ABOUT.get(told["about"], ""))}, "you", ""
        case _:
            return None


# What has a step of its own already, such as closing and answering, is not told twice.
_STORY = frozenset(
    {Stage.TRIAGED, Stage.INVESTIGATING, Stage.APPLYING, Stage.APPEAL, Stage.EXTERNAL, Stage.REOPENED}
)
_SAID = {
    "accepted": gettext_lazy("You accepted our decision"),
    "refused": gettext_lazy("You did not accept our decision"),
    "confirmed": gettext_lazy("You confirmed that it has arrived"),
    "withdrew": gettext_lazy("You withdrew your complaint"),
}
