"""A promise that should wait longer than one person may decide: asked here, and agreed to by another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.cases.models import Case
from muhatap.desk.views.door import actor, go, missing, of_case, page, place_of_case, refused
from muhatap.promises import operations as promises
from muhatap.promises.longer import may_ask_longer, pause_cap, question_about
from muhatap.promises.models import Clock
from muhatap.promises.queries import clock_of
from muhatap.promises.wording import clock_words


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def show(request: HttpRequest, staff: Staff, case: Case, clock: int) -> HttpResponse:
    """Show how long a promise waits, ask that it may wait longer, agree or not."""
    found = clock_of(case, clock)
    if found is None:
        return missing(request)
    if request.method != "POST":
        return _shown(request, staff, case, found)
    at, do, reason = timezone.now(), request.POST.get("do", ""), request.POST.get("reason", "")[:500]
    proposal, by = question_about(case, found, at), actor(staff)
    try:
        if do == "ask":
            promises.ask_longer_pause(case=case, clock=found, reason=reason, by=by, at=at)
            messages.success(request, _("A second person must agree. Until then it waits 72 hours at most."))
        elif proposal is None or do not in {"agree", "keep"}:
            return _shown(
                request, staff, case, found, 409, _("This is decided already, or its time is over.")
            )
        elif proposal.proposed_by_id != staff.pk and not _may_agree(staff, case):
            return refused(request, case)
        elif do == "agree":
            promises.agree_longer_pause(case=case, proposal=proposal, by=by, at=at)
            messages.success(request, _("The promise may wait as long as the charter lets it."))
        else:
            promises.keep_pause(case=case, proposal=proposal, reason=reason, by=by, at=at)
            messages.success(request, _("It runs on after 72 hours."))
    except promises.ReasonMissing:
        return _shown(request, staff, case, found, 422, _("Write why it has to wait longer."))
    except approvals.SamePerson:
        error = _("You proposed this yourself, so another person has to decide.")
        return _shown(request, staff, case, found, 409, error)
    except (promises.NoLonger, promises.PromiseEnded, approvals.WaitsAlready, approvals.DecidedAlready):
        error = _("It cannot wait longer, was agreed before, or the question waits already.")
        return _shown(request, staff, case, found, 409, error)
    return go(place_of_case(case))


def _shown(
    request: HttpRequest, staff: Staff, case: Case, clock: Clock, status: int = 200, error: str = ""
) -> HttpResponse:
    proposal = question_about(case, clock, timezone.now())
    is_own = proposal is not None and proposal.proposed_by_id == staff.pk
    return page(
        request,
        "longer_pause",
        staff,
        status=status,
        section="cases",
        case=case,
        clock=clock,
        promise=clock_words(clock.name),
        waits_until=clock.paused_at and clock.next_step_at,
        cap_hours=int(pause_cap(clock).total_seconds() // 3600),
        may_ask=proposal is None and may_ask_longer(clock),
        proposal=proposal,
        is_own=is_own,
        may_agree=proposal is not None and not is_own and _may_agree(staff, case),
        error=error,
    )


def _may_agree(staff: Staff, case: Case) -> bool:
    return scope_of(staff).may(Permission.AGREE_LATER, case.brand_id)
