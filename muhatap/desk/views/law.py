"""Rule packs: proposed by one person, activated or refused by another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.approvals.queries import proposal_waiting
from muhatap.charters import operations as charters
from muhatap.charters.operations.packing import SORT
from muhatap.charters.rule_packs import shipped_text
from muhatap.desk import law
from muhatap.desk.views.door import actor, missing, on_desk, page

_PLACE = "/desk/law/"


@require_safe
@on_desk(Permission.DECIDE_LAW)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the packs of every brand in which she decides about law."""
    brands = law.law_visible_to(staff, timezone.now(), get_language() or "en")
    return page(request, "law", staff, brands=brands)


@require_POST
@on_desk(Permission.DECIDE_LAW)
def propose(request: HttpRequest, staff: Staff, brand: str, pack: str) -> HttpResponse:
    """Put a shipped pack before a second person."""
    found, text = law.brand_for_law(staff, brand), shipped_text(pack)
    if found is None or text is None:
        return missing(request)
    reason = request.POST.get("reason", "").strip()[:500]
    if not reason:
        messages.error(request, _("Write why: the second person reads it, and the record keeps it."))
        return HttpResponseRedirect(_PLACE)
    try:
        charters.propose_pack(brand=found, text=text, reason=reason, by=actor(staff), at=timezone.now())
        messages.success(request, _("Proposed. Another person decides within 14 days."))
    except approvals.WaitsAlready:
        messages.error(request, _("This pack already waits for a decision."))
    return HttpResponseRedirect(_PLACE)


@require_POST
@on_desk(Permission.DECIDE_LAW)
def decide(request: HttpRequest, staff: Staff, brand: str, pack: str) -> HttpResponse:
    """Activate a proposed pack, or refuse it with a reason."""
    found, at = law.brand_for_law(staff, brand), timezone.now()
    proposal = proposal_waiting(found, SORT, pack, at) if found else None
    if proposal is None:
        return missing(request)
    try:
        if request.POST.get("decision") == "activate":
            charters.activate_pack(proposal=proposal, by=actor(staff), at=at)
            messages.success(request, _("In force: new promises cannot be longer than this law."))
        else:
            reason = request.POST.get("reason", "").strip()[:500] or _("No reason was given.")
            approvals.refuse(proposal=proposal, reason=reason, by=actor(staff), at=at)
            messages.success(request, _("Refused. The reason stands in the record."))
    except approvals.SamePerson:
        messages.error(request, _("You proposed this yourself, so another person has to decide."))
    except (approvals.DecidedAlready, approvals.ProposalExpired):
        messages.error(request, _("This was decided or expired while you were looking at it."))
    except charters.CharterBreaksPack as broken:
        for problem in broken.errors.problems[:5]:
            messages.error(request, f"{problem.path}: {problem.message} {problem.remedy}")
    return HttpResponseRedirect(_PLACE)
