"""The customer's word on her complaint, and her questions about any case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.complaints import operations as complaints
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from muhatap.portal.complaining import questions_asked
from muhatap.portal.operations import limiting
from muhatap.portal.views.case import of_case, place_of
from muhatap.portal.views.door import of_brand, page, redirect, try_again_at

_SAYS = frozenset({"points", "accepted", "refused", "confirmed", "withdrew"})


@require_POST
@of_brand
@of_case
def say(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Take the customer's word on points, decision or remedy; said too late, it is told so."""
    said = request.POST.get("said", "")
    if said not in _SAYS:
        return redirect(place_of(brand, case))
    try:
        portal.say_about_complaint(
            case=case,
            said=said,
            words=request.POST.get("words", "")[:4000],
            by=Actor.customer(case.customer_id),
            at=timezone.now(),
        )
    except (complaints.NotAsked, complaints.MoveRefused, portal.NoComplaint):
        messages.warning(request, _("Your complaint has moved on meanwhile. This is where it stands now."))
    else:
        messages.success(request, _("We have your word."))
    return redirect(place_of(brand, case))


@require_POST
@of_brand
@of_case
def answer_remedy(request: HttpRequest, brand: Brand, case: Case, remedy: int) -> HttpResponse:
    """Take her yes or no to one remedy; said too late, it is told so."""
    try:
        portal.say_about_remedy(
            case=case,
            remedy_id=remedy,
            said=request.POST.get("said", ""),
            words=request.POST.get("words", "")[:2000],
            by=Actor.customer(case.customer_id),
            at=timezone.now(),
        )
    except (complaints.NotAsked, portal.NoComplaint):
        messages.warning(request, _("Your complaint has moved on meanwhile. This is where it stands now."))
    else:
        messages.success(request, _("We have your word."))
    return redirect(place_of(brand, case))


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
@of_case
def ask(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Ask for information about the case: its state, the reasons, or records."""
    if request.method != "POST":
        return _ask_page(request, brand, case)
    if try_again_at(request, limiting.WRITING) is not None:
        error = _("You wrote very often in a short time. Please wait a little.")
        return _ask_page(request, brand, case, status=429, error=error)
    try:
        asked = complaints.ask_information(
            case=case,
            about=request.POST.get("about", ""),
            words=request.POST.get("words", "")[:2000],
            by=Actor.customer(case.customer_id),
            at=timezone.now(),
        )
    except complaints.NotAQuestion:
        return _ask_page(request, brand, case, status=422, error=_("Choose what you want to know."))
    except complaints.AskedAlready:
        error = _("You asked this already. The answer is on its way.")
        return _ask_page(request, brand, case, status=409, error=error)
    day = timezone.localtime(asked.due_at)
    messages.success(request, _("We answer by %(day)s at the latest.") % {"day": f"{day:%d.%m.%Y %H:%M}"})
    return redirect(place_of(brand, case))


def _ask_page(
    request: HttpRequest, brand: Brand, case: Case, status: int = 200, error: str = ""
) -> HttpResponse:
    return page(request, "ask", brand, status=status, case=case, error=error, questions=questions_asked(case))
