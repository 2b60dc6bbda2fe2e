"""Escalation at the desk: the ladder of a case, answering a page, and what is about to break."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.cases.queries import case_visible_to
from muhatap.desk import breaking, colleagues
from muhatap.desk import operations as desk
from muhatap.desk.case_page.page import may_hand_over
from muhatap.desk.ladder import ladders_of
from muhatap.desk.views.door import actor, go, missing, of_case, on_desk, page, place_of_case
from muhatap.promises import operations as promises
from muhatap.promises.delays import REASONS
from muhatap.promises.later import running_clock_of
from muhatap.ui.errors import error_page

_SELECTED_AT_MOST = 50
_PLACE = "/desk/breaking/"


@require_safe
@of_case()
def ladder(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show every step of every ladder of a case: taken with whom it told, and to come."""
    may_answer = scope_of(staff).may(Permission.ANSWER_CASES, case.brand_id)
    shown = {"case": case, "ladders": ladders_of(case, timezone.now()), "may_choose": may_answer}
    if request.htmx:
        return render(request, "desk/_ladders.html", shown)
    return page(request, "ladder", staff, **shown)


@require_POST
@of_case(Permission.ANSWER_CASES)
def choose_reason(request: HttpRequest, staff: Staff, case: Case, clock: int) -> HttpResponse:
    """Choose why a promise takes longer, in the words that the customer reads."""
    found, reason = running_clock_of(case, clock), request.POST.get("reason", "")
    if found is None or reason not in REASONS:
        return missing(request)
    promises.choose_delay_reason(clock=found, reason=reason, by=actor(staff), at=timezone.now())
    messages.success(request, _("A letter about this promise gives this reason."))
    return go(f"/desk/cases/{case.number}/ladder/")


@require_POST
@of_case(Permission.ANSWER_CASES)
def answer_page(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Answer the page: nobody is paged any more, and a case without owner is hers."""
    try:
        promises.acknowledge_page(case=case, staff=staff, by=actor(staff), at=timezone.now())
    except promises.NobodyPaged:
        return error_page(
            request,
            409,
            detail=_("No page waits on this case: somebody was quicker, or it is done."),
            next_url=place_of_case(case),
            next_label=_("Back to the case"),
        )
    messages.success(request, _("You are on it. Nobody is paged any more."))
    return go(place_of_case(case))


@require_safe
@on_desk(Permission.READ_CASES)
def about_to_break(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the promises that end within hours, by team, and the pages that wait."""
    asked, now = request.GET.get("hours", ""), timezone.now()
    hours = int(asked) if asked in {str(each) for each in breaking.HOURS} else 8
    team = request.GET.get("team", "")
    team_id = int(team) if team.isdecimal() and len(team) < 20 else None
    every = breaking.teams_at_risk(staff, now, hours)
    return page(
        request,
        "breaking",
        staff,
        hours=hours,
        choices=breaking.HOURS,
        team_id=team_id,
        every=every,
        teams=[each for each in every if team_id in (None, each.team_id)],
        pages=breaking.pages_waiting(staff),
        found_late=breaking.found_late(staff, now),
        colleagues=colleagues.colleagues_of(staff),
        here=request.GET.urlencode(),
    )


@require_POST
@on_desk(Permission.ANSWER_CASES)
def act(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Take the selected cases, or hand them to a colleague; what she may not hand over stays."""
    numbers = request.POST.getlist("case")[:_SELECTED_AT_MOST]
    found = [case for number in numbers if (case := case_visible_to(staff, number)) is not None]
    to = request.POST.get("to", "") if request.POST.get("do") == "hand" else ""
    count = _hand(found, to, staff) if request.POST.get("do") == "hand" else _take(found, staff)
    if count:
        said = ngettext("%(count)d case has a new owner.", "%(count)d cases have a new owner.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.warning(request, _("Nothing changed: select cases, and a colleague of their brand."))
    return go(f"{_PLACE}?{request.GET.urlencode()}")


def _take(found: list[Case], staff: Staff) -> int:
    scope = scope_of(staff)
    hers = [case for case in found if scope.may(Permission.ANSWER_CASES, case.brand_id)]
    desk.take_all(cases=hers, staff=staff, by=actor(staff), at=timezone.now())
    return len(hers)


def _hand(found: list[Case], to: str, staff: Staff) -> int:
    if not to.isdecimal() or len(to) > 19:
        return 0
    scope, count = scope_of(staff), 0
    for case in found:
        if may_hand_over(scope, case) and _hand_one(case, int(to), staff):
            count += 1
    return count


def _hand_one(case: Case, to: int, staff: Staff) -> bool:
    try:
        desk.hand_over(
            case=case,
            owner_id=to,
            queue=None,
            words="",
            staff=staff,
            by=actor(staff),
            at=timezone.now(),
        )
    except desk.NotAColleague:
        return False
    return True
