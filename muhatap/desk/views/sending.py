"""Replies that wait to leave: taking back, sending now, another time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.cases.operations import CannotMove
from muhatap.desk import about_case
from muhatap.desk import operations as desk
from muhatap.desk.moments import local_moment
from muhatap.desk.openings import next_opening_of
from muhatap.desk.views.door import actor, go, of_case, place_of_case
from muhatap.ui.dates import moment_words


@require_POST
@of_case(Permission.ANSWER_CASES)
def take_back(request: HttpRequest, staff: Staff, case: Case, held: int) -> HttpResponse:
    """Make a reply that has not left a draft again."""
    try:
        desk.take_back(case=case, held_id=held, staff=staff, by=actor(staff), at=timezone.now())
    except desk.AlreadyGone:
        return _gone(request, case)
    messages.success(request, _("Not sent. Your text is back in the box."))
    return _back(request, case)


@require_POST
@of_case(Permission.ANSWER_CASES)
def send_now(request: HttpRequest, staff: Staff, case: Case, held: int) -> HttpResponse:
    """Let a reply that waits leave at once."""
    seen = _seen(request, case)
    try:
        desk.send_at_once(case=case, held_id=held, staff=staff, seen=seen, by=actor(staff), at=timezone.now())
    except desk.AlreadyGone:
        return _gone(request, case)
    except desk.Outdated:
        messages.error(
            request, _("Something new arrived since you opened this case. Read it, then send again.")
        )
    except desk.SaysTooMuch:
        messages.error(
            request, _("Everybody can read this channel, and the reply holds a number. Take it back.")
        )
    except CannotMove:
        messages.error(request, _("The case cannot go on as this reply asks. Take it back and send it anew."))
    else:
        messages.success(request, _("Sent."))
    return _back(request, case)


@require_POST
@of_case(Permission.ANSWER_CASES)
def plan_again(request: HttpRequest, staff: Staff, case: Case, held: int) -> HttpResponse:
    """Let a reply leave at another time."""
    at = timezone.now()
    if request.POST.get("later") == "opening":
        leaves_at = next_opening_of(case.brand, at)
    else:
        leaves_at = local_moment(request.POST.get("leaves_at", ""))
    try:
        if leaves_at is None:
            raise desk.PastMoment(leaves_at)
        desk.plan_again(
            case=case,
            held_id=held,
            leaves_at=leaves_at,
            seen=_seen(request, case),
            by=actor(staff),
            at=at,
        )
    except desk.AlreadyGone:
        return _gone(request, case)
    except desk.PastMoment:
        messages.error(request, _("Choose a time that is still to come, within ninety days."))
    else:
        messages.success(request, _("Planned: it leaves %(time)s.") % {"time": moment_words(leaves_at, at)})
    return _back(request, case)


def _seen(request: HttpRequest, case: Case) -> int:
    """What the page showed that the button stood on."""
    seen = request.POST.get("seen", "")
    return min(int(seen), about_case.newest_word(case)) if seen.isdecimal() and len(seen) < 20 else 0


def _gone(request: HttpRequest, case: Case) -> HttpResponse:
    messages.warning(request, _("It has left already, or a colleague took it back."))
    return _back(request, case)


def _back(request: HttpRequest, case: Case) -> HttpResponse:
    return go(place_of_case(case, request.GET.urlencode()))
