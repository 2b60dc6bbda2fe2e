"""The rota: who is on call for which team at which hours of the week."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts import operations as accounts
from muhatap.accounts import rotas
from muhatap.accounts.models import Staff, Team
from muhatap.accounts.queries import colleagues_in, names_of, scope_of
from muhatap.accounts.roles import Permission
from muhatap.desk import queries
from muhatap.desk.moments import local_moment
from muhatap.desk.views.door import actor, go, missing, on_desk, page
from muhatap.ui.errors import error_page

_PLACE = "/desk/on-call/"


@require_safe
@on_desk(Permission.READ_CASES)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show every team's shifts and who is on call now; supervisors change them."""
    scope, now = scope_of(staff), timezone.now()
    sections = [
        {
            "brand": brand,
            "may_change": scope.may(Permission.ASSIGN_OTHERS, brand.id),
            "people": colleagues_in(brand.id),
            "teams": [_team(team, brand, now) for team in rotas.teams_of_brand(brand)],
        }
        for brand in queries.brands_with(staff, Permission.READ_CASES)
    ]
    return page(request, "on_call", staff, sections=sections, weekdays=list(WEEKDAYS.items()), now=now)


@require_POST
@on_desk(Permission.ASSIGN_OTHERS)
def add(request: HttpRequest, staff: Staff, team: int) -> HttpResponse:
    """Put a colleague on call for a team, every week."""
    found = _team_to_change(staff, team)
    if found is None:
        return missing(request)
    given = request.POST
    person = next(
        (each for each in colleagues_in(found.brand_id) if str(each.pk) == given.get("staff")), None
    )
    hours = _clock_time(given.get("begins", "")), _clock_time(given.get("ends", ""))
    weekday = given.get("weekday", "")
    if person is None or None in hours or weekday not in {str(day) for day in range(7)}:
        return _unfit(request, _("Choose a colleague and a day, and write both hours, such as 18:00."), 400)
    try:
        accounts.add_shift(
            team=found,
            staff=person,
            weekday=int(weekday),
            hours=hours,
            by=actor(staff),
            at=timezone.now(),
        )
    except accounts.ShiftTaken:
        return _unfit(request, _("This person is on call for the team from this hour already."), 409)
    messages.success(request, _("The shift is on the rota."))
    return go(f"{_PLACE}#team-{found.id}")


@require_POST
@on_desk(Permission.ASSIGN_OTHERS)
def remove(request: HttpRequest, staff: Staff, shift: int) -> HttpResponse:
    """Take a shift off the rota."""
    brand_ids = scope_of(staff).brand_ids_with(Permission.ASSIGN_OTHERS)
    found = rotas.shift_of_brands(shift, brand_ids)
    if found is None:
        return missing(request)
    accounts.remove_shift(shift=found, by=actor(staff), at=timezone.now())
    messages.success(request, _("The shift is off the rota."))
    return go(f"{_PLACE}#team-{found.team_id}")


@require_POST
@on_desk()
def away(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Note until when she is away herself; without a time she is there."""
    written = request.POST.get("until", "")
    until = local_moment(written)
    if written and (until is None or until <= timezone.now()):
        return _unfit(request, _("Choose a time that is still to come."), 400)
    accounts.note_absence(staff=staff, until=until, by=actor(staff), at=timezone.now())
    messages.success(request, _("Noted: you are away.") if until else _("Noted: you are there."))
    return go(_PLACE)


def _team(team: Team, brand: object, now: datetime) -> dict[str, object]:
    on_call = rotas.staff_on_call(brand, team.id, now)
    names = names_of(on_call)
    shifts = rotas.rota_of(team)
    return {
        "team": team,
        "now": [names[each] for each in on_call if each in names] if shifts else [],
        "shifts": [(shift, WEEKDAYS[shift.weekday]) for shift in shifts],
    }


def _team_to_change(staff: Staff, team_id: int) -> Team | None:
    brands = queries.brands_with(staff, Permission.ASSIGN_OTHERS)
    teams = (team for brand in brands for team in rotas.teams_of_brand(brand))
    return next((team for team in teams if team.id == team_id), None)


def _clock_time(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _unfit(request: HttpRequest, detail: str, status: int) -> HttpResponse:
    return error_page(request, status, detail=detail, next_url=_PLACE, next_label=_("Back to the rota"))
