"""The list of promised calls, and calling: one press, the outcome, and what was said as a note."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.call_models import Callback, Outcome
from muhatap.channels.call_queries import callback_of, callback_visible_to, running_call
from muhatap.desk import calling
from muhatap.desk.views.door import actor, go, missing, of_case, on_desk, page
from muhatap.integrations import operations as integrations
from muhatap.integrations.peers import telephone_peer_of

_PLACE = "/desk/callbacks/"


@require_safe
@on_desk(Permission.READ_CASES)
def show_all(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the promised calls, those that come next first."""
    now, over = timezone.now(), request.GET.get("over") == "1"
    rows = calling.call_rows(staff, now, ended=over)
    ended = {each.callback.id: calling.ended_words(each.callback.ended_as) for each in rows} if over else {}
    return page(
        request,
        "callbacks",
        staff,
        section="callbacks",
        rows=[(each, ended.get(each.callback.id, "")) for each in rows],
        over=over,
    )


@require_safe
@on_desk(Permission.READ_CASES)
def show(request: HttpRequest, staff: Staff, callback: int) -> HttpResponse:
    """Show one promised call: number, what to tell, what was tried, and the form for the outcome."""
    found = callback_visible_to(staff, callback)
    return missing(request) if found is None else _page(request, staff, found)


@require_POST
@on_desk(Permission.ANSWER_CASES)
def call(request: HttpRequest, staff: Staff, callback: int) -> HttpResponse:
    """Begin to call: it is hers from now on, and a telephone system is asked where there is one."""
    found = _answerable(staff, callback)
    if found is None:
        return missing(request)
    try:
        attempt = channels.begin_call(callback=found, by=actor(staff), at=timezone.now())
    except channels.CallRuns as runs:
        name = runs.attempt.staff.name if runs.attempt.staff else ""
        messages.warning(request, _("%(name)s is calling already.") % {"name": name})
        return go(_PLACE)
    except channels.CallbackOver:
        messages.info(request, _("This call is over already."))
        return go(_PLACE)
    peer = telephone_peer_of(found.brand.code)
    if peer is not None:
        by, now = actor(staff), timezone.now()
        failed = integrations.dial(attempt=attempt, peer=peer, staff_email=staff.email, by=by, at=now)
        if failed:
            messages.warning(request, _("The telephone system did not answer; call from your own device."))
        else:
            messages.success(request, _("Your telephone rings; take it, and the customer is called."))
    return go(f"{_PLACE}{found.id}/")


@require_POST
@on_desk(Permission.ANSWER_CASES)
def note(request: HttpRequest, staff: Staff, callback: int) -> HttpResponse:
    """Note what came of the call."""
    found = _answerable(staff, callback)
    if found is None:
        return missing(request)
    outcome, running = request.POST.get("outcome", ""), running_call(found)
    if outcome not in Outcome.values:
        return _page(request, staff, found, status=422, error=_("Choose what came of the call."))
    if running is None:
        return _page(request, staff, found, status=409, error=_("Press “I call now” first."))
    if running.staff_id not in (None, staff.pk):
        return _page(request, staff, found, status=409, error=_("Somebody else is calling just now."))
    told = channels.Told(
        Outcome(outcome), request.POST.get("note", "")[:8000], _moment(request.POST.get("other", ""))
    )
    try:
        channels.note_call(attempt=running, told=told, by=actor(staff), at=timezone.now())
    except channels.NoSuchSlot:
        error = _("Choose a time that can be promised.")
        return _page(request, staff, found, status=422, error=error)
    except channels.CallbackOver:
        messages.info(request, _("This call is over already."))
        return go(_PLACE)
    messages.success(request, _("Noted on the case."))
    return go(_PLACE)


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def promise(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Promise the customer of a case a call, at a time that she chose while talking."""
    now, error, status = timezone.now(), "", 200
    known = callback_of(case)
    if known is not None:
        return go(f"{_PLACE}{known.id}/")
    if request.method == "POST":
        begins_at = _moment(request.POST.get("begins", ""))
        try:
            if begins_at is None:
                raise channels.NoSuchSlot("")
            made = channels.promise_callback(
                case=case, phone=request.POST.get("phone", ""), begins_at=begins_at, by=actor(staff), at=now
            )
        except channels.NotANumber:
            error, status = _("Telephone: give a number that we can call."), 422
        except channels.NoSuchSlot:
            error, status = _("Choose a time that can be promised."), 422
        else:
            messages.success(request, _("The call is promised, and the customer is told."))
            return go(f"{_PLACE}{made.id}/")
    slots = calling.slot_choices(case, now)
    return page(request, "callback_promise", staff, status=status, case=case, slots=slots, error=error)


def _answerable(staff: Staff, callback_id: int) -> Callback | None:
    found = callback_visible_to(staff, callback_id)
    if found is None or not scope_of(staff).may(Permission.ANSWER_CASES, found.brand_id):
        return None
    return found


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _page(
    request: HttpRequest, staff: Staff, callback: Callback, status: int = 200, error: str = ""
) -> HttpResponse:
    now = timezone.now()
    running = running_call(callback)
    return page(
        request,
        "callback",
        staff,
        status=status,
        section="callbacks",
        row=calling.call_row(callback, now),
        running=running,
        is_hers=running is not None and running.staff_id == staff.pk,
        may_answer=scope_of(staff).may(Permission.ANSWER_CASES, callback.brand_id),
        outcomes=calling.outcome_choices(),
        slots=calling.slot_choices(callback.case, now),
        answers=calling.to_be_told(callback.case),
        ended=calling.ended_words(callback.ended_as) if callback.ended_at else "",
        typed=request.POST.get("note", ""),
        error=error,
    )
