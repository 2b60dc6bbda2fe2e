"""Jobs: what failed every time, to be begun again, and what is scheduled."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.audit import operations as audit
from muhatap.desk import jobs
from muhatap.desk.views.door import actor, go, missing, on_desk, page


@require_safe
@on_desk(Permission.CONFIGURE)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what failed every time, with its reason, and how each scheduled job stands."""
    at = timezone.now()
    return page(
        request,
        "jobs",
        staff,
        section="jobs",
        letters=jobs.dead_letters_for(staff),
        rows=jobs.jobs(at),
        oldest=jobs.oldest_waiting(at),
        elsewhere=jobs.elsewhere(staff),
    )


@require_POST
@on_desk(Permission.CONFIGURE)
def again(request: HttpRequest, staff: Staff, run: int) -> HttpResponse:
    """Let one of them start over."""
    found = jobs.dead_letter_for(staff, run)
    if found is None:
        return missing(request)
    audit.try_listener_again(run=found, by=actor(staff), at=timezone.now())
    messages.success(request, _("It is tried again now."))
    return go("/desk/jobs/")
