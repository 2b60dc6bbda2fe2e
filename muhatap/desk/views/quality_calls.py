"""Calls: what the telephone system told of them, for those who review work."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.desk import queries as desk_queries
from muhatap.desk.quality.calls import calls_face
from muhatap.desk.views.door import on_desk
from muhatap.desk.views.quality import quality_page

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
