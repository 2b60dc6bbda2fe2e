"""What those read who watch over the desk: security events, the ledger of reads, who may do what."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of, staff_in
from muhatap.accounts.roles import Permission
from muhatap.audit.security import CATEGORIES
from muhatap.audit.siem import FORMATS
from muhatap.desk.access import ledger, log, matrix
from muhatap.desk.access.wording import CATEGORY_WORDS
from muhatap.desk.views.door import actor, missing, on_desk, page

_TYPES = {"json": ("application/x-ndjson", "jsonl"), "ecs": ("application/x-ndjson", "ndjson")}


@require_safe
@on_desk(Permission.READ_SECURITY)
def show_log(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the security events that she may see, by filters."""
    asked = log.asked_in(request.GET, staff.zone)
    return page(
        request,
        "access/log",
        staff,
        section="security",
        log=log.log_of(staff, asked, _before(request)),
        given=request.GET,
        query=_filters(request),
        categories=[(each, CATEGORY_WORDS[each]) for each in CATEGORIES],
        people=staff_in(scope_of(staff).brand_ids_with(Permission.READ_SECURITY)),
        formats=list(FORMATS),
    )


@require_POST
@on_desk(Permission.READ_SECURITY)
def export_log(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Give the events of the filters as a file for a system that collects them; that is an event itself."""
    name = request.POST.get("format", "")
    if name not in FORMATS:
        return missing(request)
    events = log.exported(staff, log.asked_in(request.POST, staff.zone))
    at = timezone.now()
    for brand_id in scope_of(staff).brand_ids_with(Permission.READ_SECURITY):
        accounts.note_export(
            brand_id=brand_id, what="security_events", rows=len(events), by=actor(staff), at=at
        )
    kind, ending = _TYPES.get(name, ("text/plain; charset=utf-8", "cef"))
    response = HttpResponse("".join(f"{FORMATS[name](each)}\n" for each in events), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="security-{at:%Y-%m-%d}.{ending}"'
    return response


@require_safe
@on_desk(Permission.READ_LEDGER)
def show_ledger(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show who looked at which customer or case, when and by which door."""
    return page(
        request,
        "access/ledger",
        staff,
        ledger=ledger.ledger_of(staff, request.GET, _before(request)),
        given=request.GET,
        query=_filters(request),
        people=staff_in(scope_of(staff).brand_ids_with(Permission.READ_LEDGER)),
    )


@require_safe
@on_desk()
def show_roles(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show which role may do what, from the table that decides it."""
    own = set(scope_of(staff).roles.values())
    return page(request, "access/roles", staff, matrix=matrix.matrix(), own=own)


def _before(request: HttpRequest) -> int | None:
    written = request.GET.get("before", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 19 else None


def _filters(request: HttpRequest) -> str:
    given = request.GET.copy()
    given.pop("before", None)
    return given.urlencode()
