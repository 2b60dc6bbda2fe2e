"""How each role signs in, and helping somebody back in who lost her second factor."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of, staff_in
from muhatap.accounts.roles import Permission, Role
from muhatap.approvals import operations as approvals
from muhatap.approvals.queries import proposals_waiting
from muhatap.brands.models import Brand
from muhatap.brands.queries import brand_with_code
from muhatap.desk.access import rules
from muhatap.desk.operations import alarming
from muhatap.desk.views.door import actor, go, missing, on_desk, page, refused

_PLACE = "/desk/access/"


@require_safe
@on_desk()
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the rules of each role and the people with their factors."""
    sections = rules.sections_of(staff, timezone.now())
    return _page(request, staff) if sections else refused(request)


@require_POST
@on_desk(Permission.MANAGE_ACCESS)
def set_rule(request: HttpRequest, staff: Staff, brand: str, role: str) -> HttpResponse:
    """Set the rule of a role."""
    found = _brand(staff, brand, Permission.MANAGE_ACCESS)
    if found is None or role not in set(Role):
        return missing(request)
    rule = rules.new_rule(request.POST)
    fault = rules.fault_of(staff, found, role, rule, request.META.get("REMOTE_ADDR", ""))
    if fault:
        return _page(request, staff, 422, fault)
    try:
        accounts.set_access_rule(
            brand=found, role=Role(role), rule=rule, staff=staff, by=actor(staff), at=timezone.now()
        )
    except accounts.WrongNetwork:
        return _page(request, staff, 422, _("Write networks such as 203.0.113.0/24, apart by spaces."))
    messages.success(request, _("The rule holds from now on."))
    return go(_PLACE)


@require_POST
@on_desk(Permission.MANAGE_ACCESS)
def ask(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Ask a second person to take somebody's factors off, saying how it was made sure who she is."""
    found = _brand(staff, brand, Permission.MANAGE_ACCESS)
    if found is None:
        return missing(request)
    person = next((each for each in staff_in([found.id]) if str(each.pk) == request.POST.get("person")), None)
    proof, at = request.POST.get("proof", ""), timezone.now()
    if person is None or proof not in rules.PROOFS:
        return _page(request, staff, 422, _("Choose the person, and how you made sure who she is."))
    try:
        approvals.propose(
            brand=found,
            sort=rules.TAKING_OFF,
            subject=str(person.pk),
            content=proof,
            reason=request.POST.get("reason", "").strip()[:500],
            by=actor(staff),
            at=at,
        )
    except approvals.WaitsAlready:
        messages.warning(request, _("A second person is asked already."))
        return go(_PLACE)
    key = f"factors-asked:{person.pk}:{at.isoformat()}"
    about = {"staff_id": person.pk, "brand_id": found.id, "asked_by": staff.pk}
    alarming.tell_of_asking(**about, key=key, by=actor(staff), at=at)
    messages.success(request, _("A second person must agree; she was told, and the others too."))
    return go(_PLACE)


@require_POST
@on_desk(Permission.SECOND_ACCESS)
def decide(request: HttpRequest, staff: Staff, proposal: int) -> HttpResponse:
    """Agree that somebody's factors are taken off, and show the code for her; or do not agree."""
    at = timezone.now()
    found = _waiting(staff, proposal)
    if found is None:
        return missing(request)
    brand, waiting, person = found
    if str(staff.pk) == waiting.subject:
        messages.warning(request, _("This is about yourself, so another person has to decide."))
        return go(_PLACE)
    try:
        if request.POST.get("answer") != "agree":
            approvals.refuse(proposal=waiting, reason="", by=actor(staff), at=at)
            messages.success(request, _("Decided."))
            return go(_PLACE)
        approvals.approve(proposal=waiting, by=actor(staff), at=at)
    except approvals.SamePerson:
        messages.warning(request, _("You proposed this yourself, so another person has to decide."))
        return go(_PLACE)
    except (approvals.DecidedAlready, approvals.ProposalExpired):
        messages.warning(request, _("This is decided already, or its time is over."))
        return go(_PLACE)
    code = accounts.take_off_factors(staff=person, brand=brand, proof=waiting.content, by=actor(staff), at=at)
    return page(request, "access/code", staff, person=person, code=code)


def _waiting(staff: Staff, proposal_id: int) -> tuple | None:
    at = timezone.now()
    for brand in _brands(staff, Permission.SECOND_ACCESS):
        for each in proposals_waiting(brand, rules.TAKING_OFF, at):
            person = next((one for one in staff_in([brand.id]) if str(one.pk) == each.subject), None)
            if each.id == proposal_id and person is not None:
                return brand, each, person
    return None


def _brands(staff: Staff, right: Permission) -> list[Brand]:
    return rules.brands_with(staff, right)


def _brand(staff: Staff, code: str, right: Permission) -> Brand | None:
    found = brand_with_code(code)
    return found if found is not None and scope_of(staff).may(right, found.id) else None


def _page(request: HttpRequest, staff: Staff, status: int = 200, error: str = "") -> HttpResponse:
    return page(
        request,
        "access/rules",
        staff,
        status=status,
        error=error,
        sections=rules.sections_of(staff, timezone.now()),
        proofs=rules.PROOFS.items(),
    )
