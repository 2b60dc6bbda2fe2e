"""What open pages ask by themselves: a fresh right to listen, and what changed."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.queries import case_visible_to
from muhatap.desk import queries
from muhatap.desk.counts import unread_count
from muhatap.desk.rail import grant_of
from muhatap.desk.views.door import on_desk

_OPEN_AT_ONCE = 20
_WORKER = (Path(__file__).parents[1] / "static" / "desk" / "line_worker.js").read_text(encoding="utf-8")


@require_safe
@on_desk(Permission.READ_CASES)
def grant(request: HttpRequest, staff: Staff) -> JsonResponse:
    """A new right to listen, for her queues and those of the open cases that she may see."""
    asked = request.GET.getlist("case")[:_OPEN_AT_ONCE]
    numbers = [case.number for number in asked if (case := case_visible_to(staff, number))]
    return JsonResponse({"grant": grant_of(queries.desk_of(staff), timezone.now(), *numbers)})


@require_safe
@on_desk(Permission.READ_CASES)
def changes(request: HttpRequest, staff: Staff) -> JsonResponse:
    """What changed after a number on cases that she may see, for pages without a socket."""
    since = request.GET.get("since", "")
    last, changed = queries.changes_since(staff, int(since) if since.isdecimal() and len(since) < 19 else 0)
    return JsonResponse({"seq": last, "changes": changed, "unread": _unread(staff)})


@require_safe
@on_desk()
def unread(request: HttpRequest, staff: Staff) -> JsonResponse:
    """How many notices she has not read."""
    return JsonResponse({"unread": _unread(staff)})


def _unread(staff: Staff) -> str:
    count, _last = unread_count(staff.pk)
    return str(count) if count else ""


@require_safe
@on_desk()
def line(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The worker that holds the one line of a browser; a page, since its policy must let it listen."""
    script = _WORKER.replace('"./line.js"', f'"{static("desk/line.js")}"')
    return HttpResponse(script, content_type="text/javascript")
