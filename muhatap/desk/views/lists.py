"""The list of cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.desk.bulk import change_of
from muhatap.desk.listing import UnknownPlace, around, listing_of, rail_of
from muhatap.desk.models import BulkChange
from muhatap.desk.views.door import go, missing, on_desk, page


@require_safe
@on_desk()
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show a page of the list; who reads no cases is led to her tasks, or told where her work is."""
    scope = scope_of(staff)
    if not scope.may_anywhere(Permission.READ_CASES):
        if scope.may_anywhere(Permission.ANSWER_TASKS):
            return go("/desk/tasks/")
        return page(request, "no_cases", staff)
    at = timezone.now()
    if request.GET.get("part") == "rail":
        return render(
            request, "desk/_rail.html", {"around": rail_of(staff, request.GET, at)} | _rights(staff)
        )
    chosen = request.GET.get("chosen", "")
    try:
        listing, desk = listing_of(staff, request.GET, at, chosen=chosen)
    except UnknownPlace:
        return missing(request)
    if request.GET.get("part") == "list":
        context = {"listing": listing, "on_case_page": bool(chosen)}
        return render(request, "desk/_list.html", context)
    return page(request, "list", staff, did=_did(request, staff), **around(desk, listing, at))


def _did(request: HttpRequest, staff: Staff) -> BulkChange | None:
    """The step for several cases that led here, as long as it was not taken back."""
    written = request.GET.get("did", "")
    change = change_of(staff, int(written)) if written.isdecimal() and len(written) < 20 else None
    return change if change is not None and change.undone_at is None else None


def _rights(staff: Staff) -> dict[str, object]:
    return {"may_read_outbox": scope_of(staff).may_anywhere(Permission.READ_OUTBOX)}
