"""The list of cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.desk.listing import UnknownQueue, around, listing_of
from muhatap.desk.views.door import missing, on_desk, page


@require_safe
@on_desk()
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show a page of the list; an administrator, who reads no cases, is told where her work is."""
    if not scope_of(staff).may_anywhere(Permission.READ_CASES):
        return page(request, "no_cases", staff)
    at = timezone.now()
    chosen = request.GET.get("chosen", "")
    try:
        listing, desk = listing_of(staff, request.GET, at, chosen=chosen)
    except UnknownQueue:
        return missing(request)
    if request.GET.get("part") == "list":
        context = {"listing": listing, "on_case_page": bool(chosen)}
        return render(request, "desk/_list.html", context)
    return page(request, "list", staff, **around(desk, listing, at))
