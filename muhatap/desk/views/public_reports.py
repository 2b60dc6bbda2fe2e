"""Public reports: one person puts the report of a period forward, another lets it be published."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.desk import queries as desk_queries
from muhatap.desk.insights import public
from muhatap.desk.views.door import actor, go, missing, on_desk, page
from muhatap.reports import operations as reports

_HERE = "/desk/insights/public/"


@require_safe
@on_desk(Permission.ANNOUNCE)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the periods of each brand and how far their reports are."""
    brands = desk_queries.brands_with(staff, Permission.ANNOUNCE)
    groups = [(brand, public.periods_of(brand, timezone.now())) for brand in brands]
    return page(request, "insights/public", staff, section="insights", groups=groups)


@require_POST
@on_desk(Permission.ANNOUNCE)
def act(request: HttpRequest, staff: Staff, brand: str, since: str) -> HttpResponse:
    """Put a report forward, let it be published, or send it back."""
    mine = desk_queries.brands_with(staff, Permission.ANNOUNCE)
    found = next((each for each in mine if each.code == brand), None)
    period = _day(since)
    if found is None or period is None:
        return missing(request)
    by, at = actor(staff), timezone.now()
    waiting = public.waiting_for(found, period, at)
    try:
        match request.POST.get("act"):
            case "propose":
                reports.propose_report(brand=found, since=period, by=by, at=at)
                messages.success(request, _("It waits for a second person now."))
            case "approve" if waiting:
                approvals.approve(proposal=waiting, by=by, at=at)
                messages.success(request, _("It is published on its day."))
            case "refuse" if waiting:
                approvals.refuse(proposal=waiting, reason=request.POST.get("reason", "")[:500], by=by, at=at)
                messages.success(request, _("It is not published. It can be put forward again."))
            case _:
                return missing(request)
    except approvals.SamePerson:
        messages.error(request, _("Somebody else has to look at it: nobody approves an own proposal."))
    except (approvals.DecidedAlready, approvals.ProposalExpired, approvals.WaitsAlready):
        messages.error(request, _("Somebody decided meanwhile. Look at the list again."))
    except (reports.NotPublishable, reports.PublishedAlready):
        messages.error(request, _("This period cannot be published: it is not over, or public already."))
    return go(_HERE)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
