"""Changing several cases: choose, look at what would happen to each, do it, take it back."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.desk import bulk
from muhatap.desk import operations as desk
from muhatap.desk.views.door import actor, go, missing, on_desk, page


@require_POST
@on_desk(Permission.ANSWER_CASES)
def preview(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the chosen cases, and once it is chosen what the step would do to each; nothing is changed."""
    cases = bulk.chosen_cases(staff, request.POST.getlist("case"))
    if not cases:
        messages.warning(request, _("No case was selected."))
        return go(_list(request))
    groups = bulk.actions_for(staff, cases)
    new_tag = request.POST.get("new_tag", "")
    action = bulk.action_named(groups, f"tag={new_tag}" if new_tag else request.POST.get("act", ""))
    shown = bulk.preview_of(staff, cases, action) if action else None
    context = {"cases": cases, "groups": groups, "preview": shown, "here": request.GET.urlencode()}
    return page(request, "bulk", staff, **context)


@require_POST
@on_desk(Permission.ANSWER_CASES)
def apply(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Do it for every case that may be changed; the others stay as they are."""
    cases = bulk.chosen_cases(staff, request.POST.getlist("case"))
    action = bulk.action_named(bulk.actions_for(staff, cases), request.POST.get("act", ""))
    if action is None:
        return missing(request)
    fit = bulk.preview_of(staff, cases, action).cases
    if not fit:
        messages.warning(request, _("None of these cases could be changed."))
        return go(_list(request))
    change = desk.change_several(cases=fit, action=action, staff=staff, by=actor(staff), at=timezone.now())
    return go(_list(request, did=change.id))


@require_POST
@on_desk(Permission.ANSWER_CASES)
def undo(request: HttpRequest, staff: Staff, change: int) -> HttpResponse:
    """Take a step back."""
    known = bulk.change_of(staff, change)
    if known is None:
        return missing(request)
    try:
        done = desk.undo_change(change=known, staff=staff, by=actor(staff), at=timezone.now())
    except desk.TooLate:
        messages.error(request, _("This can no longer be taken back: half an hour has passed, or it was."))
        return go(_list(request))
    said = ngettext("%(count)d case is as before.", "%(count)d cases are as before.", done.undone)
    messages.success(request, said % {"count": done.undone})
    if done.changed:
        said = ngettext(
            "%(count)d case has changed since and stays as it is.",
            "%(count)d cases have changed since and stay as they are.",
            done.changed,
        )
        messages.warning(request, said % {"count": done.changed})
    if done.barred:
        said = ngettext(
            "%(count)d case is no longer yours to change and stays as it is.",
            "%(count)d cases are no longer yours to change and stay as they are.",
            done.barred,
        )
        messages.warning(request, said % {"count": done.barred})
    return go(_list(request))


def _list(request: HttpRequest, **more: object) -> str:
    asked = {name: value for name, value in request.GET.items() if name != "did"}
    return f"/desk/?{urlencode({**asked, **more})}"
