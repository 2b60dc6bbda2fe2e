"""Everything that the guards of a complaint look at, read at one moment."""

from datetime import datetime
from typing import Any

from muhatap.audit.models import Event
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author
from muhatap.cases.work import waiting_work
from muhatap.complaints.checks import further_missing
from muhatap.complaints.models import Awaited, Complaint, Decision
from muhatap.complaints.plan_models import StepState
from muhatap.complaints.stages import Known, PointKnown, Stage
from muhatap.kernel.actors import Actor, ActorKind

# To look at a case is not to work on it.
_LOOKING = ("message.source_opened", "dossier.sealed")
_CUSTOMERS = frozenset({ActorKind.CUSTOMER, ActorKind.TOKEN})
_TOLD_TWICE = 2


def known_of(complaint: Complaint, *, reason: str, by: Actor, at: datetime) -> Known:
    """What is known about a complaint when this actor wants to move it."""
    owner_id, decision = complaint.case.owner_id, latest_decision(complaint)
    said = _said(decision)
    return Known(
        at=at,
        stage_since=complaint.stage_since,
        reason=reason.strip(),
        is_customer=by.kind in _CUSTOMERS or complaint.words.filter(said="withdrew", at=at).exists(),
        is_acknowledged=acknowledgement_of(complaint) is not None,
        points=_points(complaint, decision),
        has_owner=owner_id is not None,
        owner_is_subject=owner_id is not None and owner_id == complaint.subject_staff_id,
        has_plan=bool(complaint.plan),
        was_told_twice=_told_since(complaint) >= _TOLD_TWICE,
        open_tasks=waiting_work(complaint.case),
        is_accepted="accepted" in said and said[-1] != "refused",
        is_confirmed=_is_confirmed(said, decision),
        is_refused=bool(said) and said[-1] == "refused",
        root_cause=bool(complaint.root_cause),
        improvement=complaint.improves is not None,
        body=bool(complaint.body),
        body_last_day=complaint.body_last_on is not None,
        body_decided=bool(complaint.body_decision),
        over_since=complaint.over_at,
        further=further_missing(complaint, at),
        **_of_triage(complaint),
        **_of_waiting(complaint, at),
        **_of_decision(decision, complaint),
        **_of_steps(complaint),
        **_of_reviewer(complaint),
    )


def _of_triage(complaint: Complaint) -> dict[str, Any]:
    names = ("severity", "impact", "urgency", "vulnerability", "complexity", "triage_reason", "remedy_sought")
    return {name: getattr(complaint, name) for name in names}


def _of_waiting(complaint: Complaint, at: datetime) -> dict[str, Any]:
    awaited = complaint.awaited.order_by("-asked_at", "-id").first()
    if awaited is None:
        return {}
    return {
        "asked_of": awaited.of if awaited.ended_at is None else "",
        "is_answered": awaited.answered_at is not None,
        "is_past_due": awaited.due_at <= at and _was_reminded(awaited),
    }


def _of_decision(decision: Decision | None, complaint: Complaint) -> dict[str, Any]:
    if decision is None:
        return {}
    return {
        "has_decision": True,
        "has_reasons": bool(decision.reasons),
        "second_reasons": tuple(decision.second_reasons),
        "is_approved": decision.approved_at is not None,
        "has_letter": decision.letter_id is not None,
        "is_owed": decision.is_owed,
        "is_executed": decision.executed_on is not None,
        "reviewer_decided": decision.proposed_by_id == complaint.reviewer_id
        and decision.proposed_at >= complaint.stage_since,
    }


def _of_steps(complaint: Complaint) -> dict[str, Any]:
    steps = complaint.steps.filter(cycle=complaint.cycle).exclude(state=StepState.DROPPED)
    stands = list(steps.order_by("number").values_list("number", "state"))
    return {
        "has_steps": bool(stands),
        "open_steps": tuple(number for number, state in stands if state == StepState.PLANNED),
    }


def _of_reviewer(complaint: Complaint) -> dict[str, Any]:
    reviewer = complaint.reviewer_id
    if reviewer is None or complaint.stage != Stage.APPEAL:
        return {"has_reviewer": reviewer is not None}
    return {
        "has_reviewer": True,
        "reviewer_touched": has_touched(complaint, reviewer, before=complaint.stage_since),
    }


def _is_confirmed(said: list[str], decision: Decision | None) -> bool:
    if not said or decision is None:
        return False
    return said[-1] == "confirmed" or (said[-1] == "accepted" and not decision.is_owed)


def latest_decision(complaint: Complaint) -> Decision | None:
    """The decision of the present cycle, drafted or told; the one on appeal where there is one."""
    standing = complaint.decisions.filter(dropped_at__isnull=True, cycle=complaint.cycle)
    return standing.order_by("-round").first()


def acknowledgement_of(complaint: Complaint) -> Message | None:
    """The letter that acknowledged the complaint, or the case where it was opened as one."""
    keys = [f"complaint-ack:{complaint.id}"]
    if complaint.origin == "opened":
        keys.append(f"ack:{complaint.case_id}")
    return Message.objects.filter(case_id=complaint.case_id, external_id__in=keys).first()


def has_touched(complaint: Complaint, staff_id: int, before: datetime) -> bool:
    """Whether somebody worked on the case before a moment: did anything on its record, or ever had it."""
    events = Event.objects.filter(stream_id=complaint.case_id, at__lt=before)
    did = events.filter(actor_kind=ActorKind.STAFF, actor_id=staff_id).exclude(kind__in=_LOOKING)
    had = events.filter(kind="case.assigned", content__contains=f'"owner":"{staff_id}"')
    return did.exists() or had.exists()


def _points(complaint: Complaint, decision: Decision | None) -> tuple[PointKnown, ...]:
    decided = set(decision.points.values_list("point_id", flat=True)) if decision else set()
    rows = complaint.points.filter(retired_at__isnull=True).prefetch_related("evidence").order_by("number")
    return tuple(
        PointKnown(
            number=point.number,
            finding=point.finding,
            has_facts=bool(point.facts),
            has_evidence=bool(point.no_evidence) or bool(point.evidence.all()),
            is_decided=point.id in decided,
        )
        for point in rows
    )


def _said(decision: Decision | None) -> list[str]:
    """What the customer said about the decision in force, in order; earlier ones count no more."""
    return list(decision.words.order_by("at", "id").values_list("said", flat=True)) if decision else []


def _was_reminded(awaited: Awaited) -> bool:
    return awaited.of != "customer" or awaited.reminders >= 1


def _told_since(complaint: Complaint) -> int:
    """How often the customer was written to about this stage."""
    told = Message.objects.filter(case_id=complaint.case_id, at__gte=complaint.stage_since)
    return told.exclude(author__in=(Author.CUSTOMER, Author.NOTE)).count()
