"""Everything that the page of one complaint shows, put together once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import answering_in, scope_of, staff_with_role
from muhatap.accounts.roles import Permission, Role
from muhatap.approvals.models import Proposal
from muhatap.cases.models import Case, Message, WorkItem
from muhatap.cases.statuses import Author
from muhatap.cases.work import evidence_of, work_with_files
from muhatap.complaints.knowing import has_touched, known_of, latest_decision
from muhatap.complaints.models import (
    Complaint,
    Decision,
    InformationRequest,
    PlanStep,
    Point,
    StageMove,
)
from muhatap.complaints.operations.closing import SETTING_ASIDE
from muhatap.complaints.operations.deciding import DECISION
from muhatap.complaints.operations.moving import PASSING
from muhatap.complaints.plan_models import StepKind
from muhatap.complaints.queries import points_of, proposal_about, requests_of, steps_of
from muhatap.complaints.stages import OVER, Stage, moves_from, refusal_of
from muhatap.complaints.wording import (
    ABOUT,
    COMPLEXITIES,
    DESTINATIONS,
    FINDINGS,
    ORIGINS,
    VULNERABILITIES,
    guard_words,
    missing_words,
    stage_words,
)
from muhatap.desk.complaints.rail import RailStep, rail_of
from muhatap.desk.ladder import Ladder, ladders_of
from muhatap.files.links import STAFF, signed_url
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.problems.queries import problems_to_choose
from muhatap.promises.clocks import ClockState
from muhatap.promises.queries import clocks_alone
from muhatap.promises.readings import ClockReading, reading_of
from muhatap.promises.rules import rule_with_id
from muhatap.promises.wording import span_words

_SHOWN_CLOCKS = (
    "triage",
    "investigation_start",
    "resolve",
    "update",
    "legal_response",
    "adr_enquiry",
    "information",
)


@dataclass(frozen=True, slots=True)
class FileFace:
    """A file of the case that can be relied on, with a link that expires."""

    id: int
    name: str
    size: int
    kind: str
    digest: str
    url: str


@dataclass(frozen=True, slots=True)
class MoveFace:
    """A way on from here: what is missing for it, and whether two people could let it pass."""

    stage: str
    name: str
    guards: tuple[tuple[str, tuple[str, ...]], ...] = ()
    may_pass: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a second person."""

    proposal: Proposal
    is_own: bool
    may_agree: bool
    content: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ComplaintFile:
    """What the template shows."""

    case: Case
    complaint: Complaint
    stage: str
    origin: str
    is_over: bool
    may_work: bool
    rail: Sequence[RailStep]
    moves: Sequence[StageMove]
    ways: Sequence[MoveFace]
    points: Sequence[Point]
    found: int
    steps: Sequence[PlanStep]
    tasks: Sequence[WorkItem]
    files: Sequence[FileFace]
    decision: Decision | None
    decisions: Sequence[Decision]
    awaited: Any
    tracks: Sequence[tuple[ClockReading, str]]
    ladder: Ladder | None
    requests: Sequence[InformationRequest]
    seconding: Waiting | None
    passing: Waiting | None
    setting_aside: Waiting | None
    choices: Mapping[str, Any]


def complaint_file(staff: Staff, complaint: Complaint, at: datetime) -> ComplaintFile:
    """Read everything that the page shows to this member of staff."""
    case, scope = complaint.case, scope_of(staff)
    language = get_language() or case.language
    clocks = clocks_alone(case)
    readings = {clock.name: reading_of(clock, language, at) for clock in clocks}
    promises = {clock.name: clock.promise_id for clock in clocks}
    moves = list(complaint.moves.select_related("staff").order_by("at", "id"))
    points, decision = points_of(complaint), latest_decision(complaint)
    return ComplaintFile(
        case=case,
        complaint=complaint,
        stage=stage_words(complaint.stage),
        origin=str(ORIGINS.get(complaint.origin, complaint.origin)),
        is_over=complaint.stage in OVER,
        may_work=scope.may(Permission.ANSWER_CASES, case.brand_id),
        rail=rail_of(complaint, moves, readings, at),
        moves=moves,
        ways=_ways(staff, complaint, at),
        points=points,
        found=sum(1 for point in points if point.finding),
        steps=steps_of(complaint),
        tasks=work_with_files(case),
        files=[file_face(each, at) for each in evidence_of(case)],
        decision=decision,
        decisions=list(
            complaint.decisions.filter(dropped_at__isnull=True)
            .select_related("proposed_by", "approved_by", "executed_by")
            .prefetch_related("points__point", "words")
            .order_by("-round")
        ),
        awaited=complaint.awaited.filter(ended_at__isnull=True).first(),
        tracks=[
            (reading, span_words(str(rule_with_id(promises[name]).limit)))
            for name, reading in readings.items()
            if name in _SHOWN_CLOCKS and (reading.stopped_at is None or name != "information")
        ],
        ladder=_ladder(case, at),
        requests=[each for each in requests_of(case) if each.answered_at is None],
        seconding=_waiting(staff, complaint, DECISION, decision.id if decision else 0, at),
        passing=_waiting(staff, complaint, PASSING, complaint.id, at),
        setting_aside=_waiting(staff, complaint, SETTING_ASIDE, complaint.id, at),
        choices=_choices(complaint),
    )


