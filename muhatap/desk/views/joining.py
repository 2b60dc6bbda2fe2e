"""Joining two cases of one matter, and parting them again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.queries import case_visible_to
from muhatap.desk.duplicates import duplicates_of
from muhatap.desk.joined import refusal_words
from muhatap.desk.views.door import actor, go, missing, of_case, page, place_of_case
from muhatap.ui.errors import error_page


@require_safe
@of_case(Permission.ANSWER_CASES)
def duplicates(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show which cases of the same customer may be the same matter: beside the case, or as a page."""
    found = duplicates_of(staff, case, timezone.now())
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "desk/_duplicates.html", {"case": case, "duplicates": found})
    return page(request, "duplicates", staff, case=case, duplicates=found)


@require_POST
@of_case(Permission.ANSWER_CASES)
def join(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Let the case go on in the one that is named."""
    into = case_visible_to(staff, request.POST.get("into", "")[:40])
    if into is None:
        return missing(request)
    try:
        lead = cases.join_cases(case=case, into=into, reason="desk", by=actor(staff), at=timezone.now())
    except cases.CannotJoin as refusal:
        return _unfit(request, case, refusal_words(refusal.code))
    said = {"number": case.number, "into": lead.number}
    messages.success(
        request, _("Case %(number)s goes on in %(into)s. On either page the two can be parted again.") % said
    )
    return go(place_of_case(lead))


@require_POST
@of_case(Permission.ANSWER_CASES)
def part(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Let a joined case go its own way again."""
    try:
        cases.part_cases(case=case, by=actor(staff), at=timezone.now())
    except cases.NotJoined:
        return _unfit(request, case, _("This case goes its own way already."))
    messages.success(request, _("The two cases are parted; each has its own promises again."))
    return go(place_of_case(case))


def _unfit(request: HttpRequest, case: Case, detail: str) -> HttpResponse:
    return error_page(
        request, 409, detail=detail, next_url=place_of_case(case), next_label=_("Back to the case")
    )
