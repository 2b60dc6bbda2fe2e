"""The page of a complaint: shown as a whole, acted on form by form, agreed to by a second person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.cases.models import Case
from muhatap.complaints import operations as complaints
from muhatap.complaints.knowing import latest_decision
from muhatap.complaints.models import Complaint
from muhatap.complaints.operations.closing import SETTING_ASIDE
from muhatap.complaints.operations.deciding import DECISION
from muhatap.complaints.operations.moving import PASSING
from muhatap.complaints.queries import complaint_of, proposal_about
from muhatap.complaints.wording import guard_words, missing_words, stage_words
from muhatap.desk.colleagues import teams_of_brand
from muhatap.desk.complaints.file import complaint_file
from muhatap.desk.complaints.redress import redress_of
from muhatap.desk.views.complaint_acts import ACTS, Unreadable, act_of
from muhatap.desk.views.door import actor, go, missing, of_case, page, refused
from muhatap.desk.views.redress_acts import REDRESS_ACTS
from muhatap.desk.views.resolution_acts import RESOLUTION_ACTS
from muhatap.ui.errors import error_page

_UNDONE = (
    complaints.NotATriage,
    complaints.NothingFound,
    complaints.NotDecidable,
    complaints.NoDraft,
    complaints.NotLater,
    complaints.NoPoints,
    complaints.PointsSettled,
    complaints.NotAsked,
    complaints.NotProven,
    complaints.NothingToDo,
    complaints.HasTouched,
    complaints.NoCause,
    complaints.FirmGuard,
    complaints.NothingMissing,
    complaints.AnsweredAlready,
    complaints.NotAStep,
)


@require_safe
@of_case()
def show(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show the file of a complaint; a case that is none offers to register it."""
    complaint = complaint_of(case)
    if complaint is None:
        may = scope_of(staff).may(Permission.ANSWER_CASES, case.brand_id)
        return page(request, "complaint/none", staff, case=case, may_work=may)
    return _shown(request, staff, complaint)


