"""Search: a number leads to its case, words and filters to what was written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.numbers import parse_number
from muhatap.cases.queries import case_visible_to
from muhatap.desk.search_page import answer, read_query
from muhatap.desk.views.door import go, on_desk, page, place_of_case
from muhatap.kernel.search_text import QUERY_AT_MOST


@require_safe
@vary_on_headers("X-Requested-With")
@on_desk(Permission.READ_CASES)
def search(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Search what she may see; a script that asks while she types gets only what stands below the box."""
    query = request.GET.get("q", "").replace("\0", "").lstrip()[:QUERY_AT_MOST]
    is_typing = request.headers.get("X-Requested-With") == "fetch"
    case = case_visible_to(staff, query) if parse_number(query) and not is_typing else None
    if case is not None:
        return go(place_of_case(case))
    found = answer(staff, read_query(query), timezone.now())
    if is_typing:
        return render(request, "desk/_found.html", {"query": query, "found": found})
    return page(request, "search", staff, query=query, found=found)
