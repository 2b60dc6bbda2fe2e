"""What staff note and ask about promises: stages reached, a later time, a second person's word on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.cases import operations as cases
from muhatap.cases.milestones import MilestoneName
from muhatap.cases.models import Case
from muhatap.desk.case_page.panels import why_lines
from muhatap.desk.moments import local_moment
from muhatap.desk.views.door import actor, go, missing, of_case, page, place_of_case, refused
from muhatap.promises import operations as promises
from muhatap.promises.later import question_of, running_clock_of
from muhatap.promises.longer import may_ask_longer
from muhatap.promises.queries import clock_of
from muhatap.promises.wording import clock_words
from muhatap.ui.errors import error_page


@require_safe
@of_case()
def why(request: HttpRequest, staff: Staff, case: Case, clock: int) -> HttpResponse:
    """Show how a clock's time came about: the lines alone for the panel, else a page of its own."""
    found = clock_of(case, clock)
    if found is None:
        return missing(request)
    lines = why_lines(found, case)
    if request.htmx:
        return render(request, "desk/_why_lines.html", {"lines": lines})
    return page(
        request,
        "why",
        staff,
        section="cases",
        case=case,
        clock=found,
        promise=clock_words(found.name),
        lines=lines,
        may_wait_longer=may_ask_longer(found),
    )


@require_POST
@of_case(Permission.ANSWER_CASES)
def note_milestone(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Note that the case reached a stage; clocks start and stop by it."""
    name, now = request.POST.get("milestone", ""), timezone.now()
    if name not in set(MilestoneName):
        return _unfit(request, case, _("Choose a stage."), 400)
    try:
        cases.reach_milestone(
            case=case,
            name=MilestoneName(name),
            reached_at=local_moment(request.POST.get("reached_at", "")) or now,
            reference=request.POST.get("reference", "").strip()[:120],
            by=actor(staff),
            at=now,
        )
    except cases.NotYet:
        return _unfit(request, case, _("The case has not come to this stage, or has left it already."))
    except cases.OutsideCase:
        return _unfit(
            request, case, _("Choose a time after the case was received and not later than now."), 400
        )
    messages.success(request, _("The stage is noted."))
    return go(place_of_case(case, request.GET.urlencode()))


@require_POST
@of_case(Permission.ANSWER_CASES)
def ask_later(request: HttpRequest, staff: Staff, case: Case, clock: int) -> HttpResponse:
    """Ask for a later time; it moves only when another person agrees."""
    found = running_clock_of(case, clock)
    promise_id = request.POST.get("promise", "")
    if found is None or not promise_id.isdecimal() or len(promise_id) > 19:
        return missing(request)
    try:
        promises.ask_later(
            case=case,
            clock=found,
            promise_id=int(promise_id),
            reason=request.POST.get("reason", "")[:300],
            by=actor(staff),
            at=timezone.now(),
        )
    except promises.ReasonMissing:
        return _unfit(request, case, _("Write the reason; the customer will read it."), 400)
    except promises.NotOffered:
        return _unfit(request, case, _("There is no later time to ask for, or somebody has asked already."))
    messages.success(request, _("A second person must agree. Until then the time stays as it is."))
    return go(place_of_case(case, request.GET.urlencode()))


@require_POST
@of_case(Permission.ANSWER_CASES)
def decide_later(request: HttpRequest, staff: Staff, case: Case, question: int) -> HttpResponse:
    """Agree to a later time or not; who asked may only take it back."""
    found = question_of(case, question)
    decision = request.POST.get("decision", "")
    if found is None or decision not in {"agree", "keep"}:
        return missing(request)
    is_own = found.proposal.proposed_by_id == staff.pk
    if not is_own and not scope_of(staff).may(Permission.AGREE_LATER, case.brand_id):
        return refused(request, case)
    decide = promises.agree_later if decision == "agree" else promises.keep_time
    try:
        decide(case=case, question=found, by=actor(staff), at=timezone.now())
    except approvals.SamePerson:
        return _unfit(request, case, _("You asked for this time yourself; another person must decide."))
    except (approvals.DecidedAlready, approvals.ProposalExpired, promises.PromiseEnded):
        return _unfit(request, case, _("This is decided already, or the promise has ended."))
    if decision == "agree":
        messages.success(request, _("The later time holds. The customer was told why."))
    else:
        messages.success(request, _("The time stays as it was."))
    return go(place_of_case(case, request.GET.urlencode()))


def _unfit(request: HttpRequest, case: Case, detail: str, status: int = 409) -> HttpResponse:
    return error_page(
        request, status, detail=detail, next_url=place_of_case(case), next_label=_("Back to the case")
    )