@require_POST
@of_case(Permission.ANSWER_CASES)
def register(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Register a case as a complaint in one click: from when the customer last wrote, under its number."""
    at = timezone.now()
    expressed_at = case.customer_wrote_at or case.received_at
    try:
        complaints.register(
            case=case,
            expressed=complaints.Expressed(at=expressed_at, origin="desk", channel=case.channel),
            by=actor(staff),
            at=at,
        )
    except complaints.RegisteredAlready:
        return _undone(request, case, _("This case is registered as a complaint already."))
    messages.success(request, _("The case is registered as a complaint under the same number."))
    return go(place_of(case))


@require_POST
@of_case(Permission.ANSWER_CASES)
def act(request: HttpRequest, staff: Staff, case: Case, name: str) -> HttpResponse:
    """Do one thing to a complaint; what a guard refuses is told with what is missing."""
    complaint, do = complaint_of(case), (ACTS | REDRESS_ACTS | RESOLUTION_ACTS).get(name)
    if complaint is None or do is None:
        return missing(request)
    try:
        said = do(act_of(request, staff, complaint))
    except Unreadable as trouble:
        return _shown(request, staff, complaint, status=trouble.status, trouble=str(trouble))
    except complaints.MoveRefused as trouble:
        return _refused(request, staff, complaint, trouble)
    except approvals.WaitsAlready:
        return _undone(request, case, _("A second person is asked already."))
    except _UNDONE as trouble:
        return _shown(request, staff, complaint, status=409, trouble=_words(trouble))
    messages.success(request, said)
    return go(place_of(case))


@require_POST
@of_case(Permission.ANSWER_CASES)
def second(request: HttpRequest, staff: Staff, case: Case, sort: str) -> HttpResponse:
    """Agree as the second person, or not; who asked may only take it back."""
    complaint = complaint_of(case)
    proposal = _proposal(complaint, sort) if complaint else None
    if complaint is None or proposal is None:
        return missing(request)
    agrees = request.POST.get("answer") == "agree"
    may = scope_of(staff).may(Permission.SECOND_COMPLAINTS, case.brand_id)
    if proposal.proposed_by_id != staff.pk and not may:
        return refused(request, case)
    reason = request.POST.get("reason", "").strip()[:500]
    try:
        _settle(complaint, proposal, staff, reason, agrees=agrees)
    except approvals.SamePerson:
        return _undone(request, case, _("You proposed this yourself, so another person has to decide."))
    except (approvals.DecidedAlready, approvals.ProposalExpired, complaints.NoDraft):
        return _undone(request, case, _("This is decided already, or its time is over."))
    except complaints.MoveRefused as trouble:
        return _refused(request, staff, complaint, trouble)
    messages.success(request, _("Agreed.") if agrees else _("It is not done."))
    return go(place_of(case))


def place_of(case: Case) -> str:
    """The address of the complaint's page."""
    return f"/desk/cases/{case.number}/complaint/"


def _settle(complaint: Complaint, proposal: Proposal, staff: Staff, reason: str, *, agrees: bool) -> None:
    known = {"proposal": proposal, "by": actor(staff), "at": timezone.now()}
    match proposal.sort, agrees:
        case "complaint_decision", True:
            complaints.second_decision(decision=latest_decision(complaint), **known)
        case "complaint_decision", False:
            why = reason or _("The second person does not agree.")
            complaints.decline_decision(decision=latest_decision(complaint), reason=why, **known)
        case "complaint_passing", True:
            complaints.agree_to_pass(complaint=complaint, reason=reason or proposal.reason, **known)
        case "complaint_set_aside", True:
            complaints.set_aside(complaint=complaint, **known)
        case _:
            approvals.refuse(reason=reason, **known)


def _proposal(complaint: Complaint, sort: str) -> Proposal | None:
    at = timezone.now()
    if sort == DECISION:
        decision = latest_decision(complaint)
        return proposal_about(sort, decision.id, at, complaint.brand_id) if decision else None
    known = sort in {PASSING, SETTING_ASIDE}
    return proposal_about(sort, complaint.id, at, complaint.brand_id) if known else None


def _shown(
    request: HttpRequest, staff: Staff, complaint: Complaint, status: int = 200, **trouble: object
) -> HttpResponse:
    complaint = complaint_of(complaint.case) or complaint
    shown = complaint_file(staff, complaint, timezone.now())
    return page(
        request,
        "complaint/file",
        staff,
        status=status,
        section="complaints",
        case=shown.case,
        shown=shown,
        redress=redress_of(staff, complaint, timezone.now()),
        complaint=complaint,
        teams=teams_of_brand(complaint.brand_id),
        given=request.POST,
        **trouble,
    )


def _refused(
    request: HttpRequest, staff: Staff, complaint: Complaint, trouble: complaints.MoveRefused
) -> HttpResponse:
    said = {"old": stage_words(trouble.old), "new": stage_words(trouble.new)}
    missing_for = [
        (guard_words(guard), missing_words(items)) for guard, items in trouble.refusal.missing.items()
    ]
    words = _("“%(old)s” cannot become “%(new)s” yet.") % said
    complaint.case.refresh_from_db()
    return _shown(request, staff, complaint, status=409, trouble=words, missing_for=missing_for)


def _undone(request: HttpRequest, case: Case, detail: str) -> HttpResponse:
    return error_page(
        request, 409, detail=detail, next_url=place_of(case), next_label=_("Back to the complaint")
    )


def _words(trouble: Exception) -> str:
    return str(_SAID.get(type(trouble), _("This cannot be done at this stage.")))


_SAID = {
    complaints.NotATriage: gettext_lazy("Choose severity, impact, urgency, vulnerability and complexity."),
    complaints.NothingFound: gettext_lazy(
        "A finding needs facts, and files that prove them or the reason why there are none."
    ),
    complaints.NotDecidable: gettext_lazy(
        "A decision needs an outcome, reasons, and a finding with reasons on every point."
    ),
    complaints.NotLater: gettext_lazy("Choose a moment that is still to come."),
    complaints.NoPoints: gettext_lazy("Write at least one point and at most twenty, one in each line."),
    complaints.PointsSettled: gettext_lazy(
        "A point with a finding cannot be reworded. Add a new point instead."
    ),
    complaints.NotProven: gettext_lazy("Choose the customer’s own message that says so."),
    complaints.NotAsked: gettext_lazy("The customer was not asked this at this stage."),
    complaints.HasTouched: gettext_lazy(
        "This person worked on the case before. An appeal goes to somebody who never did."
    ),
    complaints.NoCause: gettext_lazy("Name the root cause, and where something improves, what."),
    complaints.FirmGuard: gettext_lazy("Nobody can pass this guard, not even two people."),
    complaints.NothingMissing: gettext_lazy("Nothing is missing for this move. Just make it."),
}
