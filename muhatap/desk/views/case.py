"""The page of one case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.desk.case_page.page import Composer, case_page_of
from muhatap.desk.joined import joined_face
from muhatap.desk.listing import UnknownPlace, around, listing_of
from muhatap.desk.views.door import missing, of_case, page


@require_safe
@of_case()
def show(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show a case; with `part=timeline` only what live updates exchange."""
    if request.GET.get("part") == "timeline":
        shown = case_page_of(staff, case, timezone.now())
        return render(request, "desk/_live_parts.html", {"shown": shown, "case": case})
    return case_response(request, staff, case)


def case_response(
    request: HttpRequest, staff: Staff, case: Case, status: int = 200, composer: Composer | None = None
) -> HttpResponse:
    """The page of a case within the list it was opened from, with what could not be sent in its boxes."""
    at = timezone.now()
    try:
        listing, desk = listing_of(staff, request.GET, at, chosen=case.number)
    except UnknownPlace:
        return missing(request)
    shown = case_page_of(staff, case, at, composer)
    return page(
        request,
        "case",
        staff,
        status=status,
        case=case,
        shown=shown,
        on_case_page=True,
        here=listing.place.here,
        joined=joined_face(staff, case, shown.signs.has_others),
        **around(desk, listing, at, case.number),
    )
