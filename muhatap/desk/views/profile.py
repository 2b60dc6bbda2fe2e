"""How a member of staff reads the desk: language, zone, appearance, keys."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Staff
from muhatap.desk.forms import USUAL_ZONES, ProfileForm
from muhatap.desk.views.door import actor, go, on_desk, page

_A_YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk()
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show and change her choices."""
    now = {
        "language": staff.language,
        "zone": staff.zone,
        "theme": request.COOKIES.get("theme", "system"),
        "keys": request.COOKIES.get("keys", "on") != "off",
    }
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return page(request, "profile", staff, status, form=form, zones=USUAL_ZONES)
    chosen = form.cleaned_data
    accounts.change_preferences(
        staff=staff,
        language=chosen["language"],
        zone=chosen["zone"],
        by=actor(staff),
        at=timezone.now(),
    )
    with translation.override(chosen["language"]):
        messages.success(request, _("Your choices are saved."))
    response = go("/desk/profile/")
    _remember(response, "theme", "" if chosen["theme"] == "system" else chosen["theme"])
    _remember(response, "keys", "on" if chosen["keys"] else "off")
    return response


def _remember(response: HttpResponse, name: str, value: str) -> None:
    """The same cookies that the switches of every page write."""
    how: dict[str, Any] = {"samesite": "Lax", "path": "/"}
    if value:
        response.set_cookie(name, value, max_age=_A_YEAR, secure=settings.SESSION_COOKIE_SECURE, **how)
    else:
        response.delete_cookie(name, **how)
