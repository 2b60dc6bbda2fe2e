"""Triage, plan, findings: the work between receipt and decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.complaints.events import ComplaintTriaged, FindingMade, InvestigationPlanned
from muhatap.complaints.holding import hold
from muhatap.complaints.models import Complaint, Finding, Point
from muhatap.complaints.operations.moving import move
from muhatap.complaints.stages import Stage
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.money.answers import refuser_of
from muhatap.promises import operations as promises
from muhatap.promises.later import later_choices

VULNERABILITIES = ("none", "possible", "known")
COMPLEXITIES = ("simple", "complex")
GRADES = (1, 2, 3, 4)


class NotATriage(ValueError):
    """A value that triage does not know."""


class NothingFound(ValueError):
    """A finding needs facts, and evidence or the reason why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """How a complaint was judged; 1 is the gravest, the reason says why."""

    severity: int
    impact: int
    urgency: int
    vulnerability: str
    complexity: str
    reason: str
    subject: Staff | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found about a point: facts, files of the case that prove them or why there are none."""

    finding: str
    facts: str
    evidence: Sequence[StoredFile] = ()
    no_evidence: str = ""


def triage(*, complaint: Complaint, judged: Triage, by: Actor, at: datetime) -> None:
    """Judge a complaint and move it on; where it is complex, a second person is asked for the longer time.

    The case's urgency follows: the gravest of the three grades.
    """
    grades = (judged.severity, judged.impact, judged.urgency)
    if (
        not set(grades) <= set(GRADES)
        or judged.vulnerability not in VULNERABILITIES
        or judged.complexity not in COMPLEXITIES
    ):
        raise NotATriage(judged)
    with unit_of_work():
        hold(complaint)
        complaint.severity, complaint.impact, complaint.urgency = grades
        complaint.vulnerability, complaint.complexity = judged.vulnerability, judged.complexity
        complaint.triage_reason = judged.reason.strip()
        complaint.subject_staff_id = judged.subject.pk if judged.subject else refuser_of(complaint.case)
        complaint.save()
        record(
            ComplaintTriaged(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                severity=judged.severity,
                impact=judged.impact,
                urgency=judged.urgency,
                vulnerability=judged.vulnerability,
                complexity=judged.complexity,
                subject_staff=complaint.subject_staff_id,
                reason=complaint.triage_reason,
            ),
            by=by,
            at=at,
        )
        if complaint.stage == Stage.ACKNOWLEDGED:
            move(complaint=complaint, to=Stage.TRIAGED, by=by, at=at)
        priority = min(complaint.case.priority, *grades)
        cases.change_priority(case=complaint.case, priority=priority, reason="triage", by=by, at=at)
        if judged.complexity == "complex":
            _ask_for_time(complaint, by=by, at=at)


def plan(*, complaint: Complaint, text: str, by: Actor, at: datetime) -> None:
    """Write how the complaint will be investigated, and begin where that was what it waited for."""
    with unit_of_work():
        hold(complaint)
        complaint.plan = text.strip()
        complaint.save(update_fields=["plan"])
        record(
            InvestigationPlanned(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                plan=complaint.plan,
            ),
            by=by,
            at=at,
        )
        if complaint.stage == Stage.TRIAGED:
            move(complaint=complaint, to=Stage.INVESTIGATING, by=by, at=at)


def find(*, point: Point, found: Found, by: Actor, at: datetime) -> None:
    """Say what was found about a point; `NothingFound` without facts, or without evidence and reason."""
    has_evidence = bool(found.evidence) or bool(found.no_evidence.strip())
    if found.finding not in Finding.values or not found.facts.strip() or not has_evidence:
        raise NothingFound(point.number)
    with unit_of_work():
        hold(point.complaint)
        point.finding, point.facts = found.finding, found.facts.strip()
        point.no_evidence = "" if found.evidence else found.no_evidence.strip()
        point.found_by_id, point.found_at = by.id, at
        point.save(update_fields=["finding", "facts", "no_evidence", "found_by", "found_at"])
        point.evidence.set(found.evidence)
        record(
            FindingMade(
                brand=point.complaint.brand_id,
                case=point.complaint.case_id,
                complaint=point.complaint_id,
                point=point.number,
                finding=point.finding,
                evidence=tuple(each.sha256 for each in found.evidence),
                facts=point.facts,
            ),
            by=by,
            at=at,
        )


def _ask_for_time(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """A complexity that lengthens a time needs two people: the later limit waits for the second."""
    for choice in later_choices(complaint.case, at):
        if choice.is_complex and not choice.is_asked:
            promises.ask_later(
                case=complaint.case,
                clock=choice.clock,
                promise_id=choice.rule.promise_id,
                reason=complaint.triage_reason,
                by=by,
                at=at,
            )
