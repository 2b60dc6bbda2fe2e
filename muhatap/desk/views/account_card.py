"""The account beside a case, and making sure who the customer is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.desk.account_card import account_face
from muhatap.desk.case_page.page import may_hand_over
from muhatap.desk.sensitive import sensitive_face
from muhatap.desk.tracing import trace_faces
from muhatap.desk.views.door import actor, go, of_case, page, place_of_case
from muhatap.ui.errors import error_page


@require_safe
@of_case(Permission.ANSWER_CASES)
def show(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show proof, plan, account manager and the account card: beside the case, or as a page."""
    shown = {
        "case": case,
        "face": account_face(staff, case, timezone.now()),
        "traces": trace_faces(case, timezone.now()),
        "sensitive": sensitive_face(staff, case, timezone.now()),
        "may_hand_over": may_hand_over(scope_of(staff), case),
    }
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "desk/_account_card.html", shown)
    return page(request, "account_card", staff, **shown)


@require_POST
@of_case(Permission.ANSWER_CASES)
def confirm(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Note how she made sure who the customer is."""
    how = request.POST.get("how", "")
    if how not in cases.BY_STAFF:
        return error_page(
            request,
            409,
            detail=_("Choose how you made sure who it is."),
            next_url=place_of_case(case),
            next_label=_("Back to the case"),
        )
    cases.confirm_identity(case=case, how=cases.ProofBy(how), by=actor(staff), at=timezone.now())
    messages.success(request, _("Noted. It counts for this case alone."))
    return go(place_of_case(case, request.GET.urlencode()))
