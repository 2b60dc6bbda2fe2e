"""The sealed file of a case for an outside body: what it holds is said first, then it is made."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.desk.views.door import actor, of_case, page, place_of_case, refused
from muhatap.dossiers import operations as dossiers
from muhatap.dossiers.archive import scratch_file
from muhatap.dossiers.audience import Audience
from muhatap.ui.errors import error_page

_EITHER = (Permission.ANSWER_CASES, Permission.READ_AUDIT)


@require_http_methods(["GET", "HEAD", "POST"])
@of_case()
def download(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Say what the file holds; seal it and hand it over when it is asked for."""
    scope = scope_of(staff)
    if not any(scope.may(permission, case.brand_id) for permission in _EITHER):
        return refused(request, case)
    if request.method != "POST":
        return page(request, "dossier", staff, case=case)
    into = scratch_file()
    try:
        sealed = dossiers.seal_dossier(
            case=case, audience=Audience.BODY, into=into, by=actor(staff), at=timezone.now()
        )
    except dossiers.CaseIsBusy:
        into.close()
        return error_page(
            request,
            503,
            detail=_("Something was happening on this case at this very moment. Try again in a minute."),
            next_url=place_of_case(case),
            next_label=_("Back to the case"),
        )
    return FileResponse(into, as_attachment=True, filename=sealed.name, content_type="application/zip")
