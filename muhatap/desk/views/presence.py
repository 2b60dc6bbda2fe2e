"""What an open case says by itself: who is here, who writes, who follows; and texts from other cases."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import answering_in, scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.operations.attending import attend, leave
from muhatap.desk.beside import suggestions_for
from muhatap.desk.case_page.page import may_hand_over
from muhatap.desk.case_page.presence import DOINGS, LOOKING, company_of, watchers_of
from muhatap.desk.views.door import actor, go, of_case, place_of_case
from muhatap.kernel.text import fold
from muhatap.live.whispering import whisper


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def presence(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Say what she does on the case, and show who else is there."""
    at = timezone.now()
    if request.method == "POST":
        doing = request.POST.get("doing", "")
        if doing == "gone":
            is_new = leave(case=case, staff=staff, by=actor(staff), at=at)
        else:
            known = doing if doing in DOINGS else LOOKING
            is_new = attend(case=case, staff=staff, doing=known, by=actor(staff), at=at)
        if is_new:
            whisper(f"case:{case.number}", f"chat:{case.number}")
    company = company_of(case, staff, at)
    shown = {"case": case, "company": company, "may_hand_over": may_hand_over(scope_of(staff), case)}
    return render(request, "desk/_presence.html", shown)


@require_safe
@of_case(Permission.ANSWER_CASES)
def beside(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """What helped before: replies of this customer's earlier cases and of solved similar ones."""
    suggestions = suggestions_for(staff, case, timezone.now())
    shown = {"case": case, "suggestions": suggestions, "others": len(suggestions) - 1}
    return render(request, "desk/_beside.html", shown)


@require_safe
@of_case(Permission.ANSWER_CASES)
def colleagues(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Whom a note can mention, narrowed by what was typed behind the @."""
    wanted = fold(request.GET.get("q", "")[:60]).split()
    people = [
        (staff_id, name)
        for staff_id, name in answering_in(case.brand_id)
        if staff_id != staff.pk and all(word in fold(name) for word in wanted)
    ]
    return render(request, "desk/_mention_options.html", {"people": people[:12]})


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def follow(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show who follows the case; begin or stop following it."""
    if request.method != "POST":
        watchers = watchers_of(case)
        is_hers = any(staff_id == staff.pk for staff_id, _name in watchers)
        shown = {"case": case, "watchers": watchers, "is_hers": is_hers}
        return render(request, "desk/_watchers.html", shown)
    if request.POST.get("follow") == "no":
        cases.unfollow(case=case, staff=staff, by=actor(staff), at=timezone.now())
        messages.success(request, _("You no longer follow this case."))
    else:
        cases.follow(case=case, staff=staff, by=actor(staff), at=timezone.now())
        messages.success(request, _("You follow this case: you are told when the customer writes."))
    return go(place_of_case(case, request.GET.urlencode()))
