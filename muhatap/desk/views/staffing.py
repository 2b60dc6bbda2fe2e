"""The staffing of a day to come."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.desk import queries
from muhatap.desk.insights import staffing
from muhatap.desk.views.door import on_desk, page
from muhatap.reports import standby


@require_safe
@on_desk(Permission.ASSIGN_OTHERS)
@standby.reads_copy
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what is expected on a day, who it takes, and who is on the rota."""
    brands = queries.brands_with(staff, Permission.ASSIGN_OTHERS)
    brand = next((each for each in brands if each.code == request.GET.get("brand")), brands[0])
    asked = staffing.question_in(request.GET, brand, timezone.now())
    return page(
        request,
        "insights/staffing",
        staff,
        section="insights",
        brands=brands,
        asked=asked,
        told=staffing.day_of(asked),
        known_to=standby.told_from(),
        **staffing.choices_of(brand, asked.today),
    )