def reviewers_of(complaint: Complaint) -> list[tuple[int, str]]:
    """Who may look at the appeal: seniors of the brand who never touched the case."""
    seniors = staff_with_role(complaint.brand_id, Role.SUPERVISOR, Role.COMPLIANCE)
    return [
        (person.pk, person.name)
        for person in seniors
        if not has_touched(complaint, person.pk, before=complaint.stage_since)
    ]


def customers_messages(complaint: Complaint) -> list[Message]:
    """The customer's latest messages, by which staff prove what she said."""
    rows = Message.objects.filter(case_id=complaint.case_id, author=Author.CUSTOMER, erased_at__isnull=True)
    return list(rows.order_by("-at", "-id")[:10])


def _ways(staff: Staff, complaint: Complaint, at: datetime) -> list[MoveFace]:
    known = known_of(complaint, reason="", by=Actor.staff(staff.pk), at=at)
    ways = []
    for stage in moves_from(Stage(complaint.stage)):
        if stage is Stage.WITHDRAWN:
            continue
        refusal = refusal_of(Stage(complaint.stage), stage, known)
        guards = (
            tuple(
                (guard_words(guard), tuple(missing_words(items))) for guard, items in refusal.missing.items()
            )
            if refusal
            else ()
        )
        ways.append(
            MoveFace(stage, stage_words(stage), guards, may_pass=refusal is not None and not refusal.is_firm)
        )
    return ways


def file_face(stored: StoredFile, at: datetime) -> FileFace:
    """A file with a link that expires."""
    url = signed_url(stored, stored.name, STAFF, at)
    return FileFace(stored.id, stored.name, stored.size, stored.content_type, stored.sha256, url)


def _ladder(case: Case, at: datetime) -> Ladder | None:
    ladders = ladders_of(case, at)
    running = [each for each in ladders if each.reading.state not in {ClockState.KEPT, ClockState.MISSED}]
    return min(running, key=lambda each: each.reading.due_at, default=None)


def _waiting(staff: Staff, complaint: Complaint, sort: str, subject: int, at: datetime) -> Waiting | None:
    proposal = proposal_about(sort, subject, at, complaint.brand_id)
    if proposal is None:
        return None
    is_own = proposal.proposed_by_id == staff.pk
    may = scope_of(staff).may(Permission.SECOND_COMPLAINTS, complaint.brand_id)
    return Waiting(proposal, is_own, may and not is_own, _read(proposal))


def _read(proposal: Proposal) -> Mapping[str, Any]:
    content = json.loads(proposal.content)
    shown = dict(content)
    if "to" in content:
        shown["to"] = stage_words(content["to"])
        shown["missing"] = missing_words(content["missing"])
    if "destination" in content:
        shown["destination"] = str(DESTINATIONS.get(content["destination"], content["destination"]))
    return shown


def _choices(complaint: Complaint) -> dict[str, Any]:
    return {
        "problems": problems_to_choose([complaint.brand_id]),
        "findings": list(FINDINGS.items()),
        "steps": StepKind.choices,
        "vulnerabilities": list(VULNERABILITIES.items()),
        "complexities": list(COMPLEXITIES.items()),
        "destinations": list(DESTINATIONS.items()),
        "about": dict(ABOUT),
        "grades": (1, 2, 3, 4),
        "colleagues": answering_in(complaint.brand_id),
        "reviewers": reviewers_of(complaint) if complaint.stage == Stage.APPEAL else (),
        "messages": customers_messages(complaint) if complaint.is_open else (),
    }
