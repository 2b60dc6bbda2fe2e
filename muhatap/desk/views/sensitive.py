"""Acts that need to be sure who asks: noted as done, or the ways to become sure."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.approvals.queries import proposal_waiting
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.trust import LevelTooLow
from muhatap.desk.private_link import letter_with_private_link
from muhatap.desk.sensitive import words_of
from muhatap.desk.views.door import actor, go, of_case, place_of_case, refused
from muhatap.ui.errors import error_page


@require_POST
@of_case(Permission.ANSWER_CASES)
def note(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Note a sensitive act that was done in the operator's system; refused where it must not be done."""
    act, reference = request.POST.get("action", "")[:24], request.POST.get("reference", "")[:300]
    try:
        cases.note_sensitive_act(
            case=case, action=act, reference=reference, by=actor(staff), at=timezone.now()
        )
    except LevelTooLow as low:
        return _undone(request, case, words_of(case.brand, low))
    except cases.NotAnAct:
        return _undone(request, case, _("Write the reference under which it was done."), 422)
    messages.success(request, _("Noted in the case’s history."))
    return go(place_of_case(case))


@require_POST
@of_case(Permission.ANSWER_CASES)
def private_link(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Prepare the letter that says where to sign in; a person sends it."""
    letter = letter_with_private_link(staff, case, timezone.now())
    return go(f"/desk/cases/{case.number}/letters/{letter.id}/")


@require_POST
@of_case(Permission.ANSWER_CASES)
def ask_assisted(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Ask a second person to be sure for somebody who cannot sign in."""
    try:
        cases.ask_assisted(
            case=case, reason=request.POST.get("reason", ""), by=actor(staff), at=timezone.now()
        )
    except cases.NotAnAct:
        return _undone(request, case, _("Write why, and how you are sure."), 422)
    except approvals.WaitsAlready:
        return _undone(request, case, _("A second person is asked already."))
    messages.success(request, _("A second person is asked."))
    return go(place_of_case(case))


@require_POST
@of_case(Permission.ANSWER_CASES)
def decide_assisted(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Agree as the second person, or do not; who asked may only take it back."""
    at, agrees = timezone.now(), request.POST.get("answer") == "agree"
    proposal = proposal_waiting(case.brand, cases.ASSISTED, str(case.id), at)
    if proposal is None:
        return _undone(request, case, _("This is decided already, or its time is over."))
    may = scope_of(staff).may(Permission.SECOND_COMPLAINTS, case.brand_id)
    if not may and (agrees or proposal.proposed_by_id != staff.pk):
        return refused(request, case)
    try:
        cases.decide_assisted(case=case, proposal=proposal, agrees=agrees, by=actor(staff), at=at)
    except approvals.SamePerson:
        return _undone(request, case, _("You proposed this yourself, so another person has to decide."))
    except (approvals.DecidedAlready, approvals.ProposalExpired):
        return _undone(request, case, _("This is decided already, or its time is over."))
    messages.success(request, _("Agreed.") if agrees else _("It is not done."))
    return go(place_of_case(case))


def _undone(request: HttpRequest, case: Case, words: str, status: int = 409) -> HttpResponse:
    return error_page(
        request,
        status,
        detail=words,
        next_url=place_of_case(case),
        next_label=_("Back to the case"),
    )
