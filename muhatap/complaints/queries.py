"""Reads of complaints, always within what the reader may see."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery

from muhatap.accounts.models import Staff
from muhatap.approvals.models import Proposal
from muhatap.brands.models import Brand
from muhatap.cases.models import Case, Message
from muhatap.cases.queries import cases_visible_to
from muhatap.cases.statuses import Author
from muhatap.complaints.models import Awaited, Complaint, InformationRequest, PlanStep, Point
from muhatap.complaints.plan_models import StepState
from muhatap.complaints.stages import HER_TURN, Stage

AT_ONCE = 100
_WITH_CASE = ("case__brand", "case__customer", "case__queue", "case__owner", "case__topic", "brand")


def complaint_of(case: Case) -> Complaint | None:
    """The complaint of a case, whatever its stage."""
    complaint = Complaint.objects.select_related("brand").filter(case_id=case.id).first()
    if complaint is not None:
        complaint.case = case
    return complaint


def complaint_with_id(complaint_id: int) -> Complaint:
    """The complaint with this id and its case."""
    return Complaint.objects.select_related(*_WITH_CASE).get(id=complaint_id)


def complaints_visible_to(staff: Staff) -> QuerySet[Complaint]:
    """The complaints of the cases that a member of staff may read."""
    return Complaint.objects.select_related(*_WITH_CASE).filter(case__in=cases_visible_to(staff))


def points_of(complaint: Complaint) -> list[Point]:
    """The points that stand, with their findings and evidence, in order."""
    rows = complaint.points.filter(retired_at__isnull=True).select_related("found_by")
    return list(rows.prefetch_related("evidence").order_by("number"))


def steps_of(complaint: Complaint) -> list[PlanStep]:
    """The steps of this cycle's plan in order, the dropped ones too."""
    rows = complaint.steps.filter(cycle=complaint.cycle).select_related("owner", "ended_by")
    return list(rows.order_by("number"))


def planned_steps(complaint: Complaint) -> list[PlanStep]:
    """The steps of this cycle that are still to do, in order."""
    rows = complaint.steps.filter(cycle=complaint.cycle, state=StepState.PLANNED)
    return list(rows.select_related("owner").order_by("number"))


def point_of(complaint: Complaint, number: int) -> Point | None:
    """The standing point with this number."""
    point = complaint.points.filter(retired_at__isnull=True, number=number).first()
    if point is not None:
        point.complaint = complaint
    return point


def proposal_about(sort: str, subject: int, at: datetime, brand_id: int) -> Proposal | None:
    """What waits for a second person about this complaint or decision."""
    return (
        Proposal.objects.filter(
            brand_id=brand_id,
            sort=sort,
            subject=str(subject),
            decided_at__isnull=True,
            expires_at__gt=at,
        )
        .select_related("proposed_by")
        .first()
    )


def requests_of(case: Case) -> list[InformationRequest]:
    """What the customer asked to be told about the case, newest first."""
    return list(InformationRequest.objects.filter(case=case).order_by("-asked_at", "-id"))


def open_request(case: Case, request_id: int) -> InformationRequest | None:
    """The request of this case that waits for its answer."""
    return InformationRequest.objects.filter(case=case, id=request_id, answered_at__isnull=True).first()


def complaints_to_update(at: datetime, silent_for: timedelta) -> list[Complaint]:
    """Open complaints whose customer has not heard anything for so long, the longest silence first."""
    told = Message.objects.filter(case=OuterRef("case")).exclude(author__in=(Author.NOTE, Author.CUSTOMER))
    heard = Subquery(told.order_by("-at", "-id").values("at")[:1])
    rows = Complaint.objects.filter(is_open=True, case__is_open=True).annotate(heard_at=heard)
    silent = rows.filter(
        Q(heard_at__lte=at - silent_for) | Q(heard_at=None, registered_at__lte=at - silent_for)
    )
    return list(silent.select_related(*_WITH_CASE).order_by("heard_at", "id")[:AT_ONCE])


def awaited_reminders(at: datetime, days: Iterable[int]) -> list[Awaited]:
    """What was asked of customers and needs its next reminder: after so many days, in order."""
    due = Q()
    for count, day in enumerate(days):
        due |= Q(reminders=count, asked_at__lte=at - timedelta(days=day))
    rows = Awaited.objects.filter(due, of="customer", ended_at__isnull=True, answered_at__isnull=True)
    return list(rows.select_related("complaint__case__brand", "complaint__case__customer")[:AT_ONCE])


def complaints_long_silent(at: datetime, silent_for: timedelta) -> list[Complaint]:
    """Complaints whose customer was asked for her word so long ago and has not given it; at most 100.

    Many of them stay for days with nothing more to do, so each minute has the next hundred in turn.
    """
    stages = (Stage.RESPONDED, Stage.CONFIRMING)
    rows = Complaint.objects.filter(is_open=True, stage__in=stages, stage_since__lte=at - silent_for)
    pages = max(1, -(-rows.count() // AT_ONCE))
    first = int(at.timestamp()) // 60 % pages * AT_ONCE
    ordered = rows.select_related(*_WITH_CASE).order_by("stage_since", "id")
    return list(ordered[first : first + AT_ONCE])


def is_her_turn(complaint: Complaint) -> bool:
    """Whether the customer has the word."""
    return complaint.stage in HER_TURN


def complaints_of_brand(brand: Brand) -> QuerySet[Complaint]:
    """Every complaint of a brand, for the operator's own console."""
    return Complaint.objects.select_related(*_WITH_CASE).filter(brand=brand)
