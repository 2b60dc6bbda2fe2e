"""Search: a number leads to its case, words to what was written."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.numbers import parse_number
from muhatap.cases.queries import case_visible_to
from muhatap.cases.searching import Found, search_cases
from muhatap.desk.case_page.text import highlighted
from muhatap.desk.views.door import go, on_desk, page, place_of_case
from muhatap.desk.wording import status_words
from muhatap.kernel.search_text import QUERY_AT_MOST
from muhatap.topics.questions import words
from muhatap.ui.dates import moment_words


@require_safe
@on_desk(Permission.READ_CASES)
def search(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Search what she may see."""
    query = request.GET.get("q", "").strip()[:QUERY_AT_MOST]
    case = case_visible_to(staff, query) if parse_number(query) else None
    if case is not None:
        return go(place_of_case(case))
    result = search_cases(staff, query)
    return page(
        request,
        "search",
        staff,
        query=query,
        hits=[_hit(found) for found in result.found],
        is_cut=result.is_cut,
    )


def _hit(found: Found) -> dict[str, object]:
    case = found.case
    return {
        "number": case.number,
        "message": found.message_id,
        "subject": case.subject,
        "customer": str(case.customer),
        "channel": case.channel,
        "status": status_words(case.status),
        "topic": words(case.topic.names, (get_language() or "",)) if case.topic else "",
        "when": moment_words(found.at, timezone.now()),
        "more": found.count - 1,
        "snippet": highlighted(found.snippet),
    }
