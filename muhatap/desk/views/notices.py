"""Notices: what happened that she should know."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.desk import queries
from muhatap.desk.noticing import notice_line
from muhatap.desk.views.door import actor, go, on_desk, page
from muhatap.notifications import operations as notifications


@require_safe
@on_desk()
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show her last notices, unread ones marked."""
    at = timezone.now()
    lines = [notice_line(notice, at) for notice in queries.notices_of(staff)]
    return page(request, "notices", staff, lines=lines, unread=sum(line.is_new for line in lines))


@require_POST
@on_desk()
def read(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Mark the notices that the page showed as read."""
    shown = [int(each) for each in request.POST.getlist("notice") if each.isdecimal() and len(each) < 20]
    count = notifications.mark_read(staff_id=staff.pk, notice_ids=shown, by=actor(staff), at=timezone.now())
    if count:
        messages.success(request, _("Marked as read."))
    return go("/desk/notices/")
