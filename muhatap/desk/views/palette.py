"""Cases for the palette, while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.numbers import parse_number
from muhatap.cases.queries import case_visible_to
from muhatap.cases.searching import search_cases
from muhatap.desk.views.door import on_desk

_SHORTEST, _LONGEST, _SHOWN = 2, 200, 6


@require_safe
@on_desk(Permission.READ_CASES)
def cases(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The first cases that fit: the one with this number, or those that hold the words."""
    query = request.GET.get("q", "").strip()[:_LONGEST]
    case = case_visible_to(staff, query) if parse_number(query) else None
    if case is not None:
        found = [case]
    else:
        hits = search_cases(staff, query, timezone.now()).found if len(query) >= _SHORTEST else ()
        found = [each.case for each in hits[:_SHOWN]]
    return render(request, "desk/_palette_cases.html", {"cases": found})
