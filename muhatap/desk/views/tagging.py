"""Tags of a case: put on, taken off, offered while somebody types."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases import operations as cases
from muhatap.cases.conditions.tagged import tags_used
from muhatap.cases.models import Case
from muhatap.cases.tags import MOST, tag_of
from muhatap.desk.views.door import actor, go, of_case, on_desk, place_of_case


@require_POST
@of_case(Permission.ANSWER_CASES)
def change(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Put a tag on the case, several with commas between them, or take one off."""
    written = [each for each in request.POST.get("add", "")[:400].split(",") if each.strip()]
    remove = request.POST.getlist("remove")
    by, at = actor(staff), timezone.now()
    if not all(tag_of(each) for each in written) or not (written or remove):
        messages.error(request, _("Write a tag: letters, digits and hyphens, no address and no long number."))
        return _back(request, case)
    try:
        cases.change_tags(case=case, add=written, remove=remove, reason="desk", by=by, at=at)
    except cases.TooManyTags:
        messages.error(request, _("A case has at most %(count)d tags. Take one off first.") % {"count": MOST})
    return _back(request, case)


@require_safe
@on_desk(Permission.ANSWER_CASES)
def known(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The tags in use where she answers, those used most first."""
    brand_ids = scope_of(staff).brand_ids_with(Permission.ANSWER_CASES)
    return JsonResponse({"tags": tags_used(brand_ids)})


def _back(request: HttpRequest, case: Case) -> HttpResponse:
    return go(place_of_case(case, request.GET.urlencode()))
