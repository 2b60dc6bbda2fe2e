"""Keys of programs: made here and shown once, used after a second person agreed where they may write."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import ApiToken, Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.accounts.tokens import WRITING
from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.brands.queries import brand_with_code
from muhatap.desk.access import keys
from muhatap.desk.operations import granting
from muhatap.desk.views.door import actor, go, missing, on_desk, page, refused
from muhatap.privacy import operations as privacy
from muhatap.privacy.wording import PURPOSE_WORDS

_PLACE = "/desk/keys/"


@require_safe
@on_desk()
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the keys of her brands, and what waits for a second person."""
    return _shown(request, staff) if keys.brands_of(staff) else refused(request)


@require_POST
@on_desk(Permission.MANAGE_ACCESS)
def make(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Make a key and show it, this once."""
    found, at = brand_with_code(brand), timezone.now()
    if found is None or not scope_of(staff).may(Permission.MANAGE_ACCESS, found.id):
        return missing(request)
    asked = keys.key_asked(request.POST, request.POST.getlist("scope"))
    if asked is None:
        return _shown(request, staff, 422, _("Give the key a name and choose what it may do."))
    try:
        token, clear = granting.make_key(brand=found, key=asked, by=actor(staff), at=at)
    except privacy.PurposeNotStated:
        return _shown(request, staff, 403, _("Nobody was told of this purpose, so the key is not made."))
    except accounts.OffPurpose:
        said = _("Who writes or works on cases does so to handle the matter; choose that, or only reading.")
        return _shown(request, staff, 422, said)
    except accounts.WrongNetwork:
        return _shown(request, staff, 422, _("Write networks such as 203.0.113.0/24, apart by spaces."))
    return page(request, "access/key", staff, token=token, clear=clear)


@require_POST
@on_desk(Permission.MANAGE_ACCESS)
def revoke(request: HttpRequest, staff: Staff, token: int) -> HttpResponse:
    """Take a key away at once."""
    found = _seen(staff, token)
    if found is None or not scope_of(staff).may(Permission.MANAGE_ACCESS, found[0].brand_id):
        return missing(request)
    accounts.revoke_token(token=found[0], by=actor(staff), at=timezone.now())
    messages.success(request, _("The key is over. Other processes refuse it within 30 seconds."))
    return go(_PLACE)


@require_POST
@on_desk()
def decide(request: HttpRequest, staff: Staff, token: int) -> HttpResponse:
    """Agree as the second person that a key may write, or not; who made it takes it back."""
    found, by, at = _seen(staff, token), actor(staff), timezone.now()
    if found is None or found[1] is None:
        return missing(request)
    waiting = {"proposal": found[1], "token": found[0], "by": by, "at": at}
    if found[1].proposed_by_id != staff.pk and not scope_of(staff).may(
        Permission.SECOND_ACCESS, found[0].brand_id
    ):
        return refused(request)
    try:
        if request.POST.get("answer") == "agree":
            granting.agree_key(**waiting)
            messages.success(request, _("The key works from now on."))
        else:
            granting.refuse_key(**waiting)
            messages.success(request, _("The key is over, and it never opened anything."))
    except approvals.SamePerson:
        messages.warning(request, _("You proposed this yourself, so another person has to decide."))
    except (approvals.DecidedAlready, approvals.ProposalExpired):
        messages.warning(request, _("This is decided already, or its time is over."))
    return go(_PLACE)


def _seen(staff: Staff, token_id: int) -> tuple[ApiToken, Proposal | None] | None:
    at = timezone.now()
    lines = (line for brand in keys.brands_of(staff) for line in keys.lines_of(brand, at))
    return next(((line.token, line.waiting) for line in lines if line.token.id == token_id), None)


def _shown(request: HttpRequest, staff: Staff, status: int = 200, error: str = "") -> HttpResponse:
    return page(
        request,
        "access/keys",
        staff,
        status=status,
        error=error,
        sections=keys.sections_of(staff, timezone.now()),
        offered=[(each, words, each in WRITING) for each, words in keys.SCOPE_WORDS.items()],
        days=keys.DAYS,
        purposes=[(str(code), words) for code, words in PURPOSE_WORDS.items()],
        may_make=scope_of(staff).may_anywhere(Permission.MANAGE_ACCESS),
        given=request.POST,
        chosen=request.POST.getlist("scope"),
    )
