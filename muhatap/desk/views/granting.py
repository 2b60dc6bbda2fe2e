"""Another role for a person: asked by an administrator, given when a second person agrees."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of, staff_in
from muhatap.accounts.roles import Permission, Role
from muhatap.approvals import operations as approvals
from muhatap.approvals.queries import proposals_waiting
from muhatap.brands.queries import brand_with_code
from muhatap.desk.access.asked import NO_ROLE, ROLE
from muhatap.desk.operations import granting
from muhatap.desk.queries import brands_with
from muhatap.desk.views.door import actor, go, missing, on_desk

_PLACE = "/desk/access/"


@require_POST
@on_desk(Permission.MANAGE_ACCESS)
def ask(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Ask a second person that somebody gets a role, or loses hers."""
    found = brand_with_code(brand)
    if found is None or not scope_of(staff).may(Permission.MANAGE_ACCESS, found.id):
        return missing(request)
    person = next((each for each in staff_in([found.id]) if str(each.pk) == request.POST.get("person")), None)
    role, reason = request.POST.get("role", ""), request.POST.get("reason", "")
    if person is None or role not in {*Role, NO_ROLE} or not reason.strip():
        messages.warning(request, _("Choose the person and the role, and write why."))
        return go(_PLACE)
    try:
        granting.ask_role(
            brand=found, person=person, role=role, reason=reason, by=actor(staff), at=timezone.now()
        )
        messages.success(request, _("A second person must agree. Until then nothing changes."))
    except granting.OwnRight:
        messages.warning(request, _("This is about yourself, so another person has to ask."))
    except approvals.WaitsAlready:
        messages.warning(request, _("A second person is asked already."))
    return go(_PLACE)


@require_POST
@on_desk()
def decide(request: HttpRequest, staff: Staff, proposal: int) -> HttpResponse:
    """Agree that somebody gets a role, or not; who asked takes it back."""
    by, at = actor(staff), timezone.now()
    waiting = [
        (brand, each)
        for brand in brands_with(staff, Permission.SECOND_ACCESS)
        for each in proposals_waiting(brand, ROLE, at)
        if each.id == proposal
    ]
    people = {str(each.pk): each for each in staff_in([brand.id for brand, _each in waiting])}
    if not waiting or waiting[0][1].subject not in people:
        return missing(request)
    brand, found = waiting[0]
    try:
        if request.POST.get("answer") == "agree":
            granting.agree_role(brand=brand, proposal=found, person=people[found.subject], by=by, at=at)
            messages.success(request, _("The role holds from now on."))
        else:
            approvals.refuse(proposal=found, reason="", by=by, at=at)
            messages.success(request, _("Nothing was changed."))
    except granting.OwnRight:
        messages.warning(request, _("This is about yourself, so another person has to decide."))
    except approvals.SamePerson:
        messages.warning(request, _("You proposed this yourself, so another person has to decide."))
    except (approvals.DecidedAlready, approvals.ProposalExpired):
        messages.warning(request, _("This is decided already, or its time is over."))
    return go(_PLACE)
