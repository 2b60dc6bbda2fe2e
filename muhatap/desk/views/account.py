"""Her account: whether she is here, her hours and stand-in, what she is told, her sessions."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts import operations as accounts
from muhatap.accounts import visiting
from muhatap.accounts.duty import DAYS, Presence
from muhatap.accounts.models import Staff
from muhatap.accounts.queries import open_visits_of
from muhatap.desk.account_forms import NOTICE_GROUPS, NoticesForm, SignatureForm, WorkForm
from muhatap.desk.colleagues import colleagues_of
from muhatap.desk.views.door import actor, go, missing, on_desk, page
from muhatap.desk.visits import visit_lines
from muhatap.notifications.choices import Choices
from muhatap.ui.errors import error_page

_FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@on_desk()
def be(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Say that she is available, busy or away."""
    try:
        presence = Presence(request.POST.get("presence", ""))
    except ValueError:
        return error_page(request, 400, detail=_("Choose available, busy or away."))
    accounts.change_presence(staff=staff, presence=presence, by=actor(staff), at=timezone.now())
    words = {
        Presence.AVAILABLE: _("You are available: cases may be given to you."),
        Presence.BUSY: _("You are busy: no case is given to you until you are available again."),
        Presence.AWAY: _("You are away: no case is given to you, and your stand-in takes over."),
    }
    messages.success(request, words[presence])
    return go(_back(request))


@_FORM
@on_desk()
def sign(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show and change what stands under her name."""
    now = {"signature": staff.preferences.get("signature", "")}
    form = SignatureForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method != "POST" or not form.is_valid():
        return page(request, "signature", staff, 422 if form.is_bound else 200, form=form)
    accounts.change_signature(
        staff=staff, signature=form.cleaned_data["signature"], by=actor(staff), at=timezone.now()
    )
    messages.success(request, _("Your choices are saved."))
    return go("/desk/profile/signature/")


@_FORM
@on_desk()
def work(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show and change her hours, her next absence and her stand-in."""
    people = [(str(each.pk), each.name) for each in colleagues_of(staff) if each.pk != staff.pk]
    form = WorkForm(
        request.POST if request.method == "POST" else None, initial=_work_of(staff), people=people
    )
    if request.method != "POST" or not form.is_valid():
        return page(request, "work", staff, 422 if form.is_bound else 200, form=form)
    given = form.cleaned_data
    chosen = given["delegate"]
    stand_in = next((each for each in colleagues_of(staff) if str(each.pk) == chosen), None)
    accounts.plan_work(
        staff=staff,
        hours=given["hours"],
        absence=(given["away_from"], given["away_until"]),
        delegate=stand_in,
        by=actor(staff),
        at=timezone.now(),
    )
    messages.success(request, _("Your choices are saved."))
    return go("/desk/profile/work/")


@_FORM
@on_desk()
def notices(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show and change what she is told, where and when."""
    now = Choices.of(staff.preferences)
    begins, ends = now.quiet or (None, None)
    initial: dict[str, object] = {"quiet_begins": begins, "quiet_ends": ends}
    for group, _label in NOTICE_GROUPS:
        initial |= {f"desk_{group}": group not in now.desk_off, f"mail_{group}": group in now.mail_on}
    form = NoticesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return page(request, "notice_choices", staff, 422 if form.is_bound else 200, form=form)
    given = form.cleaned_data
    quiet = (given["quiet_begins"], given["quiet_ends"]) if given["quiet_begins"] else None
    chosen = Choices(
        frozenset(group for group, _label in NOTICE_GROUPS if not given[f"desk_{group}"]),
        frozenset(group for group, _label in NOTICE_GROUPS if given[f"mail_{group}"]),
        quiet,
    )
    accounts.choose_notices(staff=staff, choices=chosen.as_stored(), by=actor(staff), at=timezone.now())
    messages.success(request, _("Your choices are saved."))
    return go("/desk/profile/notices/")


@require_safe
@on_desk()
def sessions(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show her sessions: device, network and last use of each."""
    visits = open_visits_of(staff, _oldest(timezone.now()))
    return page(request, "sessions", staff, visits=visit_lines(visits, visiting.visit_of(request)))


@require_POST
@on_desk()
def end_session(request: HttpRequest, staff: Staff) -> HttpResponse:
    """End one of her other sessions, or all of them."""
    at, mine = timezone.now(), visiting.visit_of(request)
    others = [each for each in open_visits_of(staff, _oldest(at)) if each.id != mine]
    wanted = request.POST.get("visit", "")
    if wanted != "others":
        others = [each for each in others if str(each.id) == wanted]
        if not others:
            return missing(request)
    count = accounts.end_visits(staff=staff, visits=others, by=actor(staff), at=at)
    messages.success(request, _("Ended sessions: %(count)d") % {"count": count})
    return go("/desk/profile/sessions/")


def _oldest(at: datetime) -> datetime:
    return at - timedelta(seconds=settings.SESSION_COOKIE_AGE)


def _work_of(staff: Staff) -> dict[str, object]:
    now: dict[str, object] = {
        "away_from": staff.away_from,
        "away_until": staff.away_until,
        "delegate": str(staff.delegate_id or ""),
    }
    for day in DAYS:
        begins, ends = staff.hours.get(day) or ("", "")
        now |= {f"{day}_begins": begins, f"{day}_ends": ends}
    return now


def _back(request: HttpRequest) -> str:
    """The page of the desk that she came from."""
    asked = request.POST.get("next", "")
    return asked if asked.startswith("/desk/") and "\\" not in asked and "\n" not in asked else "/desk/"
