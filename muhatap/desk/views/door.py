"""What every door of the desk needs: who knocks, in which zone she reads, and what she may do."""

from collections.abc import Callable
from functools import wraps
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.cases.queries import case_visible_to
from muhatap.desk.access.looking import note_look, note_refusal
from muhatap.desk.access.shortening import shorten_contacts
from muhatap.desk.counts import unread_count
from muhatap.desk.restricted import is_locked
from muhatap.kernel.actors import Actor
from muhatap.ui.errors import error_page

Door = Callable[..., HttpResponse]


def on_desk(permission: Permission | None = None) -> Callable[[Door], Door]:
    """Hand a page the member of staff who reads it; without the permission anywhere it answers 403."""

    def wrapped(view: Door) -> Door:
        @wraps(view)
        def door(request: HttpRequest, **place: str) -> HttpResponse:
            staff = request.user
            with timezone.override(ZoneInfo(staff.zone)):
                if permission is not None and not scope_of(staff).may_anywhere(permission):
                    return refused(request)
                response = view(request, staff, **place)
            shorten_contacts(response, scope_of(staff))
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        return door

    return wrapped


def of_case(
    permission: Permission = Permission.READ_CASES, *, restricted: bool = False
) -> Callable[[Door], Door]:
    """Hand a page the case of its address: 404 when she may not see it, 403 when she may only read it.

    Where processing is stopped, it asks why first, but for the page (`restricted`) that takes the reason.
    """

    def wrapped(view: Door) -> Door:
        @wraps(view)
        def door(request: HttpRequest, staff: Staff, number: str, **place: str) -> HttpResponse:
            case = case_visible_to(staff, number)
            if case is None:
                return missing(request)
            if not scope_of(staff).may(permission, case.brand_id):
                return refused(request, case)
            if not restricted and is_locked(request, case):
                return page(request, "privacy/restricted", staff, status=403, case=case)
            response = view(request, staff, case, **place)
            if request.method == "GET" and response.status_code == 200:
                note_look(request, staff, case)
            return response

        return on_desk()(door)

    return wrapped


def refused(request: HttpRequest, case: Case | None = None) -> HttpResponse:
    """Answer 403: her role does not do this; who watches over the desk reads of it."""
    note_refusal(request)
    return error_page(
        request,
        403,
        detail=_("Your role does not include this. If it should, ask your administrator."),
        next_url=place_of_case(case) if case else "/desk/",
        next_label=_("Back to the case") if case else _("Back to the desk"),
    )


def missing(request: HttpRequest) -> HttpResponse:
    """Answer 404 alike for what does not exist and for what she may not see."""
    return error_page(request, 404, next_url="/desk/", next_label=_("Back to the desk"))


def page(request: HttpRequest, name: str, staff: Staff, status: int = 200, **context: object) -> HttpResponse:
    """Show a page of the desk with what stands around it."""
    scope = scope_of(staff)
    around = {
        "staff": staff,
        "may_read_outbox": scope.may_anywhere(Permission.READ_OUTBOX),
        "may_answer": scope.may_anywhere(Permission.ANSWER_CASES),
        "may_configure": scope.may_anywhere(Permission.CONFIGURE),
        "may_decide_law": scope.may_anywhere(Permission.DECIDE_LAW),
        "may_approve_charter": scope.may_anywhere(Permission.APPROVE_CHARTER),
        "may_write_articles": scope.may_anywhere(Permission.WRITE_ARTICLES),
        "may_announce": scope.may_anywhere(Permission.ANNOUNCE),
        "may_manage_rules": scope.may_anywhere(Permission.MANAGE_RULES),
        "may_route": scope.may_anywhere(Permission.CONFIGURE) or scope.may_anywhere(Permission.ASSIGN_OTHERS),
        "may_read": scope.may_anywhere(Permission.READ_CASES),
        "may_read_register": scope.may_anywhere(Permission.READ_REGISTER),
        "may_watch": scope.may_anywhere(Permission.READ_SECURITY),
        "may_read_audit": scope.may_anywhere(Permission.READ_AUDIT),
        "may_read_ledger": scope.may_anywhere(Permission.READ_LEDGER),
        "may_manage_access": scope.may_anywhere(Permission.MANAGE_ACCESS)
        or scope.may_anywhere(Permission.SECOND_ACCESS),
        "may_break_glass": scope.may_anywhere(Permission.BREAK_GLASS),
        "may_review_glass": scope.may_anywhere(Permission.REVIEW_GLASS),
        "may_tell_standing": scope.may_anywhere(Permission.TELL_STANDING),
        "may_read_registers": scope.may_anywhere(Permission.READ_BREACHES),
        "may_answer_tasks": scope.may_anywhere(Permission.ANSWER_TASKS),
    }
    if "around" not in context:
        unread, last = unread_count(staff.pk)
        around["around"] = {"unread": unread or "", "last_seq": last}
    return render(request, f"desk/{name}.html", {**around, **context}, status=status)


def actor(staff: Staff) -> Actor:
    """Who acts."""
    return Actor.staff(staff.pk)


def place_of_case(case: Case, query: str = "") -> str:
    """The address of a case's page, within the list that it was opened from."""
    return f"/desk/cases/{case.number}/" + (f"?{query}" if query else "")


def go(path: str) -> HttpResponseRedirect:
    """Go on to a page after a form was taken."""
    response = HttpResponseRedirect(path)
    response.status_code = 303
    return response
