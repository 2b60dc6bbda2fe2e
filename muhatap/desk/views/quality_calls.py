"""Calls: what the telephone system told of them, for those who review work."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.desk import queries as desk_queries
from muhatap.desk.quality.calls import calls_face
from muhatap.desk.views.door import actor, go, missing, on_desk
from muhatap.desk.views.quality import PLACE, quality_page
from muhatap.quality import operations as quality

_DAYS = 30


@require_safe
@on_desk(Permission.REVIEW_WORK)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """How calls went over the last days, and which words were said in those that may be analysed."""
    brands = desk_queries.brands_with(staff, Permission.REVIEW_WORK)
    since = timezone.now() - timedelta(days=_DAYS)
    return quality_page(
        request,
        "calls",
        staff,
        here="calls",
        days=_DAYS,
        faces=[calls_face(brand, since) for brand in brands],
    )


@require_POST
@on_desk(Permission.REVIEW_WORK)
def set_words(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Say which words are looked for in calls."""
    brands = desk_queries.brands_with(staff, Permission.REVIEW_WORK)
    found = next((each for each in brands if each.code == brand), None)
    if found is None:
        return missing(request)
    words = request.POST.get("words", "")[:2000].splitlines()
    quality.set_call_words(brand=found, words=words, by=actor(staff), at=timezone.now())
    messages.success(request, _("Set from now on."))
    return go(f"{PLACE}calls/")
