"""Opening a case in an emergency: a reason, a while, an alarm, and the judgement of another person."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Staff
from muhatap.accounts.queries import glass_in, scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.queries import case_visible_to
from muhatap.desk.access import glass as glasses
from muhatap.desk.access.looking import note_look
from muhatap.desk.views.door import actor, go, missing, on_desk, page, place_of_case, refused
from muhatap.desk.wording import status_words
from muhatap.dossiers.audience import Audience
from muhatap.dossiers.queries import messages_for
from muhatap.dossiers.wording import author_words

_PLACE = "/desk/emergency/"


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk()
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the form, her open ones and what waits for her judgement; take the form."""
    scope = scope_of(staff)
    may_open = scope.may_anywhere(Permission.BREAK_GLASS)
    if not may_open and not scope.may_anywhere(Permission.REVIEW_GLASS):
        return refused(request)
    if request.method != "POST":
        return _page(request, staff)
    if not may_open:
        return refused(request)
    number = request.POST.get("number", "")[:40]
    if case_visible_to(staff, number) is not None:
        return go(place_of_case(case_visible_to(staff, number)))
    case = glasses.case_to_open(staff, number)
    if case is None:
        return _page(request, staff, 404, _("Your brands have no case with this number. Check it."))
    minutes = request.POST.get("minutes", "")
    lasting = int(minutes) if minutes in {str(each) for each in glasses.MINUTES} else glasses.MINUTES[0]
    try:
        accounts.break_glass(
            brand=case.brand,
            staff=staff,
            case=(case.id, case.number),
            reason=request.POST.get("reason", ""),
            lasting=timedelta(minutes=lasting),
            by=actor(staff),
            at=timezone.now(),
        )
    except accounts.NeedsReason:
        said = _("Write in a sentence why it cannot wait; another person will read it.")
        return _page(request, staff, 422, said)
    return go(f"{_PLACE}{case.number}/")


@require_safe
@on_desk(Permission.BREAK_GLASS)
def read(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """Show a case that she opened in an emergency, to read and nothing else."""
    found = glasses.case_behind_glass(staff, number, timezone.now())
    if found is None:
        return missing(request)
    case, glass = found
    note_look(request, staff, case, door="glass")
    said = [
        (each, author_words(each.author, each.staff.name if each.staff else ""))
        for each in messages_for(case, Audience.INTERNAL)
    ]
    return page(
        request,
        "access/behind_glass",
        staff,
        case=case,
        glass=glass,
        said=said,
        status_said=status_words(case.status),
    )


@require_POST
@on_desk(Permission.REVIEW_GLASS)
def judge(request: HttpRequest, staff: Staff, glass: int) -> HttpResponse:
    """Judge what another person opened."""
    found = glass_in(scope_of(staff).brand_ids_with(Permission.REVIEW_GLASS), glass)
    answer = request.POST.get("answer", "")
    if found is None or answer not in {"right", "wrong"}:
        return missing(request)
    try:
        accounts.review_glass(
            glass=found,
            reviewer=staff,
            was_right=answer == "right",
            note=request.POST.get("note", ""),
            by=actor(staff),
            at=timezone.now(),
        )
    except accounts.OwnGlass:
        messages.warning(request, _("You opened this yourself, so another person has to judge it."))
    except accounts.ReviewedAlready:
        messages.warning(request, _("Another person judged this already."))
    else:
        messages.success(request, _("Judged."))
    return go(_PLACE)


def _page(request: HttpRequest, staff: Staff, status: int = 200, error: str = "") -> HttpResponse:
    at, scope = timezone.now(), scope_of(staff)
    may_judge = scope.may_anywhere(Permission.REVIEW_GLASS)
    return page(
        request,
        "access/emergency",
        staff,
        status=status,
        error=error,
        given=request.POST,
        minutes=glasses.MINUTES,
        may_open=scope.may_anywhere(Permission.BREAK_GLASS),
        may_judge=may_judge,
        own=glasses.own_openings(staff, at),
        openings=glasses.openings_for(staff, at) if may_judge else (),
    )
