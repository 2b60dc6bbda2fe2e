"""What open pages ask by themselves: a fresh right to listen, and what changed."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.queries import case_visible_to
from muhatap.desk import queries
from muhatap.desk.rail import grant_of
from muhatap.desk.views.door import on_desk


@require_safe
@on_desk(Permission.READ_CASES)
def grant(request: HttpRequest, staff: Staff) -> JsonResponse:
    """A new right to listen, for her queues and the case of the page if she may see it."""
    case = case_visible_to(staff, request.GET.get("case", ""))
    number = case.number if case else ""
    return JsonResponse({"grant": grant_of(queries.desk_of(staff), timezone.now(), number)})


@require_safe
@on_desk(Permission.READ_CASES)
def changes(request: HttpRequest, staff: Staff) -> JsonResponse:
    """What changed after a number on cases that she may see, for pages without a socket."""
    since = request.GET.get("since", "")
    last, changed = queries.changes_since(staff, int(since) if since.isdecimal() and len(since) < 19 else 0)
    return JsonResponse({"seq": last, "changes": changed})
