"""Helping a customer into her account: asked with proof of who she is, done when another person agrees."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.cases.models import Case
from muhatap.desk import account_help
from muhatap.desk.operations import helping_in
from muhatap.desk.views.door import actor, go, missing, of_case, page, place_of_case, refused


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def show(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show what can be done, ask a second person, or lock at once."""
    if request.method != "POST":
        return _shown(request, staff, case)
    by, at, do = actor(staff), timezone.now(), request.POST.get("do", "")
    if do == "lock":
        helping_in.lock_account(case=case, by=by, at=at)
        messages.success(request, _("The account is locked, its sessions are over, and she was told."))
        return go(_place(case))
    proof = request.POST.get("proof", "")
    try:
        helping_in.ask_help(
            case=case,
            what=request.POST.get("what", ""),
            proof=proof if proof in account_help.PROOFS else "",
            reason=request.POST.get("reason", ""),
            by=by,
            at=at,
        )
    except helping_in.NotHelp:
        error = _("Choose what is to be done and how you made sure who she is, and write why.")
        return _shown(request, staff, case, 422, error)
    except approvals.WaitsAlready:
        return _shown(request, staff, case, 409, _("A second person is asked already."))
    messages.success(request, _("A second person must agree. Until then nothing changes."))
    return go(_place(case))


@require_http_methods(["POST"])
@of_case(Permission.ANSWER_CASES)
def decide(request: HttpRequest, staff: Staff, case: Case, proposal: int) -> HttpResponse:
    """Agree as the second person, or not; who asked takes it back."""
    by, at = actor(staff), timezone.now()
    found = next((each for each, *_ in account_help.waiting_for(case, at) if each.id == proposal), None)
    if found is None:
        return missing(request)
    is_own = found.proposed_by_id == staff.pk
    if not is_own and not scope_of(staff).may(Permission.SECOND_COMPLAINTS, case.brand_id):
        return refused(request, case)
    try:
        if request.POST.get("answer") == "agree":
            helping_in.agree_help(case=case, proposal=found, by=by, at=at)
            messages.success(request, _("It is done, and every address of the customer was told."))
        else:
            approvals.refuse(proposal=found, reason="", by=by, at=at)
            messages.success(request, _("Nothing was changed."))
    except approvals.SamePerson:
        error = _("You proposed this yourself, so another person has to decide.")
        return _shown(request, staff, case, 409, error)
    except (approvals.DecidedAlready, approvals.ProposalExpired):
        return _shown(request, staff, case, 409, _("This is decided already, or its time is over."))
    return go(place_of_case(case))


def _place(case: Case) -> str:
    return f"/desk/cases/{case.number}/account-help/"


def _shown(
    request: HttpRequest, staff: Staff, case: Case, status: int = 200, error: str = ""
) -> HttpResponse:
    return page(
        request,
        "account_help",
        staff,
        status=status,
        section="cases",
        case=case,
        error=error,
        waiting=account_help.waiting_for(case, timezone.now()),
        choices=account_help.WORDS.items(),
        proofs=account_help.PROOFS.items(),
        may_agree=scope_of(staff).may(Permission.SECOND_COMPLAINTS, case.brand_id),
        given=request.POST,
    )
