"""Saved views: her own and the shared ones; and what can be typed next in a condition."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.conditions import complete
from muhatap.desk import operations as desk
from muhatap.desk.models import SavedView
from muhatap.desk.saved_views import beside, may_change, saved_view_of
from muhatap.desk.view_form import may_share_in, read_form, rows_of, unread_form
from muhatap.desk.views.door import actor, go, missing, on_desk, page, refused


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.READ_CASES)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the views, and make a new one."""
    return _form(request, staff, None)


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.READ_CASES)
def edit(request: HttpRequest, staff: Staff, view: int) -> HttpResponse:
    """Change a view that is hers, or one that she may share."""
    known = saved_view_of(staff, view)
    if known is None:
        return missing(request)
    if not may_change(staff, known):
        return refused(request)
    return _form(request, staff, known)


@require_POST
@on_desk(Permission.READ_CASES)
def remove(request: HttpRequest, staff: Staff, view: int) -> HttpResponse:
    """Forget a view."""
    known = saved_view_of(staff, view)
    if known is None:
        return missing(request)
    if not may_change(staff, known):
        return refused(request)
    desk.remove_view(view=known, by=actor(staff), at=timezone.now())
    messages.success(request, _("The view “%(name)s” is removed.") % {"name": known.name})
    return go("/desk/views/")


@require_POST
@on_desk(Permission.READ_CASES)
def place(request: HttpRequest, staff: Staff, view: int) -> HttpResponse:
    """Move a view up or down in its list."""
    known = saved_view_of(staff, view)
    if known is None:
        return missing(request)
    if not may_change(staff, known):
        return refused(request)
    others = beside(staff, known)
    here = next((number for number, each in enumerate(others) if each.id == known.id), 0)
    step = -1 if request.POST.get("way") == "up" else 1
    desk.place_view(view=known, others=others, place=here + step, by=actor(staff), at=timezone.now())
    return go("/desk/views/")


@require_safe
@on_desk(Permission.READ_CASES)
def offer(request: HttpRequest, staff: Staff) -> JsonResponse:
    """What can be typed at the cursor of a condition."""
    text = request.GET.get("text", "")[:2000]
    cursor = request.GET.get("cursor", "")
    found = complete(text, int(cursor) if cursor.isdecimal() and len(cursor) < 6 else len(text), staff)
    return JsonResponse(
        {
            "start": found.start,
            "offered": [{"value": each.value, "label": each.label} for each in found.offered],
        }
    )


def _form(request: HttpRequest, staff: Staff, view: SavedView | None) -> HttpResponse:
    form = unread_form(staff, view, request.GET.get("q", ""))
    if request.method == "POST":
        form, new = read_form(staff, request.POST)
        if new is not None:
            saved = desk.save_view(new=new, view=view, staff=staff, by=actor(staff), at=timezone.now())
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": saved.name})
            return go(f"/desk/?saved={saved.id}")
    context = {
        "form": form,
        "view": view,
        "rows": rows_of(staff),
        "brands": may_share_in(staff),
    }
    return page(request, "views", staff, status=422 if form.has_errors else 200, **context)
