"""The page of administrators that says how the installation is, and why it is not well."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.desk.views.door import on_desk, page
from muhatap.wiring.health import BAD, WARNING, examine

_NAMES = {
    "keys": gettext_lazy("Keys"),
    "disk": gettext_lazy("Disk"),
    "address": gettext_lazy("Address"),
    "database": gettext_lazy("Database"),
    "background": gettext_lazy("Background work"),
    "events": gettext_lazy("Events"),
    "jobs": gettext_lazy("Jobs"),
    "schedule": gettext_lazy("Schedule"),
    "mail out": gettext_lazy("Outgoing mail"),
    "intake": gettext_lazy("Intake"),
    "proof": gettext_lazy("Proof"),
    "bus": gettext_lazy("Bus between nodes"),
    "files": gettext_lazy("Files"),
    "pooler": gettext_lazy("Pooler"),
    "replica": gettext_lazy("Copy for reports"),
}
_ORDER = {BAD: 0, WARNING: 1}
_PLACES = {
    "jobs": "/desk/jobs/",
    "schedule": "/desk/jobs/",
    "mail out": "/desk/outbox/",
    "intake": "/desk/intake/",
    "proof": "/desk/audit/",
}


@require_safe
@on_desk(Permission.CONFIGURE)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show every finding, what is wrong first, with where to mend it."""
    found = sorted(examine(timezone.now()), key=lambda each: _ORDER.get(each.state, 2))
    rows = [
        (
            each,
            str(_NAMES.get(each.name, each.name)),
            _PLACES.get(each.name) if each.state in _ORDER else None,
        )
        for each in found
    ]
    wrong = sum(each.state == BAD for each in found)
    title = _("Why it is not well") if wrong else _("How it is")
    return page(request, "health", staff, section="jobs", rows=rows, wrong=wrong, title=title)
