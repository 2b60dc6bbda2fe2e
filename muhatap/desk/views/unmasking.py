"""Asking to look at an identity document without the right to it, and the second person's word."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.cases.models import Case
from muhatap.desk.evidence import may_look_at
from muhatap.desk.views.door import actor, go, missing, of_case, refused
from muhatap.desk.views.evidence_item import place_of
from muhatap.evidence import operations as evidence
from muhatap.evidence import queries
from muhatap.evidence.models import EvidenceItem
from muhatap.evidence.unmasking import look_asked, suspected


@require_POST
@of_case(Permission.ANSWER_CASES)
def ask(request: HttpRequest, staff: Staff, case: Case, piece: int) -> HttpResponse:
    """Ask to look, or agree as somebody who has the right, or not."""
    item = queries.item_of(case, piece)
    if item is None:
        return missing(request)
    do, known = request.POST.get("do", ""), {"by": actor(staff), "at": timezone.now()}
    proposal = look_asked(item, known["at"])
    try:
        if do == "ask":
            evidence.ask_to_look(item=item, reason=request.POST.get("why", ""), **known)
            messages.success(request, _("Another person must agree first."))
        elif do in {"altered", "unaltered"}:
            return _suspicion(request, staff, case, item, do)
        elif proposal is None:
            messages.warning(request, _("This is decided already, or its time is over."))
        elif not may_look_at(scope_of(staff), item):
            return refused(request, case)
        elif do == "agree":
            evidence.agree_to_look(item=item, proposal=proposal, **known)
            messages.success(request, _("She may look for 15 minutes. Compliance is told."))
        else:
            approvals.refuse(proposal=proposal, reason=request.POST.get("reason", "")[:500], **known)
            messages.success(request, _("It is not done."))
    except evidence.NeedsReason:
        messages.warning(request, _("Write why you look at it."))
    except evidence.NotClosed:
        return missing(request)
    except (approvals.SamePerson, approvals.WaitsAlready, approvals.DecidedAlready):
        messages.warning(request, _("You proposed this yourself, so another person has to decide."))
    return go(place_of(case, item))


def _suspicion(request: HttpRequest, staff: Staff, case: Case, item: EvidenceItem, do: str) -> HttpResponse:
    """Agree that a document was altered, as another person with the right to see it, or not."""
    known = {"by": actor(staff), "at": timezone.now()}
    doubt = suspected(item, known["at"])
    if doubt is None:
        messages.warning(request, _("This is decided already, or its time is over."))
    elif not scope_of(staff).may(Permission.OPEN_IDENTITY, case.brand_id):
        return refused(request, case)
    elif do == "altered":
        evidence.agree_suspicion(item=item, proposal=doubt, **known)
        messages.success(request, _("Noted."))
    else:
        approvals.refuse(proposal=doubt, reason=request.POST.get("reason", "")[:500], **known)
        messages.success(request, _("It is not done."))
    return go(place_of(case, item))
